import { cTransform } from "../c-transform.js";
import { type Clusters, coarsen } from "./coarsen.js";
import type { SimplexProblem } from "./problem.js";
import type { Tree } from "./tree.js";

/** Points per cluster of the coarser problem. */
const CLUSTER = 4;
/** A side with fewer points stays as it is; when both have fewer, a coarser problem would not pay. */
const SMALLEST_REFINED = 100;
/** Variance, in units of the largest cost, below which a cloud has no extent in that direction. */
const FLAT = 1e-20;
/** From here on clusters say too little about their points. */
const LARGEST_REFINED_DIM = 10;

/**
 * Source potentials to start from: those of a problem with about a quarter of the points, solved in the same
 * way and carried over by a c-transform, or a closed-form guess for small and for high-dimensional problems.
 */
export function startPotentials(
  problem: SimplexProblem,
  solveCoarse: (coarse: SimplexProblem) => Tree,
): Float64Array {
  const { x, y, dim, supply, demand } = problem;
  const few = Math.max(supply.length, demand.length) < SMALLEST_REFINED;
  if (few || dim > LARGEST_REFINED_DIM) return gaussianGuess(problem);
  const left = coarser(x, supply, dim);
  const right = coarser(y, demand, dim);
  const coarse = solveCoarse({
    ...problem,
    x: left.points,
    y: right.points,
    supply: left.masses,
    demand: right.masses,
  });
  return cTransform(right.points, coarse.potential.subarray(coarse.n), x, dim);
}

function coarser(points: Float64Array, masses: Float64Array, dim: number): Clusters {
  return masses.length < SMALLEST_REFINED ? { points, masses } : coarsen(points, masses, dim, CLUSTER);
}

/**
 * Potential of the map between the Gaussians of the same axis-parallel variances: with both clouds centred,
 * f(x) = sum_k (1 - sd_k(y) / sd_k(x)) x_k^2.
 */
function gaussianGuess({ x, y, dim, supply, demand, largestCost }: SimplexProblem): Float64Array {
  const stretch = new Float64Array(dim);
  const flat = FLAT * largestCost * supply.reduce((sum, units) => sum + units, 0);
  for (let k = 0; k < dim; k++) {
    const own = secondMoment(x, supply, k, dim);
    stretch[k] = own > flat ? 1 - Math.sqrt(secondMoment(y, demand, k, dim) / own) : 0;
  }
  return supply.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < dim; k++) sum += stretch[k]! * x[i * dim + k]! * x[i * dim + k]!;
    return sum;
  });
}

function secondMoment(points: Float64Array, masses: Float64Array, k: number, dim: number): number {
  let sum = 0;
  for (let i = 0; i < masses.length; i++) sum += masses[i]! * points[i * dim + k]! * points[i * dim + k]!;
  return sum;
}
