import { exponential, exponentialMinusOne } from "../numeric/elementary.js";
import {
  type EntropicProblem,
  type EntropicState,
  entropicStep,
} from "../transport/barycenter/entropic-step.js";
import { logProductsAdjoint } from "./log-adjoint.js";
import { dampingOf } from "./log-scalings.js";

/** The iterations of one barycentre from v = 1 on, all in logarithms. O(k d^2) time each. */
export function logLayer(problem: EntropicProblem, iterations: number): EntropicState[] {
  const states: EntropicState[] = [];
  let logV = new Float64Array(problem.logAtoms.length);
  while (states.length < iterations) {
    const state = entropicStep(problem, logV);
    states.push(state);
    logV = state.logV as Float64Array<ArrayBuffer>;
  }
  return states;
}

/** Derivatives of a number by what a barycentre is made of. */
export interface LayerGradient {
  /** k x d: by the logarithms of the atoms. */
  readonly logAtoms: Float64Array;
  /** k: by the weights, along the simplex (sum_s lambda_s g_s = 0). */
  readonly weights: Float64Array;
}

/**
 * Backwards through the iterations, from the derivative by the logarithm of the last barycentre.
 *
 * With t = 1 - phi and e_s = (a_s / q)^t:  d log q / d log a_s = lambda_s e_s,  and along the simplex
 * d log q / d lambda_s = (e_s - 1) / t, which tends to log(a_s / q). O(k d^2) time an iteration.
 */
export function logLayerGradient(
  problem: EntropicProblem,
  states: readonly EntropicState[],
  byLogBarycenter: Float64Array,
): LayerGradient {
  const { kernel, lambda, rho } = problem;
  const count = lambda.length;
  const phi = dampingOf(rho, kernel.epsilon);
  const logAtoms = new Float64Array(problem.logAtoms.length);
  const weights = new Float64Array(count);
  let byQ = byLogBarycenter;
  let byLogV: Float64Array = new Float64Array(states[0]!.logA.length);
  for (let t = states.length - 1; t >= 0; t--) {
    const { logU, logA, logQ } = states[t]!;
    const byA = throughMean(problem, logA, logQ, byQ, weights).map((value, p) => value - phi * byLogV[p]!);
    const byU = logProductsAdjoint(kernel.backward, logU, logA, byA, count);
    for (let p = 0; p < byU.length; p++) logAtoms[p]! += phi * byU[p]!;
    if (t === 0) break; // v = 1 is given
    const { logV } = states[t - 1]!;
    const logRowSums = logU.map((value, p) => problem.logAtoms[p]! - value / phi);
    const byRowSums = byU.map((value) => -phi * value);
    byLogV = logProductsAdjoint(kernel.forward, logV, logRowSums, byRowSums, count);
    byQ = sumOverAtoms(byLogV, count, phi);
  }
  return { logAtoms, weights };
}

/** By log a_s; adds to `weights` what the weights get. */
function throughMean(
  { lambda, kernel, rho }: EntropicProblem,
  logA: Float64Array,
  logQ: Float64Array,
  byQ: Float64Array,
  weights: Float64Array,
): Float64Array {
  const t = rho === Infinity ? 0 : kernel.epsilon / (rho + kernel.epsilon);
  const d = logQ.length;
  const byA = new Float64Array(logA.length);
  for (let s = 0; s < lambda.length; s++) {
    let sum = 0;
    for (let j = 0, p = s * d; j < d; j++, p++) {
      const off = logA[p]! - logQ[j]!;
      byA[p] = byQ[j]! * lambda[s]! * exponential(t * off);
      sum += byQ[j]! * (t === 0 ? off : exponentialMinusOne(t * off) / t);
    }
    weights[s]! += sum;
  }
  return byA;
}

/** phi sum_s of rows. */
function sumOverAtoms(rows: Float64Array, count: number, phi: number): Float64Array {
  const d = rows.length / count;
  const sums = new Float64Array(d);
  for (let p = 0; p < rows.length; p++) sums[p % d]! += phi * rows[p]!;
  return sums;
}
