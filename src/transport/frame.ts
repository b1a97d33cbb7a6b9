import { MeasureError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { squaredNorm } from "../numeric/squared-distance.js";
import { compensatedSum } from "../numeric/sum.js";
import type { Potentials } from "./potentials.js";

/**
 * Coordinates in which two clouds are centred, each on its own mean, and of size about 1.
 *
 * x = meanX + scale x' and y = meanY + scale y' give, with D = meanX - meanY,
 *
 *   |x - y|^2 = scale^2 |x' - y'|^2 + 2 scale <x', D> - 2 scale <y', D> + |D|^2,
 *
 * where all terms but the first belong to one point alone: they do not change which plan is optimal, and no
 * common offset, however large, costs digits. `scale` is a power of two, so dividing by it is exact.
 */
export interface Frame {
  readonly dim: number;
  readonly scale: number;
  /** Centred and scaled coordinates, row-major. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The terms of one point alone: c = scale^2 c' + shiftX[i] + shiftY[j]. */
  readonly shiftX: Float64Array;
  readonly shiftY: Float64Array;
  /** Upper bound of |x' - y'|^2. */
  readonly largestCost: number;
  /** |D|^2, which no plan can beat. */
  readonly betweenMeans: number;
  /** Upper bound of |x - y|^2, whatever the rounding. */
  readonly farthest: number;
}

/**
 * The common frame of two clouds of one dimension. O((n + m) d) time and memory.
 *
 * @throws MeasureError if squared distances, or their sum over the mass, are not finite numbers.
 */
export function commonFrame(source: Measure, target: Measure): Frame {
  const { dim } = source;
  const meanX = weightedMean(source);
  const meanY = weightedMean(target);
  const offset = meanX.map((value, k) => value - meanY[k]!);
  const x = centred(source, meanX);
  const y = centred(target, meanY);
  const reach = largestNorm(x, dim) + largestNorm(y, dim) + Math.sqrt(squaredNorm(offset, 0, dim));
  requireFinite(reach, compensatedSum(source.weights));
  const scale = powerOfTwoAbove(Math.max(largestEntry(x), largestEntry(y)));
  const perScale = 1 / scale; // exact, like the products with it
  for (let p = 0; p < x.length; p++) x[p]! *= perScale;
  for (let p = 0; p < y.length; p++) y[p]! *= perScale;
  const betweenMeans = squaredNorm(offset, 0, dim);
  return {
    dim,
    scale,
    x,
    y,
    shiftX: shifts(x, offset, betweenMeans / 2, 2 * scale),
    shiftY: shifts(y, offset, betweenMeans / 2, -2 * scale),
    largestCost: (largestNorm(x, dim) + largestNorm(y, dim)) ** 2,
    betweenMeans,
    farthest: (1 + (dim + 8) * Number.EPSILON) * reach * reach,
  };
}

/** Potentials of |x - y|^2 from those of |x' - y'|^2. */
export function potentialsFromFrame(frame: Frame, { f, g }: Potentials): Potentials {
  return { f: unframed(f, frame.shiftX, frame), g: unframed(g, frame.shiftY, frame) };
}

function unframed(values: Float64Array, shift: Float64Array, frame: Frame): Float64Array {
  return values.map((value, i) => outOfFrame(frame, value, shift[i]!));
}

/** One value of a potential of |x - y|^2 from that of |x' - y'|^2 and the shift of its point. */
export function outOfFrame({ scale }: Frame, value: number, shift: number): number {
  return scale * scale * value + shift;
}

/** constant + factor <x_i, offset> for each point. */
function shifts(points: Float64Array, offset: Float64Array, constant: number, factor: number): Float64Array {
  const { length: dim } = offset;
  const result = new Float64Array(points.length / dim);
  for (let i = 0; i < result.length; i++) result[i] = constant + factor * dot(points, i, offset);
  return result;
}

/** Mean about the first point, so that a large common offset costs no digits. */
function weightedMean({ points, weights, count, dim }: Measure): Float64Array {
  const mass = compensatedSum(weights);
  const mean = new Float64Array(dim);
  for (let i = 0; i < count; i++) {
    const share = weights[i]! / mass;
    for (let k = 0; k < dim; k++) mean[k]! += share * (points[i * dim + k]! - points[k]!);
  }
  return mean.map((value, k) => value + points[k]!);
}

function centred({ points, dim }: Measure, mean: Float64Array): Float64Array {
  const moved = new Float64Array(points.length);
  for (let p = 0, k = 0; p < points.length; p++) {
    moved[p] = points[p]! - mean[k]!;
    if (++k === dim) k = 0;
  }
  return moved;
}

function requireFinite(reach: number, mass: number): void {
  const bound = 4 * reach * reach; // room for sums of a few such terms
  if (!Number.isFinite(bound) || !Number.isFinite(bound * mass)) {
    throw new MeasureError(
      `points lie up to ${reach} apart and carry mass ${mass}: the squared distances overflow; ` +
        "choose a larger unit of length or divide the weights",
      { value: reach },
    );
  }
}

/** Exponents below this leave no room for squares of what is divided. */
const SMALLEST_SCALE = 2 ** -1000;

/** The least power of two that is not below a size; 1 when all points of a cloud coincide. By products: exact anywhere. */
function powerOfTwoAbove(size: number): number {
  let power = 1;
  while (power < size) power *= 2;
  if (size > 0) while (power / 2 >= size && power > SMALLEST_SCALE) power /= 2;
  return power;
}

function largestEntry(values: Float64Array): number {
  let largest = 0;
  for (let p = 0; p < values.length; p++) largest = Math.max(largest, Math.abs(values[p]!));
  return largest;
}

function largestNorm(points: Float64Array, dim: number): number {
  let largest = 0;
  for (let i = 0; i * dim < points.length; i++) {
    largest = Math.max(largest, squaredNorm(points, i, dim)); // NaN, from infinite differences, stays
  }
  return Math.sqrt(largest);
}

function dot(points: Float64Array, i: number, vector: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += points[i * vector.length + k]! * vector[k]!;
  return sum;
}
