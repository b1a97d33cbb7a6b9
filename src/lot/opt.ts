import { partial } from "../transport/partial/partial.js";
import { type Geometry, MASS_SCALE } from "./geometry.js";
import type { OptMetric } from "./metric.js";
import { optBetween } from "./opt-between.js";
import { optExponential } from "./opt-exponential.js";
import { optLogarithm } from "./opt-logarithm.js";

/** Of OPT in the hash of a reference, and so in files: never to change, nor to be that of another metric. */
const OPT_TAG = 2;

/**
 * Optimal partial transport at a price q for each unit of mass that is destroyed or created. With s_i the share of reference
 * point i that is kept, and u_i the velocity of that, a tangent vector has
 *
 *   velocity sqrt(s_i) u_i,   growth -sqrt(1 - s_i),   <(v, g), (w, h)> = sum_i w_i (v_i . w_i + q g_i h_i),
 *
 * coordinates in which the space is linear and the squared norm is what keeping and destroying costs, exactly. The
 * created mass is the singular part, at q each.
 *
 * The squared distance of two such vectors is the LOPT discrepancy of Bai et al. where every point is kept or destroyed
 * whole (plans are vertices, so most are), those that only one of the two keeps do not move in it, the velocities of those
 * that both keep differ by at most sqrt(2 q), and no mass is created. Else it differs: of a point that only one keeps the
 * velocity counts too, parts of points count by (sqrt(1 - s_a) - sqrt(1 - s_b))^2 instead of |s_a - s_b|, differences of
 * velocities are not cut at sqrt(2 q), and created mass at one place is compared, by q |a - b|, instead of added. The
 * discrepancy itself is not the distance of rows in any Euclidean space of this dimension.
 *
 * Bai, Medri, Diaz Martin, Shahroz Khan and Kolouri 2023, section 3.
 */
export function optGeometry({ price }: OptMetric): Geometry {
  return {
    isBalanced: false,
    parameters: [OPT_TAG, price],
    growthWeight: price,
    singularCost: (a, b) => price * Math.abs(a - b),
    singularScale: MASS_SCALE,
    transportFrom: (source) => (target) => partial(source, target, { price }),
    logarithm: optLogarithm,
    exponential: (sigma, fields, t) => optExponential(price, sigma, fields, t),
    between: optBetween,
  };
}
