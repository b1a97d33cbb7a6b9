import { ShapeError } from "../../errors.js";
import { type Measure, moments } from "../../measure/measure.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";

/** Told the shares of query point i, of sum 1; they are valid during the call. */
export type VisitShares = (i: number, shares: Float64Array, costs: Float64Array) => void;

/** Exponents below this give shares that vanish beside the largest. */
const NEGLIGIBLE = -45;

/**
 * Shares of query points among the points of a target: proportional to b_j exp((g_j - |x - y_j|^2) / epsilon). O(N d) time
 * a query, O(N) memory.
 */
export function softShares({ points: y, weights, count, dim }: Measure, epsilon: number) {
  const shares = new Float64Array(count);
  const costs = new Float64Array(count);
  const entropy = weights.map((b) => epsilon * logarithm(b));
  const excess = (j: number, g: Float64Array): number => costs[j]! - g[j]! - entropy[j]!;
  return (queries: Float64Array, g: Float64Array, visit: VisitShares): void => {
    for (let i = 0; i < queries.length / dim; i++) {
      squaredDistancesInto(queries, i, y, count, dim, costs, 0);
      let least = Infinity;
      for (let j = 0; j < count; j++) least = Math.min(least, excess(j, g));
      let sum = 0;
      for (let j = 0; j < count; j++) {
        const exponent = (least - excess(j, g)) / epsilon;
        const share = exponent > NEGLIGIBLE ? exponential(exponent) : 0;
        shares[j] = share;
        sum += share;
      }
      for (let j = 0; j < count; j++) shares[j]! /= sum;
      visit(i, shares, costs);
    }
  };
}

/** Part of the largest cost below which doubles do not resolve the exponents cost / epsilon. */
const SMALLEST_PART = 1e-12;
/** Products of this with a logarithm are finite. */
const LARGEST = 1e300;

/**
 * Can shares be computed for this epsilon > 0? @param points of the law, moved over the target.
 *
 * @throws ShapeError if an epsilon above 0 is too small beside the squared distances, naming one that works, or above 1e300.
 */
export function requireResolved(epsilon: number, points: Float64Array, target: Measure): void {
  const { mean } = moments(target);
  const reach = farthest(points, mean) + farthest(target.points, mean);
  const works = SMALLEST_PART * reach * reach;
  if (epsilon >= works && epsilon <= LARGEST) return;
  throw new ShapeError(
    `epsilon is ${epsilon}, costs go up to ${reach * reach}: doubles do not resolve cost / epsilon; an epsilon from ` +
      `${works} to ${LARGEST} works, and so does 0, for cells with sharp borders`,
    { expected: works, found: epsilon },
  );
}

function farthest(points: Float64Array, centre: Float64Array): number {
  const { length: dim } = centre;
  let largest = 0;
  for (let p = 0; p < points.length; p += dim) {
    let square = 0;
    for (let k = 0; k < dim; k++) square += (points[p + k]! - centre[k]!) * (points[p + k]! - centre[k]!);
    largest = Math.max(largest, square);
  }
  return Math.sqrt(largest);
}
