import {
  DICTIONARY_PRESETS,
  type Dictionary,
  type DictionaryPresetName,
  type DictionarySettings,
  type Matrix,
  type OnProgress,
  ShapeError,
} from "../../src/index.js";
import type { DictionaryFlags, FeatureContext, FeatureKind } from "./feature-kind.js";
import { dividedBy, largestValue, unitMassRows } from "./scaling.js";

/** Rows of a step of the training: with so few, an epoch moves the atoms often, and the weights of each row once. */
const BATCH = 50;
/** Of Adam for the logits of the weights, which move once an epoch: ten times the published rate for the atoms. */
const WEIGHT_RATE = 0.1;

/** Shapes alone: pixels and atoms of mass 1, barycentres of balanced transport. */
export const balancedDictionaryFeatures: FeatureKind = {
  title: "balanced dictionary",
  scaling: "each pixel divided by its sum",
  affinity: "cosine",
  learn: async (sample, context) =>
    learned(unitMassRows(sample), unitMassRows, "balanced", context, { scaling: "unit mass" }),
};

/** Shapes and brightness: the sample divided by its largest value, masses of pixels and atoms may differ. */
export const unbalancedDictionaryFeatures: FeatureKind = {
  title: "unbalanced dictionary",
  scaling: "divided by the largest value of the sample",
  affinity: "cosine",
  learn: async (sample, context) => {
    const largest = largestValue(sample);
    const scale = (spectra: Matrix): Matrix => dividedBy(spectra, largest);
    return learned(scale(sample), scale, context.options.preset, context, { largest });
  },
};

async function learned(
  rows: Matrix,
  scale: (spectra: Matrix) => Matrix,
  preset: DictionaryPresetName,
  { pool, axis, options, random, onProgress }: FeatureContext,
  scaling: Readonly<Record<string, string | number>>,
) {
  const settings = settingsOf(preset, options);
  const given = {
    axis,
    settings,
    random,
    size: options.atoms,
    steps: options.steps,
    restarts: options.restarts,
    batch: Math.min(BATCH, rows.rows),
    weightRate: WEIGHT_RATE,
    weightStart: "even",
    start: "k-means++",
    atoms: options.fixedAtoms ? "data" : "learned",
  } as const;
  const progress: OnProgress = (info) => {
    onProgress?.(info);
  };
  const [dictionary] = await pool.fitDictionaries([{ data: rows, options: given }], { onProgress: progress });
  if (dictionary === undefined) throw new ShapeError("no dictionary was learned");
  return {
    sample: { rows: dictionary.weights!, certificates: [] },
    transform: async (spectra: Matrix) => ({
      rows: (await pool.dictionaryWeights(dictionary, scale(spectra), { onProgress: progress })).weights,
      certificates: [],
    }),
    details: { ...scaling, ...detailsOf(preset, dictionary) },
    dictionary,
  };
}

function settingsOf(
  preset: DictionaryPresetName,
  { rho, epsilon, loss }: DictionaryFlags,
): DictionarySettings {
  return {
    ...DICTIONARY_PRESETS[preset](rho),
    ...(epsilon !== undefined && { epsilon }),
    ...(loss !== undefined && preset !== "balanced" && { loss }),
  };
}

function detailsOf(preset: DictionaryPresetName, { settings, training, restarts, kept }: Dictionary) {
  const { loss, atomGradient, weightGradient, steps } = restarts[kept]!;
  return {
    preset,
    atoms: training.size,
    atomsAre: training.atoms,
    epsilon: settings.epsilon,
    rhoBarycenter: finite(settings.rhoBarycenter),
    rhoLoss: finite(settings.rhoLoss),
    loss: settings.loss,
    meanLoss: loss,
    atomGradient,
    weightGradient,
    steps,
    batch: training.batch,
    restarts: restarts.length,
  };
}

/** JSON has no infinity. */
function finite(rho: number): number | string {
  return Number.isFinite(rho) ? rho : "infinite";
}
