// Reads the days between from the path that joins each rat's skull of day 7 to that of day 150, with the command line, and writes
// the table of RESULTS.md to standard output.
//
//   npm run build && node data/make-rats.mjs
//
// Error: W2 (root of the mean squared distance of matched landmarks) between the measure on the path and the skull of that
// day. When on the path a day is, is fixed beforehand (linear in age, linear in log age) or fitted on the other rats: the time, of
// 0, 0.01, ..., 1, of least mean squared W2 on them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const dist = process.argv[2] ?? join(root, "dist");
const rats = join(root, "data", "rats");
const { exact, measure } = await import(pathToFileURL(join(dist, "src", "index.js")));
const { parseMeasureCsv } = await import(pathToFileURL(join(dist, "loaders", "index.js")));
const { loadDataset } = await import(pathToFileURL(join(dist, "loaders", "node.js")));

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

/** Measures on the path of one rat at all times, as the command writes them. */
function commandPath(individual, options) {
  const folder = mkdtempSync(join(tmpdir(), "rats-"));
  const ends = `${itemName(individual, 7)},${itemName(individual, 150)}`;
  const argv = ["interpolate", rats, "--items", ends, "--times", times.join(","), ...options, "--out", folder, "--json"];
  const { results } = JSON.parse(
    execFileSync(process.execPath, [join(dist, "pipelines", "main.js"), ...argv], { encoding: "utf8", maxBuffer: 1 << 26 }),
  );
  const measures = results.files.map((file) => parseMeasureCsv(readFileSync(join(folder, file))).measure);
  rmSync(folder, { recursive: true });
  return normalised(measures);
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
function errorTable(pathOf) {
  return individuals.map((individual) => {
    const path = pathOf(individual);
    return BETWEEN.map((age) => path.map((mu) => squaredW2(mu, skull(individual, age))));
  });
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

function rowsOf(name, pathOf) {
  const table = errorTable(pathOf);
  const chosen = {
    ...Object.fromEntries(Object.entries(WARPS).map(([label, warp]) => [label, individuals.map(() => BETWEEN.map(warp))])),
    "fitted on the other rats": individuals.map((_, r) => fittedTimes(table, r)),
  };
  return Object.entries(chosen).map(([warp, timesOf]) => {
    const errors = BETWEEN.map((_, d) => rootMean(individuals.map((_, r) => table[r][d][at(timesOf[r][d])])));
    return [name, warp, ...errors.map((error) => error.toFixed(1)), rootMean(errors.map((e) => e * e)).toFixed(1)];
  });
}

const nearerEnd = BETWEEN.map((age) =>
  rootMean(
    individuals.map((individual) =>
      Math.min(...[7, 150].map((end) => squaredW2(skull(individual, end), skull(individual, age)))),
    ),
  ),
);
const header = ["path", "time of a day", ...BETWEEN.map((age) => `day ${age}`), "all"];
const rows = [
  ...Object.entries(PATHS).flatMap(([name, options]) => rowsOf(name, (individual) => commandPath(individual, options))),
  ...rowsOf("linear, landmark by landmark", landmarkPath),
  ["the nearer end", "", ...nearerEnd.map((e) => e.toFixed(1)), rootMean(nearerEnd.map((e) => e * e)).toFixed(1)],
];
const line = (cells) => `| ${cells.join(" | ")} |`;
console.log([line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n"));
