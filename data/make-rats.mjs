// Reads the days between from the path that joins each rat's skull of day 7 to that of day 150, with the command line, and writes
// the table of RESULTS.md to standard output.
//
//   npm run build && node data/make-rats.mjs
//
// Error: W2 (root of the mean squared distance of matched landmarks) between the measure on the path and the skull of that
// day. When on the path a day is, is fixed beforehand (linear in age, linear in log age) or fitted on the other rats: the time, of
// 0, 0.01, ..., 1, of least mean squared W2 on them. The last paths also pass the other rats: mixtures of the rat's own two ends
// and, in equal shares, the others' skulls of that day, with shares that fit the other rats best.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const dist = process.argv[2] ?? join(root, "dist");
const rats = join(root, "data", "rats");
const { embed, exact, kMeansReference, measure, rowView, seededRandom } = await import(pathToFileURL(join(dist, "src", "index.js")));
const { parseMeasureCsv } = await import(pathToFileURL(join(dist, "loaders", "index.js")));
const { loadDataset } = await import(pathToFileURL(join(dist, "loaders", "node.js")));
const { main } = await import(pathToFileURL(join(dist, "pipelines", "index.js")));

const AGES = [7, 14, 21, 30, 40, 60, 90, 150];
const BETWEEN = AGES.slice(1, -1);
const GRID = Array.from({ length: 101 }, (_, k) => k / 100);
const WARPS = {
  "linear in age": (age) => (age - 7) / (150 - 7),
  "linear in log age": (age) => Math.log(age / 7) / Math.log(150 / 7),
};
const PATHS = { "W2 geodesic": ["--path", "w2"], "HK geodesic": ["--path", "hk"], "LOT path": ["--path", "lot"] };

const { collection } = await loadDataset(rats, {});
const column = (name) => collection.attributes.find((attribute) => attribute.name === name).values;
const individuals = [...new Set(column("individual"))];
const places = new Map(collection.names.map((_, s) => [`${column("individual")[s]} ${column("age_days")[s]}`, s]));
const skull = (individual, age) => collection.measures[places.get(`${individual} ${age}`)];
const itemName = (individual, age) => collection.names[places.get(`${individual} ${age}`)];

/** All times that any warp asks for, with the grid. */
const times = [...new Set([...GRID, ...Object.values(WARPS).flatMap((warp) => BETWEEN.map(warp))])].sort((a, b) => a - b);

const squaredW2 = (a, b) => Math.max(0, exact(a, b).cost);

