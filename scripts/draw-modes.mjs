/**
 * The pictures of docs/modes.md, taken from the page of the command, and what the command prints.
 *
 *   npm run build && node scripts/draw-modes.mjs [--out FOLDER]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { modes } from "../dist/pipelines/index.js";

const root = join(import.meta.dirname, "..");
const { values: given } = parseArgs({
  options: { out: { type: "string" }, data: { type: "string" } },
});
const folder = given.out ?? join(root, "docs", "modes");
const path = join(given.data ?? join(root, "data"), "apes");

/** Name of the file, and the title of the figure whose first picture it is. */
const PICTURES = {
  arrows: "One standard deviation of mode 1",
  importance: "Importance of each reference point",
};

const outcome = await modes({ path, align: "rigid", label: "genus" });
process.stdout.write(`${outcome.text}\n`);
const page = (await outcome.render()).find(({ name }) => name === "report.html").bytes;
mkdirSync(folder, { recursive: true });
for (const [name, title] of Object.entries(PICTURES)) {
  writeFileSync(join(folder, `${name}.svg`), `${onPaper(firstPicture(title))}\n`);
}

function firstPicture(title) {
  const figure = page.indexOf(`<p class="figure-title">${title}</p>`);
  if (figure < 0) throw new Error(`the page has no figure "${title}"`);
  const start = page.indexOf("<svg", figure);
  return page.slice(start, page.indexOf("</svg>", start) + "</svg>".length);
}

/** A page brings its own paper, a picture alone has none. */
function onPaper(svg) {
  const body = svg.indexOf(">") + 1;
  return `${svg.slice(0, body)}<rect width="100%" height="100%" fill="#ffffff"/>${svg.slice(body)}`;
}
