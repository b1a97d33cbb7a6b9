/**
 * Draws the pictures of docs/exact-transport.md, each from a real run on seeded clouds.
 *
 *   npm run draw [-- FOLDER]
 *
 * FOLDER: where they go, default docs/exact-transport. The library is taken from dist; the same code gives the same files.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { densePictures } from "./exact-transport/dense-pictures.mjs";
import { largePictures } from "./exact-transport/large-pictures.mjs";
import {
  certificatePicture,
  framePicture,
  linePicture,
  problemPicture,
} from "./exact-transport/problem-pictures.mjs";

const [folder = join(import.meta.dirname, "..", "docs", "exact-transport")] = process.argv.slice(2);
const pictures = {
  problem: problemPicture(),
  frame: framePicture(),
  line: linePicture(),
  ...densePictures(),
  ...largePictures(),
  certificate: certificatePicture(),
};

mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, `${name}.svg`), svg);