/** The measures that the program writes. */
async function interpolated(argv) {
  const folder = mkdtempSync(join(tmpdir(), "rats-"));
  let output = "";
  const streams = { output: (text) => (output += text), error: (text) => process.stderr.write(text), interactive: false };
  const exitCode = await main(["interpolate", rats, ...argv, "--out", folder, "--json"], streams);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode} of ${argv.join(" ")}`);
  const { results } = JSON.parse(output);
  const measures = results.files.map((file) => parseMeasureCsv(readFileSync(join(folder, file))).measure);
  rmSync(folder, { recursive: true });
  return normalised(measures);
}

/** Measures on the path of one rat at all times. */
function commandPath(individual, options) {
  const ends = `${itemName(individual, 7)},${itemName(individual, 150)}`;
  return interpolated(["--items", ends, "--times", times.join(","), ...options]);
}

/** HK lets masses differ on the way; the shapes are compared. */
function normalised(measures) {
  return measures.map((mu) => {
    const mass = mu.weights.reduce((sum, weight) => sum + weight, 0);
    return { ...mu, weights: mu.weights.map((weight) => weight / mass) };
  });
}

function landmarkPath(individual) {
  const [a, b] = [skull(individual, 7), skull(individual, 150)];
  return times.map((t) => measure(a.points.map((x, p) => x + t * (b.points[p] - x)), { dim: 2 }));
}

/** errors[r][d][k]: squared W2 between rat r at day d and its path at time k. */
async function errorTable(pathOf) {
  const table = [];
  for (const individual of individuals) {
    const path = await pathOf(individual);
    table.push(BETWEEN.map((age) => path.map((mu) => squaredW2(mu, skull(individual, age)))));
  }
  return table;
}

const at = (time) => times.indexOf(time);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const rootMean = (values) => Math.sqrt(mean(values));

/** Of the days of one rat, the times that suit the other rats best. */
function fittedTimes(table, left) {
  return BETWEEN.map((_, d) => {
    const loss = (time) => mean(table.flatMap((days, r) => (r === left ? [] : [days[d][at(time)]])));
    return GRID.reduce((best, time) => (loss(time) < loss(best) ? time : best));
  });
}

async function rowsOf(name, pathOf) {
  const table = await errorTable(pathOf);
  const chosen = {
    ...Object.fromEntries(Object.entries(WARPS).map(([label, warp]) => [label, individuals.map(() => BETWEEN.map(warp))])),
    "fitted on the other rats": individuals.map((_, r) => fittedTimes(table, r)),
  };
  return Object.entries(chosen).map(([warp, timesOf]) => {
    const errors = BETWEEN.map((_, d) => rootMean(individuals.map((_, r) => table[r][d][at(timesOf[r][d])])));
    return [name, warp, ...errors.map((error) => error.toFixed(1)), rootMean(errors.map((e) => e * e)).toFixed(1)];
  });
}

/**
 * Shares of a rat's own ends and of the others' mean that day, fitted on all rats but one: least squares of tangent vectors at a
 * reference that is fitted on them too; each of them is left out of its own mean.
 */
function fittedShares(left, age) {
  const training = individuals.filter((individual) => individual !== left);
  const skulls = training.flatMap((individual) => [7, age, 150].map((day) => skull(individual, day)));
  const start = kMeansReference(skulls, { count: 8, random: seededRandom(0) });
  const { matrix } = embed(start, skulls);
  const row = (r, day) => rowView(matrix, 3 * r + day);
  const pairs = training.map((_, r) => {
    const others = training.flatMap((_, other) => (other === r ? [] : [row(other, 1)]));
    const average = row(r, 0).map((_, p) => mean(others.map((values) => values[p])));
    return [0, 2, 1].map((day) => row(r, day).map((value, p) => value - average[p]));
  });
  const inner = (s, t) => pairs.reduce((sum, parts) => sum + parts[s].reduce((dot, value, p) => dot + value * parts[t][p], 0), 0);
  const determinant = inner(0, 0) * inner(1, 1) - inner(0, 1) ** 2;
  const young = (inner(0, 2) * inner(1, 1) - inner(1, 2) * inner(0, 1)) / determinant;
  const old = (inner(1, 2) * inner(0, 0) - inner(0, 2) * inner(0, 1)) / determinant;
  const ends = [Math.max(0, young), Math.max(0, old)];
  const sum = ends[0] + ends[1];
  return sum > 1 ? [...ends.map((share) => share / sum), 0] : [...ends, 1 - sum];
}

async function mixedError(individual, age, way) {
  const others = individuals.filter((other) => other !== individual);
  const [young, old, rest] = fittedShares(individual, age);
  const shares = [young, old, ...others.map(() => rest / others.length)];
  return squaredW2(await way(individual, age, others, shares), skull(individual, age));
}

async function commandMixture(individual, age, others, shares) {
  const items = [itemName(individual, 7), itemName(individual, 150), ...others.map((other) => itemName(other, age))];
  const argv = ["--items", items.join(","), "--path", "generalised", "--shares", shares.join(","), "--times", "1"];
  return (await interpolated(argv))[0];
}

async function landmarkMixture(individual, age, others, shares) {
  const skulls = [skull(individual, 7), skull(individual, 150), ...others.map((other) => skull(other, age))];
  const points = skulls[0].points.map((_, p) => skulls.reduce((sum, mu, s) => sum + shares[s] * mu.points[p], 0));
  return measure(points, { dim: 2 });
}

async function mixtureRow(name, time, errorOf) {
  const errors = [];
  for (const age of BETWEEN) {
    const squares = [];
    for (const individual of individuals) squares.push(await errorOf(individual, age));
    errors.push(rootMean(squares));
  }
  return [name, time, ...errors.map((error) => error.toFixed(1)), rootMean(errors.map((e) => e * e)).toFixed(1)];
}

const OTHERS = "shares fitted on the other rats";
const rows = [];
for (const [name, options] of Object.entries(PATHS)) {
  rows.push(...(await rowsOf(name, (individual) => commandPath(individual, options))));
}
rows.push(...(await rowsOf("linear, landmark by landmark", landmarkPath)));
rows.push(
  await mixtureRow("the nearer end", "", async (individual, age) =>
    Math.min(...[7, 150].map((end) => squaredW2(skull(individual, end), skull(individual, age)))),
  ),
  await mixtureRow("landmark means of the other rats", "", async (individual, age) => {
    const others = individuals.filter((other) => other !== individual);
    const shares = [0, 0, ...others.map(() => 1 / others.length)];
    return squaredW2(await landmarkMixture(individual, age, others, shares), skull(individual, age));
  }),
  await mixtureRow("generalised path, own ends and the others' day", OTHERS, (i, age) => mixedError(i, age, commandMixture)),
  await mixtureRow("the same, landmark by landmark", OTHERS, (i, age) => mixedError(i, age, landmarkMixture)),
);
const header = ["path", "time of a day", ...BETWEEN.map((age) => `day ${age}`), "all"];
const line = (cells) => `| ${cells.join(" | ")} |`;
console.log([line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n"));
