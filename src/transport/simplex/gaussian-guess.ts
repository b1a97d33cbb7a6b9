import type { SimplexProblem } from "./problem.js";

/** Variance, in units of the largest cost, below which a cloud has no extent in that direction. */
const FLAT = 1e-20;

/**
 * Source potential of the map between the Gaussians of the same axis-parallel variances: with both clouds centred,
 * f(x) = sum_k (1 - sd_k(y) / sd_k(x)) x_k^2. O((n + m) d).
 */
export function gaussianGuess(
  { x, y, dim, supply, demand, largestCost }: SimplexProblem,
  f: Float64Array,
): void {
  const own = secondMoments(x, supply, dim);
  const other = secondMoments(y, demand, dim);
  let total = 0;
  for (let i = 0; i < supply.length; i++) total += supply[i]!;
  const flat = FLAT * largestCost * total;
  const stretch = own.map((value, k) => (value > flat ? 1 - Math.sqrt(other[k]! / value) : 0));
  for (let i = 0, p = 0; i < supply.length; i++) {
    let sum = 0;
    for (let k = 0; k < dim; k++, p++) sum += stretch[k]! * x[p]! * x[p]!;
    f[i] = sum;
  }
}

function secondMoments(points: Float64Array, masses: Float64Array, dim: number): Float64Array {
  const moments = new Float64Array(dim);
  for (let i = 0, p = 0; i < masses.length; i++) {
    for (let k = 0; k < dim; k++, p++) moments[k]! += masses[i]! * points[p]! * points[p]!;
  }
  return moments;
}
