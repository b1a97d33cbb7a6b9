import { ShapeError } from "../errors.js";
import { adamInto, copyMoments, type Moments, noMoments } from "../numeric/adam.js";
import type { OnProgress, Status } from "../numeric/certificate.js";
import { iterate, type Step } from "../numeric/iterate.js";
import { type Matrix, rowView, selectRows } from "../numeric/matrix.js";
import { permutation, type Random, seededRandom } from "../numeric/random.js";
import { ATOM_FORMS, type AtomFormName, haveVanished } from "./atom-form.js";
import {
  histograms,
  requireAbove,
  requireCount,
  requireName,
  requireNotNegative,
  requireScale,
} from "./dictionary-input.js";
import { objective } from "./objective.js";
import type { DictionaryProblem } from "./problem.js";
import { roomFault } from "./room.js";
import { type DictionarySettings, problemFrom } from "./settings.js";
import { softmaxPullback, softmaxRows } from "./softmax.js";
import { ATOM_STARTS, type AtomStart, WEIGHT_STARTS, type WeightStart } from "./start.js";

export interface TrainingOptions {
  /** Atoms to learn. */
  readonly size: number;
  /** For the start and the order of the rows. */
  readonly random: Random;
  /** Learned, or held at the rows of the data that they begin with, so that weights alone are learned; default "learned". */
  readonly atoms?: "learned" | "data";
  /** Default: "simplex" for a balanced problem, "positive" for others, as published; "logarithm" needs no rate of its own. */
  readonly atomForm?: AtomFormName;
  /** Default "data". */
  readonly start?: AtomStart;
  /** Default "simplex". */
  readonly weightStart?: WeightStart;
  /** Rows of a step; default all of them. */
  readonly batch?: number;
  /** Of Adam, for the parameters of the atoms (logits or masses); default 0.01. */
  readonly learningRate?: number;
  /** Of Adam, for the logits of the weights; default as for the atoms. With batches a row moves once in an epoch only. */
  readonly weightRate?: number;
  /** Strength mu of the term that draws atoms to the rows that use them; default 0. */
  readonly locality?: number;
  /**
   * Relative change of the mean loss, from one epoch to the next, at which training has converged; default 0: never, even
   * where nothing changes.
   */
  readonly tolerance?: number;
}

/** TrainingOptions with nothing left open; the random stream is down to a seed. */
export interface TrainingSettings extends Required<Omit<TrainingOptions, "random">> {
  /** Of the order of the rows. */
  readonly seed: number;
}

/** A training under way: a plain record, which clones and posts; steps make new ones and leave this one as it is. */
export interface TrainingState {
  /** Of the d bands. */
  readonly positions: Float64Array;
  /** Of the barycentres and of the loss. */
  readonly problem: DictionarySettings;
  /** N x d, none below 1e-15. */
  readonly data: Matrix;
  readonly settings: TrainingSettings;
  /** Steps made. */
  readonly steps: number;
  /** Size x d: what the atoms are made of, see AtomForm. */
  readonly parameters: Matrix;
  /** N x size: the weights are the softmax of each row. */
  readonly logits: Matrix;
  readonly atomMoments: Moments;
  readonly logitMoments: Moments;
  /** Loss of each row when it was last drawn; NaN if it never was. */
  readonly losses: Float64Array;
  /** Mean of the losses that the rows had in each epoch, while it went on. */
  readonly epochLosses: readonly number[];
  /**
   * "iteration-limit" while training may go on: as many steps as were asked for are done. "stalled": all atoms have run down to
   * no mass, where no step leads them back. "non-finite": the next step would have left the range of doubles.
   */
  readonly status: Status;
}

/** Do atoms move? */
export const ATOM_UPDATES: Readonly<Record<TrainingSettings["atoms"], boolean>> = {
  learned: true,
  data: false,
};

/** Keys of the forks of the stream that a training is given. */
const ATOMS = 0;
const WEIGHTS = 1;
const ORDER = 2;

