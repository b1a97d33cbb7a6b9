import { logarithm } from "../numeric/elementary.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { lossGradient } from "./loss-gradient.js";
import type { DictionaryProblem } from "./problem.js";

/** What is minimised, row by row, and its gradients in atoms and weights. */
export interface Objective {
  /** Of each row of the data. */
  readonly losses: Float64Array;
  /** k x d: of the sum of the losses. */
  readonly atoms: Matrix;
  /** N x k: of the loss of each row in its own weights. */
  readonly weights: Matrix;
}

/**
 * Loss of every row x of the data, and the gradient of their sum: OT(x, barycentre of the atoms D with weights lambda)
 * + locality sum_s lambda_s OT(x, D_s).
 *
 * The second term (for locality > 0) draws each atom to the rows that use it and each row to the atoms near it. It takes size
 * times as many transports as the first. Mueller, Aeron, Murphy and Tasissa 2023.
 */
export function objective(
  problem: DictionaryProblem,
  locality: number,
  atoms: Matrix,
  weights: Matrix,
  data: Matrix,
): Objective {
  const fit = lossGradient(problem, atoms, weights, data);
  return locality > 0 ? withLocality(problem, locality, fit, atoms, weights, data) : fit;
}

function withLocality(
  problem: DictionaryProblem,
  locality: number,
  fit: Objective,
  atoms: Matrix,
  weights: Matrix,
  data: Matrix,
): Objective {
  const losses = fit.losses.slice();
  const byAtoms = fit.atoms.data.slice();
  const byWeights = fit.weights.data.slice();
  const logAtoms = { ...atoms, data: atoms.data.map(logarithm) };
  const { rows: size, cols: bands } = atoms;
  for (let n = 0; n < data.rows; n++) {
    for (let s = 0; s < size; s++) {
      const near = problem.loss.atRow(problem, rowView(data, n), rowView(logAtoms, s));
      const share = locality * weights.data[n * size + s]!;
      losses[n]! += share * near.loss;
      byWeights[n * size + s]! += locality * near.loss;
      for (let j = 0, p = s * bands; j < bands; j++, p++) {
        byAtoms[p]! += (share * near.gradient[j]!) / atoms.data[p]!; // by the atom, from that by its logarithm
      }
    }
  }
  return { losses, atoms: { ...atoms, data: byAtoms }, weights: { ...weights, data: byWeights } };
}
