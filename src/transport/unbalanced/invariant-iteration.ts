import { exponential, logarithm } from "../../numeric/elementary.js";
import type { WeightedProblem } from "../entropic/sweep.js";
import type { Potentials } from "../potentials.js";
import type { UnbalancedProblem } from "./problem.js";
import type { RelaxedSweep } from "./relaxed-sweep.js";
import { bestTranslation, logSurvivingMass } from "./surviving-mass.js";

/** A target potential g, the best source potential f for it, and the best target potential for that. */
export interface InvariantVisit extends Potentials {
  readonly next: Float64Array;
  readonly error: number;
}

/**
 * One iteration of translation-invariant Sinkhorn from g: the best f together with the constant t of (f + t, g - t), then
 * the best g' with its own constant. Potentials are known up to that constant, and stay of the size of the costs where
 * it is as large as rho. Its error is the L1 distance of the target marginal of the plan with f and g from
 * b exp(-(g - t) / rho), where it is at the optimum, relative to the mass of the plan; that of the source is 0.
 *
 * The plan is p_ij = a_i b_j exp((f_i + g_j - c_ij) / epsilon) / referenceMass.
 *
 * O(n m). Séjourné, Vialard and Peyré 2022, algorithm 2 ("H-Sinkhorn"), in closed form for KL.
 */
export function invariantIteration(
  { a, b }: WeightedProblem,
  { rho, referenceMass }: Pick<UnbalancedProblem, "rho" | "referenceMass">,
  epsilon: number,
  sweep: RelaxedSweep,
): (g: Float64Array) => InvariantVisit {
  const offset = epsilon * logarithm(referenceMass);
  const damping = rho / (rho + epsilon);
  const share = epsilon / (rho + epsilon) / 2;
  const damp = (softmin: number): number => damping * (softmin + offset);
  /** What the logarithm of the surviving mass becomes when damped potentials are raised to fit that of the other side. */
  const fitted = (logOfDamped: number, logOfOther: number): number =>
    (logOfDamped - share * logOfOther) / (1 - share);
  const raise = (logOfOwn: number, logOfOther: number): number =>
    damping * (epsilon / 2) * (logOfOther - logOfOwn);

  return (g) => {
    const logOfTarget = logSurvivingMass(b, g, rho);
    const swept = sweep(g, epsilon, damp);
    const logOfSource = fitted(logSurvivingMass(a, swept.f, rho), logOfTarget);
    const raised = raise(logOfSource, logOfTarget);
    const f = swept.f.map((value) => value + raised);
    const soft = swept.g.map((value) => value - raised + offset);
    const damped = soft.map((value) => damping * value);
    const logOfImage = fitted(logSurvivingMass(b, damped, rho), logOfSource);
    const raisedImage = raise(logOfImage, logOfSource);
    const t = bestTranslation(logOfSource, logOfTarget, rho);
    return {
      g,
      next: damped.map((value) => value + raisedImage),
      f,
      error: marginalError(b, g, soft, t, epsilon, rho),
    };
  };
}

/** L1 distance of b exp((g - soft) / epsilon) from b exp(-(g - t) / rho), over the mass of the former. */
function marginalError(
  b: Float64Array,
  g: Float64Array,
  soft: Float64Array,
  t: number,
  epsilon: number,
  rho: number,
): number {
  const count = b.length;
  const exponents = new Float64Array(2 * count);
  let largest = -Infinity;
  for (let j = 0; j < count; j++) {
    exponents[j] = (g[j]! - soft[j]!) / epsilon;
    exponents[count + j] = (t - g[j]!) / rho;
    largest = Math.max(largest, exponents[j]!, exponents[count + j]!);
  }
  let distance = 0;
  let mass = 0;
  for (let j = 0; j < count; j++) {
    const received = b[j]! * exponential(exponents[j]! - largest);
    distance += Math.abs(received - b[j]! * exponential(exponents[count + j]! - largest));
    mass += received;
  }
  return mass > 0 ? distance / mass : Number.MAX_VALUE;
}
