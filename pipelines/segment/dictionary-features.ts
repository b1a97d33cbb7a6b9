import {
  DICTIONARY_PRESETS,
  type Dictionary,
  type DictionarySettings,
  type Matrix,
  type OnProgress,
} from "../../src/index.js";
import { tellOnly } from "../tell-only.js";
import { dictionaryDetails, massRatio } from "./dictionary-details.js";
import { dictionaryWarnings } from "./dictionary-warnings.js";
import type { Coefficients, DictionaryFlags, FeatureContext, FeatureKind, Features } from "./feature-kind.js";
import { meanMass, type Scaling, scaled } from "./scaling.js";

/** Rows of a step of the training: with so few, an epoch moves the atoms often, and the weights of each row once. */
const BATCH = 50;

/** What differs between the two. */
interface Kind {
  readonly preset: string;
  readonly settings: DictionarySettings;
  readonly atomForm: "simplex" | "logarithm";
  readonly scaling: Scaling;
  /** Of the optimiser for the atoms; not published: compared on Salinas A by accuracy. */
  readonly learningRate: number;
}

/** Shapes alone: pixels and atoms of mass 1, barycentres of balanced transport. */
export const balancedDictionaryFeatures: FeatureKind = {
  title: "balanced dictionary",
  scaling: "each pixel divided by its sum",
  affinity: "cosine",
  hasModel: true,
  learn: (sample, context) =>
    learned(sample, context, {
      preset: "balanced",
      settings: withEpsilon(DICTIONARY_PRESETS.balanced(Infinity), context.options),
      atomForm: "simplex",
      scaling: { kind: "unit-mass" },
      learningRate: 0.05,
    }),
};

/**
 * Shapes and brightness: masses of pixels and atoms may differ. The sample is divided by its mean mass, not by its largest value
 * as published: for all masses are then near 1, whatever the number of bands, and so the same strengths mean the same. That this
 * does well was seen on Salinas A by accuracy.
 */
export const unbalancedDictionaryFeatures: FeatureKind = {
  title: "unbalanced dictionary",
  scaling: "divided by the mean mass of the sample",
  affinity: "cosine",
  hasModel: true,
  learn: (sample, context) => {
    const { preset, rho, loss } = context.options;
    return learned(sample, context, {
      preset,
      settings: { ...withEpsilon(DICTIONARY_PRESETS[preset](rho), context.options), loss },
      atomForm: "logarithm",
      scaling: { kind: "divisor", value: meanMass(sample) },
      learningRate: 0.02,
    });
  },
};

async function learned(
  spectra: Matrix,
  { pool, axis, options, random, transformsOthers, onProgress }: FeatureContext,
  { preset, settings, atomForm, scaling, learningRate }: Kind,
): Promise<Features> {
  const rows = scaled(spectra, scaling);
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
  const fitted = await pool.fitDictionaries([{ data: rows, options: given }], {
    onProgress: tellOnly(onProgress),
  });
  const dictionary = fitted[0]!; // nothing here ends the work early
  const transform = (others: Matrix, progress?: OnProgress) =>
    weightsOf(pool, dictionary, scaled(others, scaling), progress);
  const again = transformsOthers ? await transform(spectra) : undefined;
  const ratio = massRatio(dictionary, rows);
  return {
    sample: again ?? { rows: dictionary.weights!, certificates: [] },
    transform,
    details: {
      preset,
      ...dictionaryDetails(dictionary),
      massRatio: ratio,
      ...(again && { meanLossOfWeights: again.meanLoss }),
    },
    warnings: dictionaryWarnings(dictionary, ratio),
    model: { dictionary, scaling },
  };
}

/** As `dictionaryWeights` has it: of the gradient of a row in its logits, relative to its loss at the start. */
const WEIGHT_STOP = { tolerance: 1e-3, maxIterations: 50 };

/**
 * Those that one minimisation gives every pixel, sampled or not. Losses are flat in the weights: those of the training, which
 * Adam left where it was, have nearly the same losses and may be far off, so the two are not to be mixed.
 */
async function weightsOf(
  { dictionaryWeights }: FeatureContext["pool"],
  dictionary: Dictionary,
  rows: Matrix,
  onProgress: OnProgress | undefined,
): Promise<Coefficients & { readonly meanLoss: number }> {
  const found = await dictionaryWeights(dictionary, rows, {
    stop: WEIGHT_STOP,
    onProgress: tellOnly(onProgress),
  });
  const open = found.gradients.reduce((count, slope) => count + (slope <= WEIGHT_STOP.tolerance ? 0 : 1), 0);
  return {
    rows: found.weights,
    certificates: [],
    descent: { status: found.status, rows: rows.rows, open },
    meanLoss: found.losses.reduce((sum, loss) => sum + loss, 0) / rows.rows,
  };
}

/** Of the scalings inside a loss; gradients are as good as the optimiser can use. */
const LOSS_TOLERANCE = 1e-6;

function withEpsilon(settings: DictionarySettings, { epsilon }: DictionaryFlags): DictionarySettings {
  return { ...settings, ...(epsilon !== undefined && { epsilon }), lossTolerance: LOSS_TOLERANCE };
}
