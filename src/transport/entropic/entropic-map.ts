import { ShapeError } from "../../errors.js";
import { barycentricProjection } from "../plan.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { softTransform } from "./soft-transform.js";
import { withMasses } from "./sweep.js";

/**
 * Entropic map, which sends any point to a mean of the target's points:
 *
 *   T(x) = sum_j y_j p(j | x),  p(j | x) proportional to b_j exp((g_j - c(x, y_j)) / epsilon).
 *
 * At the points of the source it is the barycentric projection of the plan; as epsilon falls and the clouds grow it
 * becomes the optimal map where there is one.
 *
 * @param points row-major, n x dim, in the coordinates of the points as given.
 * @returns their images, row-major, n x dim.
 * @throws ShapeError if the numbers do not fill whole points or are not finite.
 *
 * O(n m d) time, O((n + m) d) memory. Pooladian and Niles-Weed 2021, section 2.
 */
export function entropicMap(plan: EntropicPlan, points: ArrayLike<number>): Float64Array {
  const { y, dim, cost, epsilon, targetWeights, potentials, origins } = plan;
  requirePoints(points, dim);
  if (points.length === 0) return new Float64Array(0);
  const from = origins?.source ?? new Float64Array(dim);
  const to = origins?.target ?? new Float64Array(dim);
  const x = Float64Array.from(points, (value, p) => value - from[p % dim]!);
  const n = x.length / dim;
  const m = targetWeights.length;
  const h = withMasses(potentials.g, targetWeights, epsilon);
  const extended: EntropicPlan = {
    ...plan,
    x,
    sourceWeights: new Float64Array(n).fill(1),
    potentials: { f: softTransform({ x, y, dim, cost }, h, epsilon), g: potentials.g },
    shape: [n, m],
  };
  const images = barycentricProjection(extended, { points: y, weights: targetWeights, count: m, dim });
  for (let p = 0; p < images.length; p++) images[p]! += to[p % dim]!;
  return images;
}

function requirePoints(points: ArrayLike<number>, dim: number): void {
  if (points.length % dim !== 0) {
    throw new ShapeError(`${points.length} coordinates do not fill points of dimension ${dim}`, {
      expected: `a multiple of ${dim}`,
      found: points.length,
    });
  }
  for (let p = 0; p < points.length; p++) {
    if (!Number.isFinite(points[p]!)) {
      throw new ShapeError(`coordinate ${p} is ${points[p]}; coordinates must be finite`, {
        found: points[p]!,
      });
    }
  }
}
