import { type Measure, measure } from "../src/measure/measure.js";
import { atPlace, formatError } from "./format-error.js";

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Image as a measure: pixel (row, column) is the point (column, height - 1 - row), so that y points up; its mass is
 * its intensity. The mass is kept, not normalised. Lengths are in pixels.
 *
 * Pixels of intensity 0 carry no mass and are left out: the one place where points of a file are dropped.
 *
 * @param pixels intensities, row by row from the top.
 * @param where file and place for errors.
 * @throws FormatError if an intensity is negative or not finite, or all are 0.
 */
export function imageMeasure(
  pixels: ArrayLike<number>,
  size: ImageSize,
  where: { readonly file: string; readonly place: string },
): Measure {
  const { width, height } = size;
  const points: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const intensity = pixels[row * width + column]!;
      if (intensity === 0) continue;
      if (!(intensity > 0 && intensity < Infinity)) throw badIntensity(intensity, row, column, where);
      points.push(column, height - 1 - row);
      weights.push(intensity);
    }
  }
  if (weights.length === 0) {
    throw formatError(
      where.file,
      where.place,
      "every pixel is 0; an image without mass is no measure, drop it",
    );
  }
  return atPlace(where.file, where.place, () => measure(points, { dim: 2, weights }));
}

function badIntensity(value: number, row: number, column: number, where: { file: string; place: string }) {
  return formatError(
    where.file,
    where.place,
    `pixel (row ${row}, column ${column}) is ${value}; intensities must be finite and at least 0`,
  );
}
