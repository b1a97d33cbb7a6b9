import { embedPrepared } from "../lot/embedding.js";
import { sameMetric } from "../lot/geometries.js";
import type { Metric } from "../lot/metric.js";
import { metricCost } from "../lot/metric-cost.js";
import { type PreparedReference, prepareReference } from "../lot/prepared-reference.js";
import { type Reference, reference } from "../lot/reference.js";
import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { type DictionaryJobTypes, dictionaryJobs } from "./dictionary-jobs.js";
import { type LossJobTypes, lossJobs } from "./loss-jobs.js";
import { type PackedMeasures, packMeasures, unpackMeasures } from "./packed-measures.js";

/** What a worker can be asked for: plain records there and back. */
export interface JobTypes extends DictionaryJobTypes, LossJobTypes {
  /** Rows of measures at one reference. */
  readonly embed: {
    readonly input: ReferenceInput & { readonly measures: PackedMeasures };
    readonly output: Answer & {
      readonly rows: Float64Array;
      readonly residuals: Float64Array;
      readonly singular?: PackedMeasures;
    };
  };
  /** Costs in a metric of pairs of measures: 0 and 1, 2 and 3, ... */
  readonly costs: {
    readonly input: { readonly metric: Metric; readonly measures: PackedMeasures };
    readonly output: Answer & { readonly costs: Float64Array };
  };
}

interface ReferenceInput {
  readonly reference: Measure;
  readonly metric: Metric;
}

interface Answer {
  readonly certificates: readonly Certificate[];
}

export type JobName = keyof JobTypes;
export type JobInput<J extends JobName> = JobTypes[J]["input"];
export type JobOutput<J extends JobName> = JobTypes[J]["output"];
export type Jobs = { readonly [J in JobName]: (input: JobInput<J>) => JobOutput<J> };

/** The jobs of one worker, which prepares a reference once for all blocks that start from it. */
export function workerJobs(): Jobs {
  const prepared = lastPrepared();
  return {
    ...dictionaryJobs,
    ...lossJobs,
    embed: ({ reference: sigma, metric, measures }) => {
      const { matrix, residuals, certificates, singular } = embedPrepared(
        prepared(sigma, metric),
        unpackMeasures(measures),
      );
      const parts = singular ? { singular: packMeasures(singular) } : {};
      return { rows: matrix.data, residuals, certificates, ...parts };
    },
    costs: ({ metric, measures }) => {
      const all = unpackMeasures(measures);
      const answers = Array.from({ length: all.length / 2 }, (_, p) =>
        metricCost(metric, all[2 * p]!, all[2 * p + 1]!),
      );
      return {
        costs: Float64Array.from(answers, (answer) => answer.cost),
        certificates: answers.map((answer) => answer.certificate),
      };
    },
  };
}

/**
 * The preparation of a reference, kept until another one is asked for. It is made of a copy: in the caller's own thread
 * the numbers are the caller's, who may change them.
 */
function lastPrepared(): (measure: Measure, metric: Metric) => PreparedReference {
  let last: PreparedReference | undefined;
  return (measure, metric) => {
    if (!last || !isReference(last.reference, measure, metric)) {
      last = prepareReference(reference(copyOf(measure), { metric }));
    }
    return last;
  };
}

function copyOf(mu: Measure): Measure {
  return { ...mu, points: mu.points.slice(), weights: mu.weights.slice() };
}

function isReference({ measure, metric }: Reference, other: Measure, otherMetric: Metric): boolean {
  return sameMetric(metric, otherMetric) && sameMeasure(measure, other);
}

function sameMeasure(a: Measure, b: Measure): boolean {
  return a.dim === b.dim && sameNumbers(a.points, b.points) && sameNumbers(a.weights, b.weights);
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, p) => value === b[p]);
}
