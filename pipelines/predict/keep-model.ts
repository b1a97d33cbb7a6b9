import { encodeModel, isModelStart } from "../../loaders/index.js";
import type { Certificate, ModelScore, OnProgress, WorkerPool } from "../../src/index.js";
import type { ItemOptions, Items } from "../items.js";
import { referenceInfo } from "../lot.js";
import { fitModel, type ModelOptions, type TrainingItems } from "../model.js";
import type { SavedFile } from "../report.js";
import type { SavedModelResult } from "../results.js";
import type { FilePlace } from "../store/file.js";
import { storedModel } from "./stored-model.js";

/** Of the choice of training rows that a model keeps; `fitModel` uses the streams before it. */
const SPREAD_STREAM = 3;

type KeepOptions = ItemOptions &
  ModelOptions & { readonly label: string; readonly save?: string; readonly onProgress?: OnProgress };

export interface KeepContext extends Pick<Items, "inputs"> {
  readonly options: KeepOptions;
  /** Of models fitted in the same way. */
  readonly score: ModelScore;
}

export interface KeptModel {
  readonly saved: SavedFile;
  readonly result: SavedModelResult;
  readonly certificates: readonly Certificate[];
}

/** The model that a run is to save, fitted on all items as a fold's is on its training part; undefined if none is to be saved. */
export async function keepModel(
  pool: WorkerPool,
  items: TrainingItems,
  { options, inputs, score }: KeepContext,
): Promise<KeptModel | undefined> {
  if (options.save === undefined) return undefined;
  const fit = await fitModel(pool, items, options, options.onProgress);
  const { accuracy, standardError, majorityRate, measuredOn } = score;
  const { alignment, classifier } = fit.model;
  const model = await storedModel(fit, {
    collection: items.collection,
    inputs,
    options,
    codes: items.labels.codes,
    score: { accuracy, standardError, majorityRate, measuredOn },
    random: items.random.fork(SPREAD_STREAM),
  });
  return {
    saved: { path: options.save, bytes: encodeModel(model) },
    result: {
      references: fit.rows.embeddings.map((embedding) => referenceInfo({ embedding, alignment })),
      settings: { ...classifier.settings },
      tuned: fit.tuned,
    },
    certificates: fit.certificates,
  };
}

/** Where `--save` puts a model: a new file, or in the place of a model that is there. */
export function modelPlace(path: string): FilePlace {
  return { path, option: "--save", isOwn: isModelStart };
}
