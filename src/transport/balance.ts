import { MeasureError, ShapeError } from "../errors.js";
import { type Measure, totalMass } from "../measure/measure.js";
import { compensatedSum } from "../numeric/sum.js";

/** Relative difference of total masses that passes as rounding; anything larger is a question of modelling. */
const MASS_TOLERANCE = 1e-9;

/** Are the total masses the same up to rounding (1e-9 relative)? Balanced transport needs that. O(n + m) time. */
export function equalMasses(a: Measure, b: Measure): boolean {
  const mass = totalMass(a);
  const other = totalMass(b);
  return Math.abs(mass - other) <= MASS_TOLERANCE * Math.max(mass, other);
}

/**
 * Can one measure be transported to the other?
 *
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9.
 */
export function requireBalanced(source: Measure, target: Measure): void {
  if (source.dim !== target.dim) {
    throw new ShapeError(
      `the source has dimension ${source.dim}, the target has dimension ${target.dim}; they must be equal`,
      { expected: source.dim, found: target.dim },
    );
  }
  if (!equalMasses(source, target)) {
    const mass = totalMass(source);
    const other = totalMass(target);
    throw new MeasureError(
      `the source has mass ${mass}, the target has mass ${other}; balanced transport needs equal masses: ` +
        "use normalise(mu) on both, or --normalise mass on the command line",
      { value: other },
    );
  }
}

/**
 * What the source weighs more than the target, relative to the target: balanced transport understands the target's
 * masses as b_j (1 + excess). From one compensated sum, so a difference far below the rounding of either mass is seen.
 */
export function relativeExcess(source: Measure, target: Measure): number {
  const terms = new Float64Array(source.count + target.count);
  terms.set(source.weights);
  target.weights.forEach((b, j) => {
    terms[source.count + j] = -b;
  });
  return compensatedSum(terms) / totalMass(target);
}
