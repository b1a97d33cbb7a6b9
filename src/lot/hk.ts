import type { Measure } from "../measure/measure.js";
import type { Transport } from "../transport/transport.js";
import { unbalanced } from "../transport/unbalanced/unbalanced.js";
import { MOST_EXACT_COSTS, unbalancedExact } from "../transport/unbalanced/unbalanced-exact.js";
import type { Geometry } from "./geometry.js";
import { hkBetween } from "./hk-between.js";
import { hkExponential } from "./hk-exponential.js";
import { hkLogarithm } from "./hk-logarithm.js";
import type { HkMetric } from "./metric.js";

/** Of HK in the hash of a reference, and so in files: never to change, nor to be that of another metric. */
const HK_TAG = 1;

/**
 * Hellinger-Kantorovich of length scale kappa: a velocity v and a growth alpha at each reference point, with
 *
 *   <(v, alpha), (w, beta)> = sum_i w_i (v_i . w_i + kappa^2 / 4 alpha_i beta_i)
 *
 * and the singular mass, which the reference does not reach, at kappa^2 each. A growth of -2 takes all mass away.
 *
 * Cai, Cheng, Schmitzer and Thorpe 2022, section 3; Liero, Mielke and Savaré 2018, section 8.
 */
export function hkGeometry({ kappa }: HkMetric): Geometry {
  return {
    isBalanced: false,
    parameters: [HK_TAG, kappa],
    growthWeight: (kappa / 2) * (kappa / 2),
    singularCost: (a, b) => (kappa * (Math.sqrt(a) - Math.sqrt(b))) ** 2,
    singularScale: { of: Math.sqrt, back: (root) => root * root },
    transportFrom: (source) => (target) => transport(kappa, source, target),
    logarithm: (sigma, mu, plan) => hkLogarithm(kappa, sigma, mu, plan),
    exponential: (sigma, fields, t) => hkExponential(kappa, sigma, fields, t),
    between: (source, target, plan) => hkBetween(kappa, source, target, plan),
  };
}

function transport(kappa: number, source: Measure, target: Measure): Transport {
  const solver = source.count * target.count <= MOST_EXACT_COSTS ? unbalancedExact : unbalanced;
  return solver(source, target, { kappa });
}