/**
 * Training at its start: atoms from rows of the data, weights drawn from the simplex or all equal.
 *
 * Minimises the mean over rows of `objective` by steps of Adam on the parameters of the atoms and the logits of the weights
 * together. With batches the rows are gone through epoch after epoch, each in a new order; the logits of a row and their
 * moments move only when the row is drawn, once an epoch ("lazy" Adam), so that they count epochs as their time and the
 * atoms count steps. The logits follow the gradient of the loss of their own row (not of the mean).
 *
 * @param data N x d, one histogram on the positions of the problem a row; for a balanced problem of mass 1 each, else
 *   scaled so that the largest number is about 1 (the rate of the masses of the atoms is in this unit, and 1e-15 is added to
 *   all of them).
 * @throws ShapeError if an option is not what it can be, sizes differ, or there is no memory for so many atoms; MeasureError
 *   naming the first row that is negative, not finite, without mass, or of another mass than 1 where it has to be 1, or where
 *   the largest number is not between 1e-6 and 1e6.
 *
 * A step takes one `lossGradient` of its rows; memory, besides the data, 3 N size + 3 size d numbers.
 */
export function startTraining(
  positions: Float64Array,
  problem: DictionarySettings,
  data: Matrix,
  options: TrainingOptions,
): TrainingState {
  problemFrom(positions, problem); // refuses what cannot be
  const balanced = problem.rhoBarycenter === Infinity;
  const floored = histograms(data, positions.length, balanced);
  requireScale(data);
  const settings = settled(options, data.rows, balanced);
  const fault = roomFault(problem, positions.length, settings.size);
  if (fault !== undefined) throw new ShapeError(`there is no room: ${fault}`, { found: settings.size });
  const atoms = ATOM_STARTS[settings.start](floored, positions, settings.size, options.random.fork(ATOMS));
  const parameters = ATOM_FORMS[settings.atomForm].parametersOf(atoms);
  const logits = WEIGHT_STARTS[settings.weightStart](data.rows, settings.size, options.random.fork(WEIGHTS));
  return {
    positions,
    problem,
    data: floored,
    settings,
    steps: 0,
    parameters,
    logits,
    atomMoments: noMoments(parameters.data.length),
    logitMoments: noMoments(logits.data.length),
    losses: new Float64Array(data.rows).fill(NaN),
    epochLosses: [],
    status: "iteration-limit",
  };
}

function settled(options: TrainingOptions, rows: number, balanced: boolean): TrainingSettings {
  const { size, random, atoms = "learned", start = "data", batch = rows, learningRate = 0.01 } = options;
  const { atomForm = balanced ? "simplex" : "positive", weightRate = learningRate } = options;
  const { weightStart = "simplex", locality = 0, tolerance = 0 } = options;
  const seed = random.fork(ORDER).integer(Number.MAX_SAFE_INTEGER);
  requireCount("size", size, rows);
  requireCount("batch", batch, rows);
  requireName("atoms", atoms, ATOM_UPDATES);
  requireName("atomForm", atomForm, ATOM_FORMS);
  requireName("start", start, ATOM_STARTS);
  requireName("weightStart", weightStart, WEIGHT_STARTS);
  requireAbove("learningRate", learningRate);
  requireAbove("weightRate", weightRate);
  requireNotNegative("locality", locality);
  requireNotNegative("tolerance", tolerance);
  const rates = { batch, learningRate, weightRate, locality, tolerance };
  return { size, atoms, atomForm, start, weightStart, ...rates, seed };
}

/** How many steps one passage through the data takes. */
function stepsPerEpoch({ data, settings }: Pick<TrainingState, "data" | "settings">): number {
  return Math.ceil(data.rows / settings.batch);
}

/**
 * The training after so many more steps; fewer if it converges, its atoms vanish, a step or the atoms it would make are not
 * finite (that step is dropped), or `onProgress` returns `false`. A training that has converged or failed stays as it is. In
 * how many calls the steps are made does not change a bit.
 */
export function trainSteps(state: TrainingState, steps: number, onProgress?: OnProgress): TrainingState {
  if (ENDED[state.status]) return state;
  const rule = { tolerance: state.settings.tolerance, maxIterations: steps };
  const problem = problemFrom(state.positions, state.problem);
  const ended = iterate(state, (before) => trainStep(problem, before), rule, onProgress);
  return { ...ended.state, status: ended.status };
}

/** Which trainings stay as they are. */
const ENDED: Readonly<Record<Status, boolean>> = {
  converged: true,
  "non-finite": true,
  stalled: true,
  "iteration-limit": false,
  aborted: false,
};

