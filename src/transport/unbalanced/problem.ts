import { MeasureError } from "../../errors.js";
import { costFunction } from "../../measure/cost.js";
import { commonDimension, type Measure, totalMass } from "../../measure/measure.js";
import { type Relaxation, type RelaxationOptions, relaxationOf } from "./relaxation.js";

/** min over plans p >= 0 of  <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b). */
export interface UnbalancedProblem extends Relaxation {
  readonly source: Measure;
  readonly target: Measure;
  /** An upper bound of the finite costs between two points, or, if that is less, of those that matter for a plan. */
  readonly costScale: number;
  /** sqrt(mass a * mass b), the mass of the reference measure of the entropy; of the whole measures, where these are parts. */
  readonly referenceMass: number;
}

/** Over costs of more than this many rho hardly any mass moves: at most exp(-1/2) to the power of it, relatively. */
const FAR = 8;

/**
 * @throws ShapeError if dimensions differ or the relaxation is not one; MeasureError if squared distances, or strength
 *   times mass, overflow.
 */
export function unbalancedProblem(
  source: Measure,
  target: Measure,
  options: RelaxationOptions,
): UnbalancedProblem {
  commonDimension([source, target]);
  const { cost, rho } = relaxationOf(options);
  const farthest = squaredDiagonal(source, target);
  requireFinite(farthest, rho, totalMass(source) + totalMass(target));
  const largest = costFunction(cost)(farthest);
  return {
    source,
    target,
    cost,
    rho,
    costScale: Math.min(largest, FAR * rho),
    referenceMass: Math.sqrt(totalMass(source)) * Math.sqrt(totalMass(target)),
  };
}

/** Squared diagonal of the box around both clouds, which no squared distance exceeds by more than rounding. */
function squaredDiagonal({ points: x, dim }: Measure, { points: y }: Measure): number {
  let sum = 0;
  for (let k = 0; k < dim; k++) {
    let least = Infinity;
    let most = -Infinity;
    for (const points of [x, y]) {
      for (let p = k; p < points.length; p += dim) {
        least = Math.min(least, points[p]!);
        most = Math.max(most, points[p]!);
      }
    }
    sum += (most - least) * (most - least);
  }
  return sum;
}

function requireFinite(farthest: number, rho: number, mass: number): void {
  if (!Number.isFinite(4 * farthest) || !Number.isFinite(4 * farthest * mass)) {
    throw new MeasureError(
      `points lie up to ${Math.sqrt(farthest)} apart and carry mass ${mass}: the squared distances overflow; ` +
        "choose a larger unit of length or divide the weights",
      { value: farthest },
    );
  }
  if (!Number.isFinite(4 * rho * mass)) {
    throw new MeasureError(
      `the strength ${rho} of the relaxation times the mass ${mass} overflows; choose a larger unit of length or ` +
        "divide the weights",
      { value: rho },
    );
  }
}
