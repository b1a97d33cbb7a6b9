import { geometryOf } from "../lot/geometries.js";
import type { Reference } from "../lot/reference.js";
import { type Tangent, tangentInner } from "../lot/tangent.js";

/** Squared length of a tangent vector, that of its singular mass included. O(reference points * dim). */
export function squaredLength(reference: Reference, tangent: Tangent): number {
  const { singularCost } = geometryOf(reference.metric);
  let sum = tangentInner(reference, tangent, tangent);
  for (const mass of tangent.singular?.weights ?? []) sum += singularCost(mass, 0);
  return sum;
}

/**
 * How far a tangent vector is from being the logarithm of the measure that it leads to: 1 - cost / squared length. 0 where it is
 * it. Above 0 the way along the vector is a detour: mass would reach the same places by less, paths cross, and no measure has
 * that vector. Differences up to rounding are 0.
 *
 * @param cost squared distance from the reference to `expMap(reference, tangent)`, by `metricCost`.
 * @param unit a squared length, that of the other vectors at hand: differences up to 1e-9 of it are rounding.
 */
export function detour(reference: Reference, tangent: Tangent, cost: number, unit = 0): number {
  const squared = squaredLength(reference, tangent);
  const difference = squared - cost;
  return difference > ROUNDING * Math.max(squared, unit) ? difference / squared : 0;
}

/** Of costs, which are sums of squares of differences. */
const ROUNDING = 1e-9;