function trainStep(problem: DictionaryProblem, state: TrainingState): Step<TrainingState> {
  const { data, settings } = state;
  const form = ATOM_FORMS[settings.atomForm];
  const drawn = batchOf(state);
  const atoms = form.atomsOf(state.parameters);
  const weights = softmaxRows(selectRows(state.logits, drawn));
  const found = objective(problem, settings.locality, atoms, weights, selectRows(data, drawn));
  const pulled = form.pullBack(atoms, found.atoms);
  const next = {
    ...state,
    steps: state.steps + 1,
    ...atomsMoved(state, pulled, drawn.length),
    ...logitsMoved(state, softmaxPullback(weights, found.weights), drawn),
    ...lossesSeen(state, found.losses, drawn),
  };
  const moved = form.atomsOf(next.parameters);
  const numbers = [found.losses, found.atoms.data, found.weights.data, moved.data, next.logits.data];
  if (!numbers.every(allFinite)) return { state: next, error: NaN };
  if (haveVanished(atoms) && form.followed(state.parameters, pulled).data.every((slope) => slope === 0)) {
    return { state: next, error: Number.MAX_VALUE, stalled: true }; // whatever the loss says
  }
  return { state: next, error: lastChange(next.epochLosses) };
}

/** The rows of the next step. */
function batchOf(state: TrainingState): Int32Array {
  const { data, settings, steps } = state;
  const { batch, seed } = settings;
  const perEpoch = stepsPerEpoch(state);
  if (perEpoch === 1) return Int32Array.from({ length: data.rows }, (_, n) => n);
  const epoch = Math.floor(steps / perEpoch);
  const first = (steps % perEpoch) * batch;
  return permutation(data.rows, seededRandom(seed).fork(epoch)).subarray(first, first + batch);
}

function atomsMoved(
  state: TrainingState,
  sum: Matrix,
  count: number,
): Pick<TrainingState, "parameters" | "atomMoments"> {
  const { settings, steps, parameters: old, atomMoments: seen } = state;
  if (!ATOM_UPDATES[settings.atoms]) return { parameters: old, atomMoments: seen };
  const parameters = copied(old);
  const atomMoments = copyMoments(seen);
  const mean = sum.data.map((slope) => slope / count);
  const step = { learningRate: settings.learningRate, time: steps + 1 };
  adamInto(parameters.data, atomMoments, 0, mean, step);
  ATOM_FORMS[settings.atomForm].settle(parameters);
  return { parameters, atomMoments };
}

function logitsMoved(
  state: TrainingState,
  gradient: Matrix,
  drawn: Int32Array,
): Pick<TrainingState, "logits" | "logitMoments"> {
  const logits = copied(state.logits);
  const logitMoments = copyMoments(state.logitMoments);
  const time = Math.floor(state.steps / stepsPerEpoch(state)) + 1;
  const step = { learningRate: state.settings.weightRate, time };
  drawn.forEach((n, r) => {
    adamInto(logits.data, logitMoments, n * logits.cols, rowView(gradient, r), step);
  });
  return { logits, logitMoments };
}

function lossesSeen(
  state: TrainingState,
  found: Float64Array,
  drawn: Int32Array,
): Pick<TrainingState, "losses" | "epochLosses"> {
  const losses = state.losses.slice();
  drawn.forEach((n, r) => {
    losses[n] = found[r]!;
  });
  if ((state.steps + 1) % stepsPerEpoch(state) !== 0) return { losses, epochLosses: state.epochLosses };
  return { losses, epochLosses: [...state.epochLosses, meanOf(losses)] };
}

/** Relative change over the last epoch, above 0; 1 while there is nothing to compare. */
function lastChange(epochLosses: readonly number[]): number {
  if (epochLosses.length < 2) return 1;
  const [before, last] = epochLosses.slice(-2) as [number, number];
  return Math.max(Math.abs(last - before) / Math.max(Math.abs(before), Number.MIN_VALUE), Number.MIN_VALUE);
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

const copied = (a: Matrix): Matrix => ({ ...a, data: a.data.slice() });
const allFinite = (values: Float64Array): boolean => values.every(Number.isFinite);
