/**
 * The picture of docs/how-it-works.md: one digit on its way from bytes to a picture.
 *
 *   npm run build && node scripts/draw-road.mjs [--out FOLDER]
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseImageCsv, pixelMasses } from "../dist/loaders/index.js";
import {
  barycenterReference,
  embed,
  exact,
  expMap,
  fitKMeans,
  fitPca,
  logMap,
  normalise,
  predictKMeans,
  rowView,
  seededRandom,
  toTangent,
  transformPca,
} from "../dist/src/index.js";

const root = join(import.meta.dirname, "..");
const { values: given } = parseArgs({ options: { out: { type: "string" } } });
const folder = given.out ?? join(root, "docs", "how-it-works");

/** Items that are embedded, points of the reference, clusters, and the item whose way is drawn. */
const [ITEMS, POINTS, CLUSTERS, SHOWN] = [300, 24, 4, 3];
/** In pixels of the picture: panels, and the unit of the images in them. */
const PANEL = { size: 118, pitch: 136, left: 8, top: 40 };
const UNIT = PANEL.size / 9;
/** Petroff 2021 (arXiv:2107.02270): colours that stay apart for colour-blind readers. */
const COLOURS = ["#3f90da", "#ffa90e", "#832db6", "#717581"];
const INK = "#1f2328";

const text = readFileSync(join(root, "data/digits/digits.csv"), "utf8");
const { measures: images, item } = parseImageCsv(text);
const size = { width: item.width, height: item.height };
const measures = images.slice(0, ITEMS).map((mu) => normalise(mu));
const random = seededRandom(0);
const reference = barycenterReference(measures, { count: POINTS, random: random.fork(0) });
const shown = measures[SHOWN];
const { plan } = exact(reference.measure, shown);
const { velocity } = logMap(reference, shown);
const { matrix } = embed(reference, measures);
const coordinates = transformPca(fitPca(matrix, { components: 2 }), matrix);
const model = fitKMeans(matrix, { clusters: CLUSTERS, random: random.fork(1) });
const clusters = predictKMeans(model, matrix);
const mean = expMap(reference, toTangent(reference, rowView(model.centres, clusters[SHOWN])));

const place = (x, y) => `${(UNIT * (x + 1)).toFixed(1)} ${(PANEL.size - UNIT * (y + 1)).toFixed(1)}`;

function dots(mu, colour) {
  return Array.from(mu.weights, (mass, i) => {
    const [x, y] = place(mu.points[2 * i], mu.points[2 * i + 1]).split(" ");
    return `<circle cx="${x}" cy="${y}" r="${(26 * Math.sqrt(mass / Math.PI)).toFixed(1)}" fill="${colour}" fill-opacity="0.85"/>`;
  }).join("");
}

function bytes() {
  const numbers = text.split("\n")[SHOWN + 1].split(",");
  const lines = Array.from({ length: 8 }, (_, r) => `${numbers.slice(1 + 8 * r, 9 + 8 * r).join(",")},`);
  return lines
    .map(
      (line, r) => `<text x="6" y="${20 + 12.5 * r}" font-size="9.5" font-family="monospace">${line}</text>`,
    )
    .join("");
}

function moves() {
  const lines = Array.from(plan.mass, (mass, k) => {
    const [from, to] = [plan.rows[k], plan.cols[k]];
    const start = place(reference.measure.points[2 * from], reference.measure.points[2 * from + 1]);
    const end = place(shown.points[2 * to], shown.points[2 * to + 1]);
    return `<path d="M${start}L${end}" stroke="${INK}" stroke-width="${(40 * mass).toFixed(2)}"/>`;
  });
  return lines.join("") + dots(reference.measure, COLOURS[1]) + dots(shown, COLOURS[0]);
}

function arrows() {
  return Array.from(reference.measure.weights, (_, i) => {
    const [x, y] = [reference.measure.points[2 * i], reference.measure.points[2 * i + 1]];
    const end = place(x + velocity[2 * i], y + velocity[2 * i + 1]);
    return `<path d="M${place(x, y)}L${end}" stroke="${COLOURS[2]}" stroke-width="1.6" marker-end="url(#head)"/>`;
  }).join("");
}

function map() {
  const column = (k) => Array.from({ length: ITEMS }, (_, s) => coordinates.data[2 * s + k]);
  const [x, y] = [0, 1].map((k) => {
    const values = column(k);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.map((value) => 8 + ((PANEL.size - 16) * (value - low)) / (high - low));
  });
  const points = x.map(
    (at, s) =>
      `<circle cx="${at.toFixed(1)}" cy="${(PANEL.size - y[s]).toFixed(1)}" r="2" fill="${COLOURS[clusters[s]]}"/>`,
  );
  const ring = `<circle cx="${x[SHOWN].toFixed(1)}" cy="${(PANEL.size - y[SHOWN]).toFixed(1)}" r="5" fill="none" stroke="${INK}" stroke-width="1.5"/>`;
  return points.join("") + ring;
}

function picture() {
  const masses = pixelMasses(mean, size);
  const most = masses.reduce((a, b) => Math.max(a, b), 0);
  return Array.from(masses, (mass, p) => {
    const [x, y] = [UNIT * (0.5 + (p % size.width)), UNIT * (0.5 + Math.floor(p / size.width))];
    const shade = (mass / most).toFixed(2);
    return mass > 0
      ? `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${UNIT.toFixed(1)}" height="${UNIT.toFixed(1)}" fill="${INK}" fill-opacity="${shade}"/>`
      : "";
  }).join("");
}

const PANELS = [
  ["bytes", "loaders", bytes()],
  ["measure", "src/measure", dots(shown, COLOURS[0])],
  ["reference", "src/lot", dots(reference.measure, COLOURS[1])],
  ["transport", "src/transport", moves()],
  ["tangent vector", "src/lot", arrows()],
  ["matrix, model", "src/learn", map()],
  ["picture", "pipelines", picture()],
];
const width = 2 * PANEL.left + PANELS.length * PANEL.pitch - (PANEL.pitch - PANEL.size);
const height = PANEL.top + PANEL.size + 30;
const body = PANELS.map(([name, where, drawn], n) => {
  const left = PANEL.left + n * PANEL.pitch;
  const middle = PANEL.size / 2;
  const next =
    n + 1 < PANELS.length
      ? `<path d="M${PANEL.size + 3} ${middle}h9" stroke="${INK}" stroke-width="1.5" marker-end="url(#head)"/>`
      : "";
  return `<g transform="translate(${left} ${PANEL.top})"><text x="${middle}" y="-14" text-anchor="middle" font-size="14" font-weight="600">${name}</text>
<rect width="${PANEL.size}" height="${PANEL.size}" fill="none" stroke="#d0d7de"/><svg width="${PANEL.size}" height="${PANEL.size}">${drawn}</svg>${next}
<text x="${middle}" y="${PANEL.size + 19}" text-anchor="middle" font-size="12" font-family="monospace">${where}</text></g>`;
});
const title =
  "A digit on its way: bytes, measure, reference, transport, tangent vector, a point of a map, the mean of its cluster";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" fill="${INK}"><title>${title}</title><rect width="${width}" height="${height}" fill="#ffffff"/>
<defs><marker id="head" viewBox="0 0 6 6" refX="4" refY="3" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0L6 3L0 6z" fill="context-stroke"/></marker></defs>
${body.join("\n")}
</svg>
`;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "road.svg"), svg);
