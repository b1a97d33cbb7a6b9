import {
  type Cube,
  defaultMetric,
  hkMetric,
  kMeansReference,
  type Matrix,
  type Measure,
  measure,
  rowView,
  singularMasses,
  totalMass,
} from "../../src/index.js";
import { LARGE_SINGULAR, squaresOf } from "../fidelity.js";
import { singularPrice } from "../metric.js";
import { short } from "../text-table.js";
import type { Coefficients, FeatureContext, FeatureKind } from "./feature-kind.js";
import { dividedBy, largestValue } from "./scaling.js";

/** Hellinger-Kantorovich tangent vectors from the mean of the sample: how its mass moves along the axis, grows and shrinks. */
export const hkFeatures: FeatureKind = {
  title: "HK-LOT",
  scaling: "divided by the largest value of the sample",
  // compared with "cosine" and "distance" on Salinas A, by accuracy
  affinity: "scaled-distance",
  hasModel: false,
  learn: async (sample, context) => {
    const largest = largestValue(sample);
    const measures = bandMeasures(dividedBy(sample, largest), context.axis);
    const { kappa } = context.options;
    const metric =
      kappa === undefined ? defaultMetric("hk", measures, context.random.fork(0)) : hkMetric(kappa);
    // As many points as there are bands: the mean itself.
    const fit = { count: sample.cols, random: context.random.fork(1), metric };
    const mean = kMeansReference(measures, fit);
    const { singularShare, ...coefficients } = await embed(mean, measures, context.pool, context.onProgress);
    return {
      sample: coefficients,
      transform: async (spectra, onProgress) => {
        const others = bandMeasures(dividedBy(spectra, largest), context.axis);
        const { rows, certificates } = await embed(mean, others, context.pool, onProgress);
        return { rows, certificates };
      },
      details: {
        largest,
        kappa: metric.kappa,
        reference: mean.id,
        referencePoints: mean.measure.count,
        referenceMass: totalMass(mean.measure),
        singularShare,
      },
      warnings:
        singularShare > LARGE_SINGULAR
          ? [
              `${short(100 * singularShare)} % of the cost of the transports is mass that does not come from the reference, ` +
                "which rows do not have; try a larger --kappa",
            ]
          : [],
    };
  },
};

interface EmbeddedPixels extends Coefficients {
  /** Of the cost of all transports, the share that is mass which no mass of the reference is near. */
  readonly singularShare: number;
}

async function embed(
  mean: ReturnType<typeof kMeansReference>,
  measures: readonly Measure[],
  pool: FeatureContext["pool"],
  onProgress: FeatureContext["onProgress"],
): Promise<EmbeddedPixels> {
  const embedding = await pool.embedAll(mean, measures, {
    onProgress: (info) => {
      onProgress?.({ ...info, unit: "pixels" });
    },
  });
  const { matrix, certificates, residuals } = embedding;
  const singular = singularPrice(mean.metric) * sum(singularMasses(embedding));
  const cost = squaresOf(embedding) + singular + sum(residuals);
  return { rows: matrix, certificates, singularShare: cost === 0 ? 0 : singular / cost };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Each row as a measure on the positions of the bands. */
function bandMeasures(rows: Matrix, axis: Cube["axis"]): Measure[] {
  return Array.from({ length: rows.rows }, (_, s) =>
    measure(axis.values, { dim: 1, weights: rowView(rows, s) }),
  );
}
