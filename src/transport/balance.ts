import { MeasureError, ShapeError } from "../errors.js";
import { type Measure, totalMass } from "../measure/measure.js";

/** Relative difference of total masses that passes as rounding; anything larger is a question of modelling. */
const MASS_TOLERANCE = 1e-9;

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
  const mass = totalMass(source);
  const other = totalMass(target);
  if (Math.abs(mass - other) > MASS_TOLERANCE * Math.max(mass, other)) {
    throw new MeasureError(
      `the source has mass ${mass}, the target has mass ${other}; balanced transport needs equal masses: ` +
        "use normalise(mu) on both, or --normalise mass on the command line",
      { value: other },
    );
  }
}
