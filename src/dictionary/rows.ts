import { exponential } from "../numeric/elementary.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import type { EntropicProblem, EntropicState } from "../transport/barycenter/entropic-step.js";
import { logLayer, logLayerGradient } from "./log-layer.js";
import type { DictionaryProblem } from "./problem.js";

/** One row by logarithms: for numbers of any size, and many times slower than panels. */

/** The weights of row n, of sum 1. */
export function normalisedWeights(weights: Matrix, n: number): Float64Array {
  const own = rowView(weights, n);
  const sum = compensatedSum(own);
  return own.map((value) => value / sum);
}

function statesOf(
  problem: DictionaryProblem,
  logAtoms: Float64Array,
  lambda: Float64Array,
): [EntropicProblem, EntropicState[]] {
  const { kernel, rhoBarycenter: rho } = problem;
  const entropic = { kernel, logAtoms, lambda, rho };
  return [entropic, logLayer(entropic, problem.iterations)];
}

/** The barycentre of the atoms with weights lambda. O(iterations k d^2) time. */
export function rowBarycenter(
  problem: DictionaryProblem,
  logAtoms: Float64Array,
  lambda: Float64Array,
): Float64Array {
  const [, states] = statesOf(problem, logAtoms, lambda);
  return states.at(-1)!.logQ.map(exponential);
}

export interface RowGradient {
  readonly loss: number;
  readonly iterations: number;
  /** k x d: by the logarithms of the atoms. */
  readonly logAtoms: Float64Array;
  /** k: by weights, along the simplex. */
  readonly weights: Float64Array;
}

/** Loss and derivatives of one row. O((iterations k + loss iterations) d^2) time. */
export function rowGradient(
  problem: DictionaryProblem,
  logAtoms: Float64Array,
  lambda: Float64Array,
  data: Float64Array,
): RowGradient {
  const [entropic, states] = statesOf(problem, logAtoms, lambda);
  const { loss, gradient, iterations } = problem.loss.atRow(problem, data, states.at(-1)!.logQ);
  return { loss, iterations, ...logLayerGradient(entropic, states, gradient) };
}
