/**
 * The picture of docs/generation.md: threes that are there, and threes that were made of them.
 *
 *   npm run build && node scripts/draw-generation.mjs [--out FOLDER]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseMeasureCsv, pixelMasses } from "../dist/loaders/index.js";
import { loadDataset } from "../dist/loaders/node.js";
import { generate } from "../dist/pipelines/index.js";

const DIGITS = "data/digits";
const CLASS = "3";
const COUNT = 10;
/** Pixels of the picture: side of a pixel of a digit, room between digits, and for the names of rows. */
const UNIT = 6;
const GAP = 8;
const NAMES = 168;
/** Steps of grey. */
const LEVELS = 16;

const WAYS = [
  { name: "mix of two", how: "mix", parents: 2 },
  { name: "mix of all 183", how: "mix", parents: 183 },
  { name: "normal law", how: "gaussian" },
  { name: "between 3 and 8", how: "between", to: "8" },
];

async function made({ name: _, ...way }) {
  const outcome = await generate({
    path: DIGITS,
    class: CLASS,
    count: COUNT,
    model: "lda",
    pairs: 5,
    ...way,
  });
  const files = (await outcome.render()).filter(({ name }) => /^generated-\d+\.csv$/.test(name));
  return files.map(({ bytes }) => parseMeasureCsv(bytes).measure);
}

function digit(measure, size, left, top) {
  const masses = pixelMasses(measure, size);
  const most = masses.reduce((a, b) => Math.max(a, b), 0);
  const paths = Array.from({ length: LEVELS }, () => "");
  masses.forEach((mass, p) => {
    const level = Math.round((LEVELS * mass) / most);
    if (level === 0) return;
    const [x, y] = [left + UNIT * (p % size.width), top + UNIT * Math.floor(p / size.width)];
    paths[level - 1] += `M${x} ${y}h${UNIT}v${UNIT}h-${UNIT}z`;
  });
  const fills = paths.flatMap((path, level) => {
    if (path === "") return [];
    const shade = Math.round(255 - (255 - 35) * ((level + 1) / LEVELS));
    return [`<path fill="rgb(${shade},${shade},${shade})" d="${path}"/>`];
  });
  const [width, height] = [UNIT * size.width, UNIT * size.height];
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="#d0d7de"/>${fills.join("")}`;
}

const { values: options } = parseArgs({ options: { out: { type: "string", default: "docs/generation" } } });
const { collection } = await loadDataset(DIGITS);
const size = { width: collection.item.width, height: collection.item.height };
const labels = collection.attributes.find(({ name }) => name === "label").values;
const known = collection.measures.filter((_, s) => labels[s] === CLASS).slice(0, COUNT);
const rows = [{ name: "known threes", measures: known }];
for (const way of WAYS) rows.push({ name: way.name, measures: await made(way) });

const pitch = { x: UNIT * size.width + GAP, y: UNIT * size.height + GAP };
const [width, height] = [NAMES + COUNT * pitch.x, rows.length * pitch.y + GAP];
const body = rows.map(({ name, measures }, r) => {
  const top = GAP + r * pitch.y;
  const text = `<text x="${GAP}" y="${top + pitch.y / 2}">${name}</text>`;
  return text + measures.map((mu, c) => digit(mu, size, NAMES + c * pitch.x, top)).join("");
});
const title = "Threes that are there, and threes that were made of them in four ways";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="15" fill="#1f2328"><title>${title}</title><rect width="${width}" height="${height}" fill="#ffffff"/>
${body.join("\n")}
</svg>
`;
mkdirSync(options.out, { recursive: true });
writeFileSync(join(options.out, "threes.svg"), svg);
