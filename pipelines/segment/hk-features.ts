import {
  type Cube,
  defaultMetric,
  hkMetric,
  kMeansReference,
  type Matrix,
  type Measure,
  measure,
  rowView,
  totalMass,
} from "../../src/index.js";
import type { Coefficients, FeatureContext, FeatureKind } from "./feature-kind.js";
import { dividedBy, largestValue } from "./scaling.js";

/** Hellinger-Kantorovich tangent vectors from the mean of the sample: how its mass moves along the axis, grows and shrinks. */
export const hkFeatures: FeatureKind = {
  title: "HK-LOT",
  scaling: "divided by the largest value of the sample",
  affinity: "distance",
  learn: async (sample, context) => {
    const largest = largestValue(sample);
    const measures = bandMeasures(dividedBy(sample, largest), context.axis);
    const { kappa } = context.options;
    const metric =
      kappa === undefined ? defaultMetric("hk", measures, context.random.fork(0)) : hkMetric(kappa);
    // As many points as there are bands: the mean itself.
    const fit = { count: sample.cols, random: context.random.fork(1), metric };
    const mean = kMeansReference(measures, fit);
    const embedded = (some: readonly Measure[]) => embed(mean, some, context);
    const coefficients = await embedded(measures);
    return {
      sample: coefficients,
      transform: (spectra) => embedded(bandMeasures(dividedBy(spectra, largest), context.axis)),
      details: {
        largest,
        kappa: metric.kappa,
        reference: mean.id,
        referencePoints: mean.measure.count,
        referenceMass: totalMass(mean.measure),
      },
    };
  },
};

async function embed(
  mean: ReturnType<typeof kMeansReference>,
  measures: readonly Measure[],
  { pool, onProgress }: FeatureContext,
): Promise<Coefficients> {
  const { matrix, certificates } = await pool.embedAll(mean, measures, {
    onProgress: (info) => {
      onProgress?.({ ...info, unit: "pixels" });
    },
  });
  return { rows: matrix, certificates };
}

/** Each row as a measure on the positions of the bands. */
function bandMeasures(rows: Matrix, axis: Cube["axis"]): Measure[] {
  return Array.from({ length: rows.rows }, (_, s) =>
    measure(axis.values, { dim: 1, weights: rowView(rows, s) }),
  );
}
