import type { Embedding } from "../../lot/embedding.js";
import { toTangent } from "../../lot/embedding.js";
import type { Metric } from "../../lot/metric.js";
import { type Reference, reference } from "../../lot/reference.js";
import type { Tangent } from "../../lot/tangent.js";
import { type Measure, massive } from "../../measure/measure.js";
import { combinedRow } from "../../numeric/matrix.js";
import type { Particles } from "../particles.js";
import type { TimeWindow, WindowShape } from "./time-window.js";

/**
 * Logarithms of measures at a reference, as rows: `embed`, or a function that does the same with other maps. The reference is a
 * middle cloud, whose points may be repeated and stay in their order.
 */
export type EmbedWindow = (reference: Reference, measures: readonly Measure[]) => Embedding;

/** The same in other threads: `embedAll` of a worker pool. */
export type AsyncEmbedWindow = (
  reference: Reference,
  measures: readonly Measure[],
) => Embedding | Promise<Embedding>;

/** What is to be embedded for a window. */
export interface MapTask extends WindowShape {
  readonly middle: Particles;
  /** The middle as a reference: those of its particles that carry mass. */
  readonly reference: Reference;
  /** Which of the particles of the middle those are; absent: all. */
  readonly indices?: Int32Array;
  /** j of each target, increasing. */
  readonly offsets: readonly number[];
  readonly targets: readonly Measure[];
}

/** The maps of a window, all of them from its middle: row r of the embedding is log_mu(t0) mu(t0 + offsets[r] h). */
export interface WindowMaps extends MapTask {
  readonly embedding: Embedding;
}

/**
 * The transports that these coefficients need, one for each that is not 0.
 *
 * @param coefficients entry k + j is that of the cloud at t0 + jh: see `JumpEstimate`.
 */
export function mapTask(window: TimeWindow, coefficients: Float64Array, metric: Metric): MapTask {
  const { halfSteps, step, clouds, middle } = window;
  const kept = massive(middle);
  const all = kept.indices.length === middle.count;
  const { points, weights, count, dim } = middle;
  const source = all ? { points, weights, count, dim } : kept.measure;
  const offsets = Array.from(coefficients.keys(), (p) => p - halfSteps).filter(
    (j) => j !== 0 && coefficients[halfSteps + j] !== 0,
  );
  return {
    halfSteps,
    step,
    middle,
    reference: reference(source, { metric }),
    ...(all ? {} : { indices: kept.indices }),
    offsets,
    targets: offsets.map((j) => clouds[halfSteps + j]!),
  };
}

/**
 * sum_j c_j log_mu(t0) mu(t0 + jh), a tangent vector at the middle. Singular masses take no part: see `singularMasses`.
 *
 * O(maps * particles * dim) time.
 */
export function combineMaps(maps: WindowMaps, coefficients: Float64Array): Tangent {
  const { embedding, offsets, halfSteps, reference } = maps;
  const ofRows = offsets.map((j) => coefficients[halfSteps + j]!);
  return toTangent(reference, combinedRow(embedding.matrix, ofRows));
}
