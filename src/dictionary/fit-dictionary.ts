import type { SpectralAxis } from "../measure/spectral-axis.js";
import type { OnProgress } from "../numeric/certificate.js";
import type { Matrix } from "../numeric/matrix.js";
import type { Dictionary, Restart } from "./dictionary.js";
import { requireCount } from "./dictionary-input.js";
import { type Evaluation, evaluateTraining } from "./evaluate.js";
import type { DictionarySettings } from "./settings.js";
import { startTraining, type TrainingOptions, type TrainingState, trainSteps } from "./training.js";

export interface DictionaryFitOptions extends TrainingOptions {
  /** Where the bands are. */
  readonly axis: SpectralAxis;
  /** Of the barycentres and of the loss: one of `DICTIONARY_PRESETS`, or like it. */
  readonly settings: DictionarySettings;
  /** Steps of each start; default 500. */
  readonly steps?: number;
  /** Independent starts, of which the best is kept; default 1. */
  readonly restarts?: number;
}

export interface DictionaryRunOptions {
  /** Told after each step, of all starts one after the other; returning `false` ends the work with what there is. */
  readonly onProgress?: OnProgress;
}

const DEFAULT_STEPS = 500;
/** More is a typing error. */
const MOST_STEPS = 10_000_000;
const MOST_RESTARTS = 10_000;

/**
 * A dictionary of the rows: atoms and weights such that each row is near the entropic barycentre of the atoms with its
 * weights, by Adam from one start or the best of several.
 *
 * A stationary point at best, not the least loss there is: `restarts` tells what each start came to, with the norms of its
 * gradient. See `startTraining` for what is minimised and how.
 *
 * @param data N x d, one histogram on the axis a row.
 * @returns where `onProgress` ended the work, the starts that had begun by then, the last with status "aborted".
 * @throws what `startTraining` throws.
 *
 * steps x (the gradient of `batch` rows) + the gradient of all rows, for each start.
 * Schmitz et al. 2018; Lentz, Karris, Cloninger and Murphy 2026.
 */
export function fitDictionary(
  data: Matrix,
  options: DictionaryFitOptions,
  { onProgress }: DictionaryRunOptions = {},
): Dictionary {
  const { steps, starts } = dictionaryStarts(data, options);
  let outcomes = NO_OUTCOMES;
  for (const start of starts) {
    const before = outcomes.restarts.length * steps;
    const total = starts.length * steps;
    const state = trainSteps(start(), steps, (progress) =>
      onProgress?.({ ...progress, unit: "steps", done: before + progress.done, total }),
    );
    outcomes = withOutcome(outcomes, state, evaluateTraining(state));
    if (state.status === "aborted") break;
  }
  return dictionaryOf(options.axis, outcomes)!; // there is one start at least
}

/** The starts of a fit, each made when it is called, and how many steps each takes. */
export function dictionaryStarts(
  data: Matrix,
  options: DictionaryFitOptions,
): { readonly steps: number; readonly starts: readonly (() => TrainingState)[] } {
  const { axis, settings, steps = DEFAULT_STEPS, restarts = 1, random } = options;
  requireCount("steps", steps, MOST_STEPS);
  requireCount("restarts", restarts, MOST_RESTARTS);
  const start = (r: number) => () =>
    startTraining(axis.values, settings, data, { ...options, random: random.fork(r) });
  return { steps, starts: Array.from({ length: restarts }, (_, r) => start(r)) };
}

/** What the starts of a fit have come to so far: of all but the best only what is reported. */
export interface Outcomes {
  readonly restarts: readonly Restart[];
  readonly kept: number;
  /** The dictionary of the start that is kept; none before the first. */
  readonly best?: Learned;
}

/** What a training leaves behind: none of its data and of what it needs to go on. */
type Learned = Pick<TrainingState, "problem" | "settings" | "epochLosses"> &
  Pick<Evaluation, "atoms" | "weights" | "losses">;

export const NO_OUTCOMES: Outcomes = { restarts: [], kept: 0 };

/** With one start more, which is kept if its loss is the least yet; one that is not finite only where all are. */
export function withOutcome(
  { restarts, kept, best }: Outcomes,
  { problem, settings, epochLosses, steps, status }: TrainingState,
  { atoms, weights, losses, loss, atomGradient, weightGradient }: Evaluation,
): Outcomes {
  const all = [...restarts, { loss, atomGradient, weightGradient, steps, status }];
  if (best && !isBetter(loss, restarts[kept]!.loss)) return { restarts: all, kept, best };
  const own = { problem, settings, epochLosses, atoms, weights, losses };
  return { restarts: all, kept: restarts.length, best: own };
}

function isBetter(loss: number, least: number): boolean {
  return loss < least || (Number.isNaN(least) && !Number.isNaN(loss));
}

/** The best of the starts as a dictionary; none where there was no start. */
export function dictionaryOf(axis: SpectralAxis, { restarts, kept, best }: Outcomes): Dictionary | undefined {
  if (!best) return undefined;
  const { problem, settings, ...learned } = best;
  return { axis, settings: problem, training: settings, ...learned, restarts, kept };
}
