import type { Measure } from "../measure/measure.js";
import type { Transport } from "../transport/transport.js";
import { geometryOf } from "./geometries.js";
import type { Reference } from "./reference.js";

/** Any solver of the transport problem of the reference's metric, from the reference to a measure. */
export type TransportSolver = (source: Measure, target: Measure) => Transport;

/**
 * A reference with what all transports from it share, made once and not for each measure: `embed` makes one, and each
 * worker of a pool makes one per reference.
 */
export interface PreparedReference {
  readonly reference: Reference;
  readonly transportTo: (target: Measure) => Transport;
}

/** @param solver default: that of the metric, which finds what the reference alone decides only once. */
export function prepareReference(reference: Reference, solver?: TransportSolver): PreparedReference {
  const { measure, metric } = reference;
  return {
    reference,
    transportTo: solver ? (target) => solver(measure, target) : geometryOf(metric).transportFrom(measure),
  };
}
