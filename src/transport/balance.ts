import { MeasureError, ShapeError } from "../errors.js";
import { type Measure, totalMass } from "../measure/measure.js";
import { compensatedSum } from "../numeric/sum.js";
import type { Frame } from "./frame.js";

/** Relative difference of total masses that passes as rounding; anything larger is a question of modelling. */
const MASS_TOLERANCE = 1e-9;

/** Are the total masses the same up to rounding (1e-9 relative)? Balanced transport needs that. O(n + m) time. */
export function equalMasses(a: Measure, b: Measure): boolean {
  return areEqual(totalMass(a), totalMass(b));
}

function areEqual(mass: number, other: number): boolean {
  return Math.abs(mass - other) <= MASS_TOLERANCE * Math.max(mass, other);
}

/**
 * Can one measure be transported to the other?
 *
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9.
 */
export function requireBalanced(source: Measure, target: Measure): void {
  requireSameDimension(source, target);
  requireEqualMasses(totalMass(source), totalMass(target));
}

/** @throws ShapeError if the dimensions differ. */
export function requireSameDimension(source: Measure, target: Measure): void {
  if (source.dim === target.dim) return;
  throw new ShapeError(
    `the source has dimension ${source.dim}, the target has dimension ${target.dim}; they must be equal`,
    { expected: source.dim, found: target.dim },
  );
}

/** @throws MeasureError if the total masses differ by more than 1e-9. */
export function requireEqualMasses(mass: number, other: number): void {
  if (areEqual(mass, other)) return;
  throw new MeasureError(
    `the source has mass ${mass}, the target has mass ${other}; balanced transport needs equal masses: ` +
      "use normalise(mu) on both, or --normalise mass on the command line",
    { value: other },
  );
}

/** Two measures that balance, and what all parts of a certificate want to know about them. */
export interface BalancedPair {
  readonly source: Measure;
  readonly target: Measure;
  readonly frame: Frame;
  /** What the source weighs more than the target, relative to the target. */
  readonly excess: number;
}

export function balancedPair(source: Measure, target: Measure, frame: Frame): BalancedPair {
  return { source, target, frame, excess: relativeExcess(source.weights, target.weights) };
}

/**
 * What the source weighs more than the target, relative to the target: balanced transport understands the target's
 * masses as b_j (1 + excess). From one compensated sum, so a difference far below the rounding of either mass is seen.
 */
export function relativeExcess(a: Float64Array, b: Float64Array): number {
  const terms = new Float64Array(a.length + b.length);
  terms.set(a);
  for (let j = 0; j < b.length; j++) terms[a.length + j] = -b[j]!;
  return compensatedSum(terms) / compensatedSum(b);
}
