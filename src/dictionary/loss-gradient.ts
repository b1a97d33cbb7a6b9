import { lendDictionaryKernels } from "../kernels/dictionary.js";
import type { DictionaryKernels } from "../kernels/kernels.js";
import { exponential, logarithm } from "../numeric/elementary.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import { blockByRows, blockGradient, blockWeights, type LossGradient, type Sums } from "./block.js";
import { requireAtoms, requireData, requireWeights } from "./checks.js";
import { fillLanes, lane } from "./lanes.js";
import { logProductsAdjoint } from "./log-adjoint.js";
import { dampingOf } from "./log-scalings.js";
import type { DictionaryProblem } from "./problem.js";
import { rowBarycenter } from "./rows.js";
import {
  BLOCK,
  type FirstIteration,
  firstIteration,
  type LayerSpace,
  type LossSpace,
  layerSpace,
  lossSpace,
} from "./workspace.js";

export type { LossGradient } from "./block.js";

/**
 * Entropic barycentres of the atoms, one a row of weights: `iterations` from v = 1 of
 *
 *   u_s = (D_s / K v_s)^phi,  a_s = K u_s,  q = (sum_s lambda_s a_s^(1-phi))^(1/(1-phi)),  v_s = (q / a_s)^phi
 *
 * with phi = rho / (rho + epsilon); for rho = Infinity q is the geometric mean. The result is the last q.
 *
 * @param atoms k x d, positive. @param weights N x k, at least 0, not all 0 in a row; rows are divided by their sums.
 * @returns N x d, not normalised: after few iterations even balanced barycentres have a mass a little off.
 * @throws ShapeError if sizes do not fit; MeasureError if an entry is not as said.
 *
 * O(iterations N k d^2) time, O(iterations k d) memory besides the result; where the kernel has a short form d^2 becomes d
 * times its rank. Chizat, Peyré, Schmitzer and Vialard 2018, section 5.3; Schmitz et al. 2018.
 */
export function barycenterRows(problem: DictionaryProblem, atoms: Matrix, weights: Matrix): Matrix {
  requireAtoms(problem.positions.length, atoms);
  requireWeights(weights, atoms.rows);
  return lendDictionaryKernels((kernels) => {
    const logAtoms = atoms.data.map(logarithm);
    const first = firstIteration(problem, logAtoms, atoms.rows);
    const space = layerSpace(kernels, problem, logAtoms, first, atoms.rows)();
    const result = matrix(weights.rows, atoms.cols);
    for (let n = 0; n < weights.rows; n += BLOCK) {
      const lambdas = blockWeights(weights, n);
      fillLanes(space.weights, lambdas);
      const isDone = kernels.functions.runLayer(space.layer);
      lambdas.forEach((lambda, b) => {
        const row = isDone ? lane(space.logQ, b).map(exponential) : rowBarycenter(problem, logAtoms, lambda);
        rowView(result, n + b).set(row);
      });
    }
    return result;
  });
}

/**
 * Losses between the rows of `data` and the barycentres of `barycenterRows`, with their derivative through all iterations of
 * the barycentres. Through a loss it is
 *
 * - of `transportLoss` that of its iterations, the way back through which ends where what is left is below `lossTolerance`;
 * - of `valueLoss` that with the potentials held (envelope theorem), as near to that of the least value as they are to the best;
 * - of the others, which are in closed form, exact.
 *
 * Besides, products by the short form of the kernel are right to 1e-8 (1e-13 of sums that are at most 1e5 times a product).
 *
 * Eight rows are computed at a time, a transport loss with as many iterations as the slowest of them needs; so parts of the
 * rows that begin at multiples of 8 give the same as all rows at once, but for the order in which the derivatives by atoms
 * are summed. Rows whose numbers leave the range of doubles are computed by logarithms, many times slower.
 *
 * @param data N x d, at least 0 with some mass in each row, above 0 for `divergenceLoss`.
 * @throws ShapeError if sizes do not fit; MeasureError if an entry is not as said.
 *
 * O((iterations k + loss iterations) N d^2) time, O((iterations k + loss iterations) d) memory besides the result; where the
 * kernel has a short form d^2 becomes d times its rank.
 */
export function lossGradient(
  problem: DictionaryProblem,
  atoms: Matrix,
  weights: Matrix,
  data: Matrix,
): LossGradient {
  requireAtoms(problem.positions.length, atoms);
  requireWeights(weights, atoms.rows);
  requireData(problem.positions.length, data, weights.rows, problem.loss.requiresPositiveData ?? false);
  return lendDictionaryKernels((kernels) => gradientBy(kernels, problem, atoms, weights, data));
}

function gradientBy(
  kernels: DictionaryKernels,
  problem: DictionaryProblem,
  atoms: Matrix,
  weights: Matrix,
  data: Matrix,
): LossGradient {
  const logAtoms = atoms.data.map(logarithm);
  const first = firstIteration(problem, logAtoms, atoms.rows);
  const { layer, loss } = spaces(kernels, problem, logAtoms, first, atoms.rows);
  const size = atoms.data.length;
  const sums = { byLogAtoms: new Float64Array(size), byFirstLogs: new Float64Array(size) };
  const result = {
    losses: new Float64Array(data.rows),
    weights: matrix(weights.rows, weights.cols),
    iterations: new Int32Array(data.rows),
  };
  for (let n = 0; n < data.rows; n += BLOCK) {
    const block = { problem, logAtoms, data, lambdas: blockWeights(weights, n), first: n };
    if (!blockGradient(block, layer, loss, sums, result)) blockByRows(block, sums, result);
  }
  for (let n = 0; n < data.rows; n++) {
    const total = compensatedSum(rowView(weights, n));
    rowView(result.weights, n).forEach((value, s, row) => {
      row[s] = value / total;
    });
  }
  throughFirst(problem, first, sums, atoms.rows);
  const byAtoms = sums.byLogAtoms.map((value, p) => value / atoms.data[p]!);
  return { ...result, atoms: matrix(atoms.rows, atoms.cols, byAtoms) };
}

function spaces(
  kernels: DictionaryKernels,
  problem: DictionaryProblem,
  logAtoms: Float64Array,
  first: FirstIteration,
  atoms: number,
): { layer: LayerSpace; loss: LossSpace | undefined } {
  const layer = layerSpace(kernels, problem, logAtoms, first, atoms);
  const { inPanels } = problem.loss;
  const loss = inPanels && lossSpace(kernels, problem, layer().kernel, inPanels);
  return { layer: layer(), loss: loss?.() };
}

/** On through the first iteration, for all rows at once. */
function throughFirst(
  { kernel, rhoBarycenter }: DictionaryProblem,
  { logU, logA }: FirstIteration,
  { byLogAtoms, byFirstLogs }: Sums,
  atoms: number,
): void {
  const phi = dampingOf(rhoBarycenter, kernel.epsilon);
  const byU = logProductsAdjoint(kernel.backward, logU, logA, byFirstLogs, atoms);
  for (let p = 0; p < byU.length; p++) byLogAtoms[p]! += phi * byU[p]!;
}
