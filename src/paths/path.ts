import type { Measure } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";

/** A distance is proved to be at least the first and at most the second. */
export type Bounds = readonly [lower: number, upper: number];

/** Distances of a measure on a path from its two ends, in the path's own metric. */
export interface EndDistances {
  readonly toSource: number;
  readonly toTarget: number;
  /** Where the metric is that of an optimal transport. */
  readonly sourceBounds?: Bounds;
  readonly targetBounds?: Bounds;
  /** Of the transports behind the distances; none for a distance of 0 between equal bytes. */
  readonly certificates: readonly Certificate[];
}

/** A curve of measures from one end to another, 0 <= t <= 1, with the metric in which it is measured. */
export interface MeasurePath {
  /** Of the two ends, in the path's own metric. */
  readonly distance: number;
  /** Of the transports that the path is made of. */
  readonly certificates: readonly Certificate[];
  /** The measure at time t. @throws ShapeError unless 0 <= t <= 1. */
  readonly at: (t: number) => Measure;
  /**
   * The same mass as particles that keep their number and order from t = 0 to 1: for pictures that move. Where mass splits
   * there are more of them than points.
   */
  readonly particlesAt: (t: number) => Measure;
  /** Distances of mu, which is `at(t)` as it came back from a file, recomputed from its points and masses. */
  readonly distancesAt: (t: number, mu: Measure) => EndDistances;
}
