import type { Cost } from "../../measure/cost.js";
import { type Measure, selectPoints } from "../../measure/measure.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import type { UnbalancedProblem } from "./problem.js";

/** The part of a problem that mass can be moved in, and the places of its points in the whole. */
export interface Reachable {
  readonly problem: UnbalancedProblem;
  readonly sources: Int32Array;
  readonly targets: Int32Array;
}

/**
 * The points that have mass and that reach mass of the other side at finite cost. All others keep their potential:
 * Infinity, or none if they have no mass. O(n + m); for a cost that may be infinite O(n m d) at worst.
 */
export function reachable(problem: UnbalancedProblem): Reachable {
  const { source, target, cost } = problem;
  const limit = finiteBelow(cost);
  const sources = reaching(source, target, limit);
  const targets = reaching(target, source, limit);
  return {
    problem: { ...problem, source: selectPoints(source, sources), target: selectPoints(target, targets) },
    sources,
    targets,
  };
}

/** Squared distances below this have a finite cost, whatever the rounding. */
function finiteBelow(cost: Cost): number {
  if (cost.name === "squared-euclidean") return Infinity;
  const quarter = (Math.PI / 2) * cost.kappa;
  return (1 - 1e-12) * quarter * quarter;
}

function reaching(from: Measure, to: Measure, limit: number): Int32Array {
  const massive = Int32Array.from(to.weights.keys()).filter((j) => to.weights[j]! > 0);
  const isNear = (i: number): boolean =>
    limit === Infinity ||
    massive.some((j) => squaredDistance(from.points, i, to.points, j, from.dim) < limit);
  return Int32Array.from(from.weights.keys()).filter((i) => from.weights[i]! > 0 && isNear(i));
}

/** Values at some places of an array of the given length, `other` elsewhere. */
export function spread(
  values: Float64Array,
  places: Int32Array,
  length: number,
  other: number,
): Float64Array {
  const result = new Float64Array(length).fill(other);
  places.forEach((place, p) => {
    result[place] = values[p]!;
  });
  return result;
}
