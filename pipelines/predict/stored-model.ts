import { readWavelengths } from "../../loaders/node.js";
import {
  type Collection,
  fitSpread,
  type ItemRecipe,
  type ModelScore,
  type Random,
  type StoredModel,
  singularMasses,
  VERSION,
} from "../../src/index.js";
import type { ItemOptions, Items } from "../items.js";
import type { RowsAtEach } from "../lot.js";
import { singularPrice } from "../metric.js";
import type { ModelFit } from "../model.js";

/** What a stored model knows besides the fit. */
export interface ModelBackground extends Pick<Items, "collection" | "inputs"> {
  readonly options: ItemOptions & { readonly label: string };
  readonly codes: Int32Array;
  readonly score: ModelScore;
  /** Of the choice of rows that are kept for comparison. */
  readonly random: Random;
}

/** A fitted model with the recipe of its items and their spread. */
export async function storedModel(fit: ModelFit, background: ModelBackground): Promise<StoredModel> {
  const { collection, inputs, options, codes, score, random } = background;
  return {
    ...fit.model,
    recipe: await recipeOf(options),
    items: { kind: collection.item, count: collection.names.length, points: pointsRange(collection) },
    spread: fitSpread({ rows: fit.rows.matrix, dropped: droppedCosts(fit.rows), codes }, random),
    origin: {
      version: VERSION,
      seed: options.seed,
      label: options.label,
      inputs: inputs.map(({ sha256 }) => sha256),
      score,
    },
  };
}

/** What of the options shapes an item. */
async function recipeOf(options: ItemOptions): Promise<ItemRecipe> {
  const { normalise, align, features, weights, sample, coords, unitMass, variable, bands } = options;
  const { baseline, negatives, bandMass, bin } = options;
  const { axis } = await readWavelengths(options);
  const recipe = { features, weights, sample, coords, unitMass, variable, bands, axis };
  const steps = { baseline, negatives, bandMass, bin };
  return { normalise, align, ...present({ ...recipe, ...steps }) };
}

/** Without the fields that nobody gave. */
function present<T extends object>(fields: T): { [N in keyof T]?: Exclude<T[N], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [N in keyof T]?: Exclude<T[N], undefined>;
  };
}

function pointsRange({ measures }: Collection): readonly [number, number] {
  let [least, most] = [Infinity, 0];
  for (const { count } of measures) {
    least = Math.min(least, count);
    most = Math.max(most, count);
  }
  return [least, most];
}

/** What rows lack of the squared distances from the references: residual and singular mass, the mean over the references. */
export function droppedCosts({ matrix, embeddings }: RowsAtEach): Float64Array {
  const dropped = new Float64Array(matrix.rows);
  for (const embedding of embeddings) {
    const price = singularPrice(embedding.reference.metric);
    const masses = singularMasses(embedding);
    for (let s = 0; s < dropped.length; s++) {
      dropped[s]! += (embedding.residuals[s]! + price * masses[s]!) / embeddings.length;
    }
  }
  return dropped;
}
