import type { Dictionary } from "../dictionary/dictionary.js";
import {
  type DictionaryWeights,
  type DictionaryWeightsOptions,
  joinedWeights,
  rowBlocks,
  startWeights,
  weightsRule,
} from "../dictionary/dictionary-weights.js";
import type { Evaluation } from "../dictionary/evaluate.js";
import {
  type DictionaryFitOptions,
  dictionaryOf,
  dictionaryStarts,
  NO_OUTCOMES,
  withOutcome,
} from "../dictionary/fit-dictionary.js";
import type { TrainingState } from "../dictionary/training.js";
import type { OnProgress } from "../numeric/certificate.js";
import { type Matrix, selectRows } from "../numeric/matrix.js";
import type { Crew } from "./crew.js";
import { inOrder } from "./in-order.js";

/** One dictionary to learn. */
export interface DictionaryTask {
  readonly data: Matrix;
  readonly options: DictionaryFitOptions;
}

export interface PoolDictionaryOptions {
  /** Aborting it ends the work with the signal's reason, at once. */
  readonly signal?: AbortSignal;
  /** Told after some steps of one start; returning `false` ends the work with what there is. */
  readonly onProgress?: OnProgress;
}

/** Work of a message, in rows x atoms x (bands + what comes with each row)^2: some 0.3 s of training. */
const MESSAGE_WORK = 1e8;
const ROW_OVERHEAD = 100;

/** One start of one dictionary. */
interface Lane {
  readonly task: number;
  readonly steps: number;
  readonly start: () => TrainingState;
}

/** Where a lane has come to. */
interface Trained {
  readonly task: number;
  readonly state: TrainingState;
  readonly evaluation: Evaluation;
}

/** What `fitDictionary` makes of each task, all starts of all of them side by side. */
export async function learnDictionaries(
  crew: Crew,
  tasks: readonly DictionaryTask[],
  { signal, onProgress }: PoolDictionaryOptions = {},
): Promise<Dictionary[]> {
  const lanes = tasks.flatMap(({ data, options }, task): Lane[] => {
    const { steps, starts } = dictionaryStarts(data, options);
    return starts.map((start) => ({ task, steps, start }));
  });
  const total = lanes.reduce((sum, { steps }) => sum + steps, 0);
  let done = 0;
  let stopped = false;
  const advance = (steps: number): boolean => {
    done += steps;
    if (onProgress?.({ unit: "steps", done, total }) === false) stopped = true;
    return !stopped;
  };
  const reached = inOrder(
    each(lanes),
    crew.size,
    async (lane, inner): Promise<Trained | undefined> =>
      stopped ? undefined : trainLane(crew, lane, advance, inner),
    signal,
  );
  const outcomes = tasks.map(() => NO_OUTCOMES);
  for await (const lane of reached) {
    if (lane) outcomes[lane.task] = withOutcome(outcomes[lane.task]!, lane.state, lane.evaluation);
  }
  return tasks.flatMap(({ options }, task) => dictionaryOf(options.axis, outcomes[task]!) ?? []);
}

async function trainLane(
  crew: Crew,
  { task, steps, start }: Lane,
  advance: (steps: number) => boolean,
  signal: AbortSignal,
): Promise<Trained> {
  let state = start();
  const chunk = stepsPerMessage(state);
  while (state.steps < steps && state.status === "iteration-limit") {
    const before = state.steps;
    const input = { state, steps: Math.min(chunk, steps - before) };
    state = { ...state, ...(await crew.run("trainDictionary", input, signal)) };
    if (!advance(state.steps - before) && state.steps < steps && state.status === "iteration-limit") {
      state = { ...state, status: "aborted" };
    }
  }
  return { task, state, evaluation: await crew.run("evaluateDictionary", { state }, signal) };
}

function stepsPerMessage({ data, settings }: TrainingState): number {
  const perRow =
    settings.size * (data.cols + ROW_OVERHEAD) ** 2 * (settings.locality > 0 ? settings.size : 1);
  return Math.max(1, Math.floor(MESSAGE_WORK / (settings.batch * perRow)));
}

/** What `dictionaryWeights` gives, block after block of rows. */
export async function poolWeights(
  crew: Crew,
  dictionary: Dictionary,
  data: Matrix,
  { stop, signal, onProgress }: DictionaryWeightsOptions & PoolDictionaryOptions = {},
): Promise<DictionaryWeights> {
  const rule = weightsRule(stop);
  const starts = startWeights(dictionary, data);
  const { axis, settings, atoms } = dictionary;
  const found = inOrder(
    each(rowBlocks(data.rows)),
    crew.size + 1, // one that waits while the others are worked on
    (rows, inner) => {
      const block = { start: selectRows(starts, rows), data: selectRows(data, rows) };
      return crew.run("dictionaryWeights", { axis, settings, atoms, ...block, rule }, inner);
    },
    signal,
  );
  const blocks: DictionaryWeights[] = [];
  let done = 0;
  for await (const block of found) {
    blocks.push(block);
    done += block.weights.rows;
    if (onProgress?.({ unit: "rows", done, total: data.rows }) === false) break;
  }
  return joinedWeights(blocks, starts);
}

async function* each<T>(things: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* things;
}
