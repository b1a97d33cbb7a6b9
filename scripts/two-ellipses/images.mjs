import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { imageMeasure, parseMatMatrix } from "../../dist/loaders/index.js";
import { normalise } from "../../dist/src/index.js";
import { exponential } from "../../dist/src/numeric/elementary.js";

/** The published images: 64 x 64 pixels, both ellipses together of the area of two discs of radius 5. */
const SIZE = 64;
const RADIUS = 5;
/** Half a pixel off the symmetric place, and a little: ties between transports are fewer. */
const OFFSET = -0.45;
/** A pixel is the share of so many squared places in it that lie in an ellipse. */
const PLACES = 10;
/** Share of the left ellipse in all mass, and logarithm of the width of the left one over its height: lowest and highest. */
const SHARES = [0.475, 0.525];
const ELONGATIONS = [-0.3, 0.3];

/**
 * Images of two ellipses side by side, the right one as tall as the left one is wide and the other way round. A design
 * without chance: each of so many shares of mass meets each of so many elongations. Masses are areas.
 *
 * @returns measures of mass 1, and the mean of the images, lengths in pixels.
 */
export function drawnImages({ shares = 8, elongations = 8, size = SIZE } = {}) {
  const images = levels(ELONGATIONS, elongations).flatMap((elongation) =>
    levels(SHARES, shares).map((share) => drawnImage(share, elongation, size)),
  );
  const unit = images.map(({ cols, rows, data }) => {
    const mass = data.reduce((sum, value) => sum + value, 0);
    return { cols, rows, data: data.map((value) => value / mass) };
  });
  const mean = unit[0].data.map((_, p) => unit.reduce((sum, { data }) => sum + data[p], 0) / unit.length);
  return { items: unit.map(measureOf), mean: measureOf({ cols: size, rows: size, data: mean }) };
}

/**
 * The published images, from a folder of MATLAB files of which each holds one matrix: mean.mat, and the others in their order.
 *
 * @returns as `drawnImages`.
 */
export function publishedImages(folder) {
  const read = (name) => measureOf(parseMatMatrix(readFileSync(join(folder, name)), { file: name }));
  const names = readdirSync(folder).filter((name) => /^sample.*\.mat$/.test(name));
  return { items: names.sort().map(read), mean: read("mean.mat") };
}

function measureOf({ cols, rows, data }) {
  return normalise(
    imageMeasure(data, { width: cols, height: rows }, { file: "images", place: "two ellipses" }),
  );
}

function drawnImage(share, elongation, size) {
  const scale = size / SIZE;
  const row = size / 2 + OFFSET;
  const ellipses = [
    { row, column: size / 4 + OFFSET, part: share, stretch: exponential(elongation / 2) },
    { row, column: (3 * size) / 4 + OFFSET, part: 1 - share, stretch: exponential(-elongation / 2) },
  ].map(({ part, stretch, ...centre }) => {
    const radius = RADIUS * scale * Math.sqrt(2 * part);
    return { ...centre, across: radius * stretch, along: radius / stretch };
  });
  const data = new Float64Array(size * size);
  for (let p = 0; p < data.length; p++) {
    data[p] = ellipses.reduce((sum, ellipse) => sum + coverage(ellipse, Math.floor(p / size), p % size), 0);
  }
  return { cols: size, rows: size, data };
}

function coverage({ row, column, across, along }, r, c) {
  let inside = 0;
  for (let p = 0; p < PLACES; p++) {
    for (let q = 0; q < PLACES; q++) {
      const x = (c - 0.5 + (p + 0.5) / PLACES - column) / across;
      const y = (r - 0.5 + (q + 0.5) / PLACES - row) / along;
      if (x * x + y * y < 1) inside++;
    }
  }
  return inside / (PLACES * PLACES);
}

function levels([low, high], count) {
  return Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
}
