import { type Measure, totalMass } from "../../measure/measure.js";
import type { BalancedPair } from "../balance.js";
import { certifyPair, type Outcome } from "../certify.js";
import { fastestCTransform } from "../choose-c-transform.js";
import { distanceL1 } from "../distance-l1.js";
import type { Potentials } from "../potentials.js";
import { planSums, roundedCost } from "../rounded-cost.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { weightedSum } from "../weighted-sum.js";
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
    return { ...proved(pair, plan, own.potentials, own.lower, outcome), cost };
  }
  const { f } = own.potentials;
  const scanned = certifyPair(pair, plan, f, outcome, fastestCTransform);
  const lower = Math.max(scanned.certificate.lower, Math.min(own.lower, scanned.certificate.upper));
  return { ...scanned, cost, certificate: { ...scanned.certificate, lower } };
}

/** What `certifyPair` makes of a plan, with potentials that are feasible already. */
function proved(
  pair: BalancedPair,
  plan: SparsePlan,
  potentials: Potentials,
  lower: number,
  { status, iterations }: Outcome,
): Transport<SparsePlan> {
  const { source, target } = pair;
  const sent = planSums(source, target, plan);
  return {
    cost: sent.cost,
    plan,
    potentials: fixConstant(source, target, potentials),
    certificate: {
      status,
      iterations,
      lower,
      upper: roundedCost(pair, plan, sent),
      sourceError: distanceL1(sent.source, source.weights),
      targetError: distanceL1(sent.target, target.weights),
    },
  };
}

/** The free constant such that sum f_i a_i = sum g_j b_j. */
function fixConstant(source: Measure, target: Measure, { f, g }: Potentials): Potentials {
  const difference = weightedSum(g, target.weights) - weightedSum(f, source.weights);
  const t = difference / (totalMass(source) + totalMass(target));
  return { f: f.map((value) => value + t), g: g.map((value) => value - t) };
}
