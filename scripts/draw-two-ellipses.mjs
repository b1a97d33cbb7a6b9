/**
 * The example of docs/two-ellipses.md: prints its numbers and draws its pictures.
 *
 *   npm run build && node scripts/draw-two-ellipses.mjs [--data FOLDER] [--out FOLDER] [--scales]
 *
 * --data: the published images (sample_000.mat, ..., mean.mat) in place of drawn ones; then pictures are drawn only if --out
 *   says where they go, which is docs/two-ellipses for drawn images.
 * --scales: also the table of other length scales, which takes ten times as long.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createPool, defaultMetric, hkMetric, seededRandom, w2Metric } from "../dist/src/index.js";
import { coordinatesPicture, variancePicture } from "./two-ellipses/coordinates-pictures.mjs";
import { drawnImages, publishedImages } from "./two-ellipses/images.mjs";
import { imagesPicture } from "./two-ellipses/images-picture.mjs";
import { factsOf, tangentPca } from "./two-ellipses/modes.mjs";
import { movesPicture, walksPicture } from "./two-ellipses/modes-pictures.mjs";
import { modesTable, nameOf, numbersTable, scalesTable } from "./two-ellipses/tables.mjs";

/** Of the published example, in pixels. */
const KAPPA = 5;
/** Other scales. */
const KAPPAS = [1, 2, 5, 10, 20, 64, 400];

const { values: options } = parseArgs({
  options: { data: { type: "string" }, out: { type: "string" }, scales: { type: "boolean" } },
});
const isDrawn = options.data === undefined;
const images = isDrawn ? drawnImages() : publishedImages(options.data);
const facts = factsOf(images);
const pool = await createPool();
const runsOf = async (metrics) => {
  const runs = [];
  for (const metric of metrics) runs.push(await tangentPca(pool, images, metric));
  return runs;
};

const runs = await runsOf([hkMetric(KAPPA), w2Metric]);
const byDefault = ["hk", "opt"].map((name) => defaultMetric(name, images.items, seededRandom(0)));
const parts = [
  `${images.items.length} ${isDrawn ? "drawn" : "published"} images; default scales: ${byDefault.map(nameOf).join("; ")}`,
  numbersTable(runs, facts),
  modesTable(runs, facts),
];
if (options.scales) {
  parts.push(scalesTable(await runsOf([...KAPPAS.map(hkMetric), w2Metric, byDefault[1]]), facts));
}
await pool.close();
process.stdout.write(`${parts.join("\n\n")}\n`);

const folder = options.out ?? (isDrawn ? join(import.meta.dirname, "..", "docs", "two-ellipses") : undefined);
if (folder !== undefined) {
  const pictures = {
    images: imagesPicture(images, facts),
    variance: variancePicture(runs, facts),
    coordinates: coordinatesPicture(runs, facts),
    walks: walksPicture(images, runs, facts),
    moves: movesPicture(images, runs),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, `${name}.svg`), svg);
}
