/**
 * The picture of README.md: handwritten digits as points of one space, and what comes back out of it.
 *
 *   npm run build && node scripts/draw-front.mjs [--out FOLDER]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pixelMasses } from "../dist/loaders/index.js";
import { loadDataset } from "../dist/loaders/node.js";
import {
  barycenterReference,
  combine,
  embed,
  expMap,
  fitKMeans,
  fitPca,
  normalise,
  randomShares,
  rowView,
  seededRandom,
  selectEmbedded,
  toTangent,
  transformPca,
} from "../dist/src/index.js";

const root = join(import.meta.dirname, "..");
const { values: given } = parseArgs({ options: { out: { type: "string" } } });
const folder = given.out ?? join(root, "docs", "front");

/** Items that are embedded, and clusters. */
const [ITEMS, CLUSTERS] = [600, 10];
/** Two digits are not drawn on the map nearer than this, in pixels, so that each can be read. */
const APART = 15;
/** In pixels of the picture: side of the map, pixels of a digit on it and beside it. */
const MAP = { left: 30, top: 56, width: 520, height: 400 };
const SMALL = 2.6;
const LARGE = 5;
const BESIDE = { left: 596, pitch: 46 };
/** Petroff 2021 (arXiv:2107.02270): ten colours that stay apart for colour-blind readers. */
const COLOURS = "#3f90da #ffa90e #bd1f01 #94a4a2 #832db6 #a96b59 #e76300 #b9ac70 #717581 #92dadd".split(" ");
const INK = "#1f2328";
/** Shades of a pixel. */
const LEVELS = 5;

const { collection } = await loadDataset(join(root, "data/digits"));
const size = { width: collection.item.width, height: collection.item.height };
const classes = collection.attributes.find(({ name }) => name === "label").values.slice(0, ITEMS);
const measures = collection.measures.slice(0, ITEMS).map((mu) => normalise(mu));

const random = seededRandom(0);
const reference = barycenterReference(measures, { count: 64, random: random.fork(0) });
const embedding = embed(reference, measures);
const coordinates = transformPca(fitPca(embedding.matrix, { components: 2 }), embedding.matrix);
const { centres } = fitKMeans(embedding.matrix, { clusters: CLUSTERS, random: random.fork(1) });

const averages = Array.from({ length: CLUSTERS }, (_, k) =>
  expMap(reference, toTangent(reference, rowView(centres, k))),
);
const ends = selectEmbedded(embedding, [classes.indexOf("3"), classes.indexOf("8")]);
const path = Array.from({ length: 7 }, (_, t) => expMap(reference, combine(ends, [1 - t / 6, t / 6])));
const threes = classes.flatMap((name, s) => (name === "3" ? [s] : []));
const known = selectEmbedded(embedding, threes);
const made = Array.from({ length: 7 }, (_, n) =>
  expMap(reference, combine(known, randomShares(threes.length, { parents: 2, random: random.fork(2 + n) }))),
);

/** One path for each shade of a digit. */
function digit(measure, unit, left, top, colour) {
  const masses = pixelMasses(measure, size);
  const most = masses.reduce((a, b) => Math.max(a, b), 0);
  const paths = Array.from({ length: LEVELS }, () => "");
  masses.forEach((mass, p) => {
    const level = Math.round((LEVELS * mass) / most);
    if (level === 0) return;
    const [x, y] = [left + unit * (p % size.width), top + unit * Math.floor(p / size.width)];
    paths[level - 1] += `M${x.toFixed(1)} ${y.toFixed(1)}h${unit}v${unit}h-${unit}z`;
  });
  const shades = paths.flatMap((d, l) =>
    d === "" ? [] : [`<path fill-opacity="${((l + 1) / LEVELS).toFixed(1)}" d="${d}"/>`],
  );
  return `<g fill="${colour}">${shades.join("")}</g>`;
}

function map() {
  const column = (k) => Array.from({ length: ITEMS }, (_, s) => coordinates.data[2 * s + k]);
  const [x, y] = [scaled(column(0), MAP.width - 8 * SMALL), scaled(column(1), MAP.height - 8 * SMALL)];
  const body = legible(x, y).map((s) =>
    digit(
      measures[s],
      SMALL,
      MAP.left + x[s],
      MAP.top + MAP.height - 8 * SMALL - y[s],
      COLOURS[Number(classes[s])],
    ),
  );
  const { left, top, width, height } = MAP;
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="#d0d7de"/>${body.join("\n")}
<text x="${left + width / 2}" y="${top + height + 20}" text-anchor="middle" font-size="13">first principal coordinate</text>
<text transform="translate(${left - 10} ${top + height / 2}) rotate(-90)" text-anchor="middle" font-size="13">second</text>`;
}

/** Items in order, without those that would cover one before them. */
function legible(x, y) {
  const kept = [];
  for (let s = 0; s < ITEMS; s++) {
    if (kept.every((other) => Math.hypot(x[s] - x[other], y[s] - y[other]) >= APART)) kept.push(s);
  }
  return kept;
}

function scaled(values, length) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (length * (value - low)) / (high - low));
}

function row(title, items, top) {
  const text = `<text x="${BESIDE.left}" y="${top}">${title}</text>`;
  const digits = items.map((mu, n) => {
    const [left, below] = [BESIDE.left + (n % 7) * BESIDE.pitch, top + 12 + Math.floor(n / 7) * BESIDE.pitch];
    return digit(mu, LARGE, left, below, INK);
  });
  return `${text}${digits.join("\n")}`;
}

const title =
  "Digits as measures on a map of their transports; averages, a path and new threes that come back out of it";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="940" height="490" viewBox="0 0 940 490" role="img" font-family="system-ui, sans-serif" font-size="15" fill="${INK}"><title>${title}</title><rect width="940" height="490" fill="#ffffff"/>
<text x="${MAP.left}" y="34" font-weight="600">In: each image is a measure, and a point of one space</text>
<text x="${BESIDE.left}" y="34" font-weight="600">Out: points of it are images again</text>
${map()}
${row("averages of ten clusters, labels unseen", averages, 76)}
${row("a path from a 3 to an 8", path, 232)}
${row("new threes, each between two known ones", made, 342)}
</svg>
`;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "digits.svg"), svg);
