import { type Matrix, selectRows } from "../numeric/matrix.js";
import { ATOM_FORMS } from "./atom-form.js";
import { objective } from "./objective.js";
import { problemFrom } from "./settings.js";
import { softmaxPullback, softmaxRows } from "./softmax.js";
import { ATOM_UPDATES, meanOf, type TrainingState } from "./training.js";

/** What a training has come to, all rows looked at with the same atoms. */
export interface Evaluation {
  readonly atoms: Matrix;
  readonly weights: Matrix;
  /** Of each row, the locality term included. */
  readonly losses: Float64Array;
  /** Mean of the losses. */
  readonly loss: number;
  /**
   * Euclidean norm of the gradient of the mean loss, in the parameters of the atoms (0 where they are held at the data; no part
   * that pushes masses below their bound) and in the logits of the weights. 0 at a stationary point.
   */
  readonly atomGradient: number;
  readonly weightGradient: number;
}

/** Rows looked at in one call, so that memory is bounded. */
const ROWS = 64;

/** Atoms, weights, losses and gradient norms of a training; one `lossGradient` of all rows. */
export function evaluateTraining(state: TrainingState): Evaluation {
  const { data, settings, parameters, logits } = state;
  const problem = problemFrom(state.positions, state.problem);
  const form = ATOM_FORMS[settings.atomForm];
  const atoms = form.atomsOf(parameters);
  const weights = softmaxRows(logits);
  const losses = new Float64Array(data.rows);
  const atomSum = new Float64Array(atoms.data.length);
  let weightSquares = 0;
  for (let first = 0; first < data.rows; first += ROWS) {
    const block = Int32Array.from({ length: Math.min(ROWS, data.rows - first) }, (_, r) => first + r);
    const some = selectRows(weights, block);
    const found = objective(problem, settings.locality, atoms, some, selectRows(data, block));
    losses.set(found.losses, first);
    found.atoms.data.forEach((slope, p) => {
      atomSum[p]! += slope;
    });
    weightSquares += squares(softmaxPullback(some, found.weights).data);
  }
  const slopes = form.followed(parameters, form.pullBack(atoms, { ...atoms, data: atomSum }));
  const atomSquares = ATOM_UPDATES[settings.atoms] ? squares(slopes.data) : 0;
  return {
    atoms,
    weights,
    losses,
    loss: meanOf(losses),
    atomGradient: Math.sqrt(atomSquares) / data.rows,
    weightGradient: Math.sqrt(weightSquares) / data.rows,
  };
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
