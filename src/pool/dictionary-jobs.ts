import type { Dictionary } from "../dictionary/dictionary.js";
import { type DictionaryWeights, weightsFrom } from "../dictionary/dictionary-weights.js";
import { type Evaluation, evaluateTraining } from "../dictionary/evaluate.js";
import { type TrainingState, trainSteps } from "../dictionary/training.js";
import type { Stop } from "../numeric/iterate.js";
import type { Matrix } from "../numeric/matrix.js";

/** What a worker can be asked for about dictionaries. */
export interface DictionaryJobTypes {
  /** Some more steps of a training; the data, which stay as they are, are not sent back. */
  readonly trainDictionary: {
    readonly input: { readonly state: TrainingState; readonly steps: number };
    readonly output: Omit<TrainingState, "data">;
  };
  /** What a training has come to. */
  readonly evaluateDictionary: {
    readonly input: { readonly state: TrainingState };
    readonly output: Evaluation;
  };
  /** Weights of some rows. */
  readonly dictionaryWeights: {
    readonly input: Pick<Dictionary, "axis" | "settings" | "atoms"> & {
      readonly start: Matrix;
      readonly data: Matrix;
      readonly rule: Required<Stop>;
    };
    readonly output: DictionaryWeights;
  };
}

type DictionaryJobs = {
  readonly [J in keyof DictionaryJobTypes]: (
    input: DictionaryJobTypes[J]["input"],
  ) => DictionaryJobTypes[J]["output"];
};

export const dictionaryJobs: DictionaryJobs = {
  trainDictionary: ({ state, steps }) => {
    const { data: _, ...trained } = trainSteps(state, steps);
    return trained;
  },
  evaluateDictionary: ({ state }) => evaluateTraining(state),
  dictionaryWeights: ({ start, data, rule, ...dictionary }) => weightsFrom(dictionary, start, data, rule),
};
