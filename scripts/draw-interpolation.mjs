/**
 * The picture of docs/interpolation.md.
 *
 *   npm run build && node scripts/draw-interpolation.mjs [DIST]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const dist = resolve(process.argv[2] ?? join(root, "dist"));
const { barycenterReference, geodesicPath, hkMetric, lotPaths, measure, normalise, seededRandom } =
  await import(pathToFileURL(join(dist, "src", "index.js")));

const random = seededRandom(3);
const ring = measure(
  Array.from({ length: 90 }, () => {
    const [x, y] = [random.normal(), random.normal()];
    const radius = (0.55 + 0.04 * random.normal()) / Math.hypot(x, y);
    return [x * radius - 0.9, y * radius];
  }),
);
const blobs = measure(
  Array.from({ length: 120 }, (_, i) => [
    0.75 + 0.13 * random.normal(),
    (i % 3 === 0 ? -0.5 : 0.35) + 0.13 * random.normal(),
  ]),
  { weights: new Float64Array(120).fill(1.5 / 120) },
);
const equal = normalise(blobs);
const start = barycenterReference([ring, equal], { count: 24, random: seededRandom(0) });
const ROWS = [
  ["W2", geodesicPath(ring, equal)],
  ["HK", geodesicPath(ring, blobs, { metric: hkMetric(0.6) })],
  ["LOT", lotPaths(start, [ring, equal]).path([1, 0], [0, 1])],
];
const TIMES = [0, 0.25, 0.5, 0.75, 1];

const [WIDTH, HEIGHT, LEFT, TOP] = [170, 110, 50, 24];
const SCALE = 50;
/** Area of a disc for mass 1. */
const AREA = 900;

function panel(mu, column, row) {
  const [x0, y0] = [LEFT + (column + 0.5) * WIDTH, TOP + (row + 0.5) * HEIGHT];
  const discs = Array.from({ length: mu.count }, (_, i) => {
    const [x, y] = mu.points.subarray(2 * i, 2 * i + 2);
    const radius = Math.sqrt((AREA * mu.weights[i]) / Math.PI);
    return `<circle cx="${(x0 + SCALE * x).toFixed(1)}" cy="${(y0 - SCALE * y).toFixed(1)}" r="${radius.toFixed(2)}"/>`;
  });
  const frame = `<rect x="${x0 - WIDTH / 2 + 3}" y="${y0 - HEIGHT / 2 + 3}" width="${WIDTH - 6}" height="${HEIGHT - 6}" fill="none" stroke="#d8dee4"/>`;
  return `${frame}<g fill="#1b5a9c" fill-opacity="0.75">${discs.join("")}</g>`;
}

const heads = TIMES.map(
  (t, c) => `<text x="${LEFT + (c + 0.5) * WIDTH}" y="16" text-anchor="middle">t = ${t}</text>`,
);
const names = ROWS.map(([name], r) => `<text x="8" y="${TOP + (r + 0.5) * HEIGHT + 5}">${name}</text>`);
const panels = ROWS.flatMap(([, path], r) => TIMES.map((t, c) => panel(path.at(t), c, r)));
const [width, height] = [LEFT + TIMES.length * WIDTH, TOP + ROWS.length * HEIGHT];
const svg = [
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14">`,
  `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
  ...heads,
  ...names,
  ...panels,
  "</svg>",
];
mkdirSync(join(root, "docs", "interpolation"), { recursive: true });
writeFileSync(join(root, "docs", "interpolation", "paths.svg"), `${svg.join("\n")}\n`);
