import { ShapeError } from "../errors.js";
import { exponential } from "../numeric/elementary.js";
import { type Matrix, matrix } from "../numeric/matrix.js";

/** Turns distances of items into what a test compares within and between groups. */
export type Dissimilarity = (distances: Matrix) => Matrix;

/**
 * What can be compared, by name. Each is of negative type on distances of a Hilbert space, LOT and sliced distances among
 * them, so that its mean between two laws less those within is never negative; for the first two it is 0 for equal laws only.
 *
 * - energy: d. Székely and Rizzo 2013.
 * - mmd: 1 - exp(-d^2 / (2 s^2)), half the squared distance in the feature space of a Gaussian kernel, s being the median of
 *   all distances. Gretton et al. 2012; that the two are one family: Sejdinovic et al. 2013.
 * - variance: d^2, the analysis of variance of distances. It sees means only. Anderson 2001.
 */
export const DISSIMILARITIES = {
  energy: ({ rows, cols, data }) => matrix(rows, cols, data.slice()),
  mmd: (distances) => {
    const width = kernelWidth(distances);
    return mapped(distances, (d) => (width === 0 ? 0 : 1 - exponential(-(d * d) / (2 * width * width))));
  },
  variance: (distances) => mapped(distances, (d) => d * d),
} as const satisfies Record<string, Dissimilarity>;

export type DissimilarityName = keyof typeof DISSIMILARITIES;

function mapped({ rows, cols, data }: Matrix, value: (distance: number) => number): Matrix {
  return matrix(rows, cols, data.map(value));
}

/** The median of the distances between different items; where that is 0, most being copies, their root mean square. */
function kernelWidth({ rows, data }: Matrix): number {
  const between: number[] = [];
  for (let a = 0; a < rows; a++) for (let b = 0; b < a; b++) between.push(data[a * rows + b]!);
  if (between.length === 0) return 0;
  const sorted = Float64Array.from(between).sort();
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  if (median > 0) return median;
  return Math.sqrt(sorted.reduce((sum, d) => sum + d * d, 0) / sorted.length);
}

/** Beyond this a sum of squares of distances may overflow. */
const LARGEST_DISTANCE = 1e150;

/** @throws ShapeError unless the matrix is square, symmetric, finite and not negative, with a diagonal of 0. */
export function requireDistances({ rows, cols, data }: Matrix): void {
  if (rows !== cols || rows === 0) {
    throw new ShapeError(`a distance matrix is square and not empty, got ${rows} x ${cols}`, {
      expected: rows,
      found: cols,
    });
  }
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b <= a; b++) {
      const value = data[a * rows + b]!;
      const isFine = a === b ? value === 0 : value >= 0 && value <= LARGEST_DISTANCE;
      if (isFine && value === data[b * rows + a]) continue;
      throw new ShapeError(
        `distances (${a}, ${b}) and (${b}, ${a}) are ${value} and ${data[b * rows + a]}; they must be equal, at least 0, at ` +
          `most ${LARGEST_DISTANCE}, and 0 from an item to itself`,
        { found: String(value) },
      );
    }
  }
}
