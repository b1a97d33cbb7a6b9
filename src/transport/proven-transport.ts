import { type Measure, totalMass } from "../measure/measure.js";
import { balancedPair } from "./balance.js";
import type { CTransform } from "./c-transform.js";
import { certifyPair, type Outcome } from "./certify-pair.js";
import { fastestCTransform } from "./choose-c-transform.js";
import { proveConverged } from "./closed-gap.js";
import type { Frame } from "./frame.js";

import type { SparsePlan } from "./sparse-plan.js";
import type { Transport } from "./transport.js";
import { walkSparse } from "./walk-plan.js";

/** What an exact solver ends with. */
export interface Solution {
  /** Of the same two measures, with all masses finite and positive. */
  readonly plan: SparsePlan;
  /** Source potential; -Infinity where it is unknown. */
  readonly f: Float64Array;
  readonly outcome: Outcome;
}

/**
 * The answer of an exact solver with its certificate: "converged" stays only where the certificate proves it.
 *
 * @param frame of the same two measures, which balance.
 * @param transform a solver that has something faster than the scan or the kd-tree may name it here.
 */
export function provenTransport(
  source: Measure,
  target: Measure,
  frame: Frame,
  { plan, f, outcome }: Solution,
  transform: CTransform = fastestCTransform,
): Transport<SparsePlan> {
  const largest = totalMass(source) * frame.scale * frame.scale * frame.largestCost;
  return proveConverged(
    certifyPair(balancedPair(source, target, frame), plan, walkSparse, f, outcome, transform),
    largest,
  );
}
