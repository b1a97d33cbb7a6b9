import type { Measure } from "../../measure/measure.js";
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
