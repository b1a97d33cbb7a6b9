import type { SpectralAxis } from "../measure/spectral-axis.js";
import type { Status } from "../numeric/certificate.js";
import type { Matrix } from "../numeric/matrix.js";
import { barycenterRows } from "./loss-gradient.js";
import { type DictionarySettings, problemFrom } from "./settings.js";
import type { TrainingSettings } from "./training.js";

/** What one start of a training came to. */
export interface Restart {
  /** Mean over the rows, the locality term included. */
  readonly loss: number;
  /** Norms of the gradient of the loss at the end, see Evaluation. */
  readonly atomGradient: number;
  readonly weightGradient: number;
  readonly steps: number;
  /** "iteration-limit": all the steps that it was given; Adam goes on moving, the gradient norms say how much. */
  readonly status: Status;
}

/** Atoms that a set of histograms are barycentres of: a plain record. */
export interface Dictionary {
  readonly axis: SpectralAxis;
  /** Of the barycentres and of the loss. */
  readonly settings: DictionarySettings;
  readonly training: TrainingSettings;
  /** Size x bands. */
  readonly atoms: Matrix;
  /** Of the training rows, N x size, each of sum 1; absent where a model file leaves them out. */
  readonly weights?: Matrix;
  /** Losses of the training rows; absent with the weights. */
  readonly losses?: Float64Array;
  /** Mean of the losses in each epoch of the training kept, while it went on. */
  readonly epochLosses: readonly number[];
  /** All starts in their order; `kept` is the one with the least loss, of which the atoms are. */
  readonly restarts: readonly Restart[];
  readonly kept: number;
}

/**
 * Barycentres of the atoms with these weights, one a row.
 *
 * @param weights N x size, rows of the simplex.
 * @throws ShapeError if weights have not one column an atom.
 */
export function synthesise({ axis, settings, atoms }: Dictionary, weights: Matrix): Matrix {
  return barycenterRows(problemFrom(axis.values, settings), atoms, weights);
}
