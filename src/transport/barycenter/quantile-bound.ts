import { type Measure, massive, totalMass } from "../../measure/measure.js";
import { argsort } from "../../numeric/argsort.js";
import { type Shares, shareOf } from "../shares.js";

/** Intervals of the quantile functions; more would find more of the bound in proportion to 1 / INTERVALS^2. */
const INTERVALS = 256;

/**
 * Lower bound of min over nu of sum_s lambda_s W2^2(nu, mu_s), measures of mass 1, from their coordinates alone.
 *
 * |x - y|^2 is the sum over the axes, and on each axis the barycentre is known: its quantile function is the mean of
 * theirs. So the bound is sum over axes of sum_s lambda_s |Q_s - mean Q|^2, here of the means of the quantile functions
 * over 256 equal intervals, which by Jensen's inequality is no more. It holds what the means say, and is near to the
 * minimum for measures that differ by shifts and by stretching along the axes.
 *
 * Rounding: each interval mean is known to `doubt`, which is taken off the distances.
 *
 * O(sum n_s d log n_s) time, O(N + sum n_s) memory.
 */
export function quantileBound(measures: readonly Measure[], shares: Shares): number {
  const clouds = measures.map((mu) => massive(mu).measure);
  const { dim } = measures[0]!;
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += axisBound(clouds, shares, k);
  return (1 - (dim + 2) * Number.EPSILON) * sum;
}

function axisBound(clouds: readonly Measure[], shares: Shares, axis: number): number {
  const origin = clouds[0]!.points[axis]!;
  let doubt = 0;
  const rows = clouds.map((mu) => {
    const means = new Float64Array(INTERVALS);
    const largest = intervalMeansInto(means, mu, axis, origin);
    // running sums of n masses, then two ends of an interval, each off by n roundings of the largest coordinate
    doubt = Math.max(doubt, 8 * INTERVALS * (mu.count + clouds.length + 4) * Number.EPSILON * largest);
    return means;
  });
  let sum = 0;
  for (let r = 0; r < INTERVALS; r++) {
    let mean = 0;
    rows.forEach((row, s) => {
      mean += shareOf(shares, s, row[r]!);
    });
    rows.forEach((row, s) => {
      const apart = Math.max(0, Math.abs(row[r]! - mean) - 2 * doubt);
      sum += shareOf(shares, s, apart * apart);
    });
  }
  return ((1 - 2 * (rows.length * INTERVALS + 4) * Number.EPSILON) * sum) / INTERVALS;
}

/** Means of the quantile function of a coordinate, minus origin, over equal intervals; gives the largest modulus. */
function intervalMeansInto(means: Float64Array, mu: Measure, axis: number, origin: number): number {
  const { weights, count, dim } = mu;
  const values = new Float64Array(count);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    values[i] = mu.points[i * dim + axis]! - origin;
    largest = Math.max(largest, Math.abs(values[i]!));
  }
  const mass = totalMass(mu);
  const order = argsort(values);
  let at = 0;
  let r = 0;
  for (let p = 0; p < count; p++) {
    const i = order[p]!;
    const end = p === count - 1 ? 1 : Math.min(1, at + weights[i]! / mass);
    for (; r < INTERVALS - 1 && end > (r + 1) / INTERVALS; r++) {
      means[r]! += INTERVALS * ((r + 1) / INTERVALS - at) * values[i]!;
      at = (r + 1) / INTERVALS;
    }
    means[r]! += INTERVALS * (end - at) * values[i]!;
    at = end;
  }
  return largest;
}
