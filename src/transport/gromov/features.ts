import { MeasureError, ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { costRounding } from "../c-transform.js";

/** The linear part of a fused problem. */
export interface Features {
  /** M, n x m. */
  readonly costs: Float64Array;
  /** The largest modulus of a cost. */
  readonly largest: number;
  /** Relative error of the costs as computed; 0 for costs that were given. */
  readonly rounding: number;
}

/**
 * |x_i - y_j|^2 of the points. O(n m d) time.
 *
 * @throws ShapeError if the dimensions differ; MeasureError if a squared distance overflows.
 */
export function squaredDistanceFeatures(source: Measure, target: Measure): Features {
  const { count: n, dim } = source;
  const m = target.count;
  if (dim !== target.dim) {
    throw new ShapeError(
      `the source has dimension ${dim}, the target has dimension ${target.dim}; their points have no distance: give a ` +
        "matrix of features, or use gromovWasserstein",
      { expected: dim, found: target.dim },
    );
  }
  const costs = new Float64Array(n * m);
  for (let i = 0; i < n; i++) squaredDistancesInto(source.points, i, target.points, m, dim, costs, i * m);
  return { costs, largest: largestModulus(costs, m), rounding: costRounding(dim) };
}

/** @throws ShapeError unless there are n x m costs; MeasureError if one is not finite. */
export function givenFeatures(costs: Float64Array, n: number, m: number): Features {
  if (costs.length !== n * m) {
    throw new ShapeError(
      `${costs.length} costs of features for ${n} x ${m} points; give an n x m matrix, row after row`,
      { expected: n * m, found: costs.length },
    );
  }
  return { costs, largest: largestModulus(costs, m), rounding: 0 };
}

function largestModulus(costs: Float64Array, m: number): number {
  let largest = 0;
  for (let p = 0; p < costs.length; p++) {
    const value = costs[p]!;
    if (!Number.isFinite(value)) {
      throw new MeasureError(
        `the cost between features of points ${Math.floor(p / m)} and ${p % m} is ${value}; costs must be finite numbers`,
        { index: p, value },
      );
    }
    largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}
