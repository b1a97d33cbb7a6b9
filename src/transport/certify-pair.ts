import { type Measure, totalMass } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import type { BalancedPair } from "./balance.js";
import type { CTransform } from "./c-transform.js";
import { distanceL1 } from "./distance-l1.js";
import { type DualBound, dualBound } from "./dual-bound.js";
import type { Plan } from "./plan.js";
import { planSums, roundedCost } from "./rounded-cost.js";
import type { Potentials, Transport } from "./transport.js";
import type { WalkPlan } from "./walk-plan.js";
import { weightedSum } from "./weighted-sum.js";

/** How the solver ended: what cannot be checked from outside. */
export type Outcome = Pick<Certificate, "status" | "iterations">;

/** `certify` without its checks. */
export function certifyPair<P extends Plan>(
  pair: BalancedPair,
  plan: P,
  walk: WalkPlan<P>,
  f: Float64Array,
  outcome: Outcome,
  transform: CTransform,
): Transport<P> {
  return certified(pair, plan, walk, dualBound(pair, f, transform), outcome);
}

/** A plan with what potentials prove that are feasible already. */
export function certified<P extends Plan>(
  pair: BalancedPair,
  plan: P,
  walk: WalkPlan<P>,
  dual: DualBound,
  { status, iterations }: Outcome,
): Transport<P> {
  const { source, target } = pair;
  const sent = planSums(source, target, plan, walk);
  return {
    cost: sent.cost,
    plan,
    potentials: fixConstant(source, target, dual.potentials),
    certificate: {
      status,
      iterations,
      lower: dual.lower,
      upper: roundedCost(pair, plan, walk, sent),
      sourceError: distanceL1(sent.source, source.weights),
      targetError: distanceL1(sent.target, target.weights),
    },
  };
}

/** The free constant such that sum f_i a_i = sum g_j b_j. */
function fixConstant(source: Measure, target: Measure, { f, g }: Potentials): Potentials {
  const difference = weightedSum(g, target.weights) - weightedSum(f, source.weights);
  const t = difference / (totalMass(source) + totalMass(target));
  return { f: raised(f, t), g: raised(g, -t) };
}

function raised(values: Float64Array, t: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = values[i]! + t;
  return result;
}
