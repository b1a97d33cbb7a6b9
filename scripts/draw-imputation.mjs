/**
 * The damaged mesh of docs/coding.md: prints its numbers and draws its picture.
 *
 *   npm run build && node scripts/draw-imputation.mjs [--out FOLDER]
 *
 * Atoms are deformed copies of the bunny, each with points of its own; damaged ones are further copies, which are no atoms.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parsePly } from "../dist/loaders/index.js";
import * as pf from "../dist/src/index.js";

const ATOMS = 40;
const DAMAGED = 20;
const POINTS = 800;
const LOSE = 0.25;
const SHOWN = 3;

const root = join(import.meta.dirname, "..");
const { values: options } = parseArgs({ options: { out: { type: "string" } } });
const random = pf.seededRandom(0);
const bunny = standing(parsePly(readFileSync(join(root, "data", "meshes", "bunny.ply"))));
const atoms = Array.from({ length: ATOMS }, (_, s) => copyOf(bunny, random.fork(s)));
const reference = pf.barycenterReference(atoms, { count: POINTS, random: random.fork(1000) });
const space = pf.embed(reference, atoms);
const runs = Array.from({ length: DAMAGED }, (_, s) => completed(random.fork(2000 + s)));

const METHODS = ["imputed", "nearest", "mean", "nothing"];
process.stdout.write(
  `${ATOMS} atoms and ${DAMAGED} damaged copies of ${POINTS} points each; ${100 * LOSE} % lost\n`,
);
for (const method of METHODS) {
  const { mean, sd } = spread(runs.map(({ errors }) => errors[method]));
  const more = runs.filter(({ errors }) => errors[method] > errors.imputed).length;
  process.stdout.write(
    `${method.padEnd(8)} W2 to the truth ${mean.toFixed(4)} (sd ${sd.toFixed(4)}), worse than imputed in ${more}\n`,
  );
}
const floor = spread(runs.map(({ floor: value }) => value)).mean;
process.stdout.write(`two samples of one copy are ${floor.toFixed(4)} apart\n`);
const folder = options.out ?? join(root, "docs", "coding");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "bunny.svg"), picture(runs.slice(0, SHOWN)));

/** Centred, of extent about 1. */
function standing(mesh) {
  const { points, dim } = pf.vertexMeasure(mesh);
  const count = points.length / dim;
  const mean = [0, 1, 2].map((k) => points.reduce((sum, x, p) => (p % 3 === k ? sum + x : sum), 0) / count);
  const largest = points.reduce((most, x, p) => Math.max(most, Math.abs(x - mean[p % 3])), 0);
  return { ...mesh, vertices: points.map((x, p) => (x - mean[p % 3]) / largest) };
}

/** Bent, twisted and stretched at random, then sampled anew. */
function copyOf(mesh, own, sample = own.fork(1)) {
  const [bend, twist, wide, high, lean] = Array.from({ length: 5 }, () => own.normal());
  const points = mesh.vertices.slice();
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [points[i], points[i + 1], points[i + 2]];
    const angle = 0.35 * twist * y;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    points[i] = (1 + 0.15 * wide) * (c * x - s * z) + 0.2 * bend * y * y + 0.15 * lean * y;
    points[i + 1] = (1 + 0.15 * high) * y;
    points[i + 2] = s * x + c * z;
  }
  return pf.surfaceSample({ ...mesh, vertices: points }, { count: POINTS, random: sample });
}

function completed(own) {
  const whole = copyOf(bunny, own.fork(0));
  const again = copyOf(bunny, own.fork(0), own.fork(2)); // the same copy, sampled anew
  const { kept, lost } = pf.damage(whole, { kind: "cut", share: LOSE, random: own.fork(1) });
  const missing = pf.totalMass(lost);
  const found = pf.completeMeasure(space, kept, { missing });
  const mean = pf.cover(
    pf.expMap(reference, pf.combine(space, new Float64Array(ATOMS).fill(1))),
    kept,
    missing,
  );
  const nearest = pf.nearestAtom(space, atoms, kept, { missing, candidates: 16 });
  const apart = (mu) => Math.sqrt(pf.exact(pf.normalise(mu), whole).cost);
  const errors = {
    imputed: apart(found.completed),
    nearest: apart(pf.pool([kept, nearest.cover.missing])),
    mean: apart(pf.pool([kept, mean.missing])),
    nothing: apart(kept),
  };
  return { whole, kept, lost, found, errors, floor: apart(again) };
}

function spread(values) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1)) };
}

function picture(rows) {
  const size = 190;
  const columns = [
    ["damaged", ({ kept }) => [[kept, "#4a6fa5"]]],
    [
      "completed",
      ({ kept, found }) => [
        [kept, "#4a6fa5"],
        [found.missing, "#c8452d"],
      ],
    ],
    [
      "truth",
      ({ kept, lost }) => [
        [kept, "#4a6fa5"],
        [lost, "#2f8f5b"],
      ],
    ],
  ];
  const panels = rows.flatMap((run, r) =>
    columns.map(
      ([, parts], c) =>
        `<g transform="translate(${c * size + size / 2} ${r * size + size / 2 + 24})">${parts(run)
          .map(([mu, colour]) => `<g fill="${colour}" fill-opacity="0.75">${dots(mu, size)}</g>`)
          .join("")}</g>`,
    ),
  );
  const heads = columns.map(
    ([name], c) => `<text x="${c * size + size / 2}" y="16" text-anchor="middle">${name}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns.length * size} ${rows.length * size + 28}" ` +
    `font-family="system-ui, sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>${heads.join("")}${panels.join("")}</svg>\n`
  );
}

/** From the front, the far points first. */
function dots({ points, weights, count }, size) {
  const scale = size / 3;
  const heaviest = weights.reduce((most, w) => Math.max(most, w), 0);
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => points[3 * a + 2] - points[3 * b + 2],
  );
  return order
    .map((i) => {
      const radius = 1.9 * Math.sqrt(weights[i] / heaviest);
      return `<circle cx="${(scale * points[3 * i]).toFixed(1)}" cy="${(-scale * points[3 * i + 1]).toFixed(1)}" r="${radius.toFixed(1)}"/>`;
    })
    .join("");
}
