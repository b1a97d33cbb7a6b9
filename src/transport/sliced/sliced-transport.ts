import { certified, certifyPair, type Outcome } from "../certify-pair.js";
import { fastestCTransform } from "../choose-c-transform.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { walkSparse } from "../walk-plan.js";
import { frameBound } from "./frame-bound.js";
import type { Directions } from "./orthonormal.js";
import { liftedPlan, type Slicing, wholeSlicing } from "./slicing.js";

/**
 * Coordinates of pairs of points (n m d) up to which a c-transform is made: a fifth of a second. In many dimensions it
 * proves several times as much as the directions alone.
 */
const LARGEST_SCANNED = 5e8;

/** What directions tell about two clouds. */
export interface Findings {
  readonly clouds: Slicing;
  /** What is to be returned as cost. */
  readonly cost: number;
  /** The direction of the plan. */
  readonly direction: Float64Array;
  /** Directions at right angles that prove the lower bound. */
  readonly frame: Directions;
  readonly outcome: Outcome;
}

/**
 * The plan of one direction in all dimensions, with a bracket of W2^2: above, what this plan costs; below, what a frame
 * proves. Up to a size the frame's potentials are improved by a c-transform.
 */
export function slicedTransport({
  clouds,
  cost,
  direction,
  frame,
  outcome,
}: Findings): Transport<SparsePlan> {
  const { pair, dim } = clouds;
  const plan = liftedPlan(clouds, direction);
  const own = frameBound(wholeSlicing(pair), frame);
  if (pair.source.count * pair.target.count * dim > LARGEST_SCANNED) {
    return { ...certified(pair, plan, walkSparse, own, outcome), cost };
  }
  const { f } = own.potentials;
  const scanned = certifyPair(pair, plan, walkSparse, f, outcome, fastestCTransform);
  const lower = Math.max(scanned.certificate.lower, Math.min(own.lower, scanned.certificate.upper));
  return { ...scanned, cost, certificate: { ...scanned.certificate, lower } };
}
