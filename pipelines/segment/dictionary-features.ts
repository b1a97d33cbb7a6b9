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
import { dividedBy, meanMass, unitMassRows } from "./scaling.js";

/** Rows of a step of the training: with so few, an epoch moves the atoms often, and the weights of each row once. */
const BATCH = 50;

/** What differs between the two. */
interface Kind {
  readonly preset: DictionaryPresetName;
  readonly atomForm: "simplex" | "logarithm";
  /** Of the optimiser for the atoms; measured, not published. */
  readonly learningRate: number;
}

/** Shapes alone: pixels and atoms of mass 1, barycentres of balanced transport. */
export const balancedDictionaryFeatures: FeatureKind = {
  title: "balanced dictionary",
  scaling: "each pixel divided by its sum",
  affinity: "cosine",
  learn: (sample, context) =>
    learned(unitMassRows(sample), unitMassRows, context, {
      preset: "balanced",
      atomForm: "simplex",
      learningRate: 0.05,
    }),
};

/**
 * Shapes and brightness: masses of pixels and atoms may differ. The sample is divided by its mean mass, not by its largest value
 * as published: for all masses are then near 1, whatever the number of bands, and so the same strengths mean the same.
 */
export const unbalancedDictionaryFeatures: FeatureKind = {
  title: "unbalanced dictionary",
  scaling: "divided by the mean mass of the sample",
  affinity: "cosine",
  learn: (sample, context) => {
    const mean = meanMass(sample);
    const scale = (spectra: Matrix): Matrix => dividedBy(spectra, mean);
    return learned(scale(sample), scale, context, {
      preset: context.options.preset,
      atomForm: "logarithm",
      learningRate: 0.02,
    });
  },
};

async function learned(
  rows: Matrix,
  scale: (spectra: Matrix) => Matrix,
  { pool, axis, options, random, onProgress }: FeatureContext,
  { preset, atomForm, learningRate }: Kind,
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
    atomForm,
    learningRate: options.learningRate ?? learningRate,
    weightRate: options.weightRate,
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
    details: detailsOf(preset, dictionary),
    dictionary,
  };
}

/** Of the scalings inside a loss; gradients are as good as the optimiser can use. */
const LOSS_TOLERANCE = 1e-6;

function settingsOf(
  preset: DictionaryPresetName,
  { rho, epsilon, loss }: DictionaryFlags,
): DictionarySettings {
  return {
    ...DICTIONARY_PRESETS[preset](rho),
    ...(epsilon !== undefined && { epsilon }),
    ...(preset !== "balanced" && { loss }),
    lossTolerance: LOSS_TOLERANCE,
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
    learningRate: training.learningRate,
    weightRate: training.weightRate,
    restarts: restarts.length,
  };
}

/** JSON has no infinity. */
function finite(rho: number): number | string {
  return Number.isFinite(rho) ? rho : "infinite";
}
