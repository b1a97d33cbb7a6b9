import { encode } from "fast-png";
import { ShapeError } from "../src/errors.js";
import type { Measure } from "../src/measure/measure.js";
import type { ImageSize } from "./image.js";

/** The brightest value of a pixel of 16 bits. */
const BRIGHTEST = 65535;

/**
 * A measure on the plane of an image as a PNG in grey, 16 bits a pixel: black where there is no mass, white in the pixel of
 * most mass, linear between. What the picture cannot keep: the masses themselves, only their ratios to the largest; and
 * places between pixels, see `pixelMasses`.
 *
 * @throws ShapeError if the points do not have two coordinates, or the size is not one of whole pixels.
 */
export function encodePng(mu: Measure, size: ImageSize): Uint8Array {
  const masses = pixelMasses(mu, size);
  const most = masses.reduce((a, b) => Math.max(a, b), 0);
  const data = Uint16Array.from(masses, (mass) => Math.round((BRIGHTEST * mass) / most));
  return encode({ width: size.width, height: size.height, channels: 1, depth: 16, data });
}

/**
 * Mass of each pixel, row by row from the top; the inverse of `imageMeasure`, which makes the point (column, height - 1 - row) of
 * a pixel. A point between pixels gives its mass to the four around it, by bilinear weights, so that the sum and the mean place
 * of the masses stay; one beyond the border is drawn at the nearest place of the border.
 *
 * O(n + width * height) time and memory.
 */
export function pixelMasses(mu: Measure, size: ImageSize): Float64Array {
  requirePlane(mu, size);
  const { width, height } = size;
  const masses = new Float64Array(width * height);
  for (let i = 0; i < mu.count; i++) {
    const column = within(mu.points[2 * i]!, width);
    const row = within(height - 1 - mu.points[2 * i + 1]!, height);
    for (const [r, part] of neighbours(row)) {
      for (const [c, share] of neighbours(column)) {
        if (part * share > 0) masses[r * width + c]! += mu.weights[i]! * part * share;
      }
    }
  }
  return masses;
}

/** The pixels before and after a place, with their shares; that of the one after is 0 at a whole place. */
function neighbours(place: number): readonly (readonly [number, number])[] {
  const before = Math.floor(place);
  const rest = place - before;
  return [
    [before, 1 - rest],
    [before + 1, rest],
  ];
}

function within(place: number, pixels: number): number {
  return Math.min(Math.max(place, 0), pixels - 1);
}

function requirePlane({ dim }: Measure, { width, height }: ImageSize): void {
  if (dim !== 2) {
    throw new ShapeError(`a picture needs points in the plane, these have ${dim} coordinates; write a CSV`, {
      expected: 2,
      found: dim,
    });
  }
  for (const pixels of [width, height]) {
    if (Number.isSafeInteger(pixels) && pixels > 0) continue;
    throw new ShapeError(`a picture of ${width} x ${height} pixels cannot be; give whole numbers above 0`, {
      found: pixels,
    });
  }
}
