import { type Measure, massive, normalise, totalMass } from "../measure/measure.js";
import { type PartialTransport, partial } from "../transport/partial/partial.js";
import { marginals } from "../transport/plan.js";

/** How a whole lies on a damaged measure. */
export interface Cover {
  readonly whole: Measure;
  /** What of the whole is not matched; it may have no points. */
  readonly missing: Measure;
  /** From the whole to the damaged measure, in the mass of the visible part. */
  readonly transport: PartialTransport;
  /** Of each point of the whole, the share of its mass that is matched, 0 to 1. */
  readonly visible: Float64Array;
}

/**
 * The part of a whole that a damaged measure covers best, and the rest: a partial transport that moves 1 - missing of the mass of the
 * whole onto all of the damaged measure, brought to that mass.
 */
export function cover(whole: Measure, damaged: Measure, missing: number): Cover {
  const mass = (1 - missing) * totalMass(whole);
  const transport = partial(whole, normalise(damaged, mass), { mass });
  const { source } = marginals(transport.plan);
  const visible = source.map((sent, i) => (sent === 0 ? 0 : Math.min(1, sent / whole.weights[i]!)));
  const rest = { ...whole, weights: whole.weights.map((w, i) => restOf(w, source[i]!)) };
  return { whole, missing: massive(rest).measure, transport, visible };
}

/** What is left of a mass; a rest below rounding is none. */
function restOf(mass: number, sent: number): number {
  const rest = mass - sent;
  return rest > 4 * Number.EPSILON * mass ? rest : 0;
}
