import { type Measure, selectPoints } from "../measure/measure.js";
import { cosine, sine } from "../numeric/elementary.js";
import type { Plan } from "../transport/plan.js";
import type { LogarithmFields } from "./geometry.js";
import { forEachMove, movedMasses, unmoved } from "./hk-moves.js";

/**
 * Velocity, growth and singular mass of a plan. A particle that goes from x_i to y_j, over the angle theta = |y - x| / kappa
 * with its mass multiplied by q^2 = (dnu/dpi_1) / (dmu/dpi_0), has
 *
 *   v_ij = q sin(theta) / theta (y_j - x_i),   alpha_ij = 2 (q cos(theta) - 1);
 *
 * where the mass of x_i splits, v_i and alpha_i are the means with weights pi_ij / pi_0i. Points that send nothing have v = 0
 * and alpha = -2. At an optimal plan q cos(theta) is pi_0i / mu_i, so that alpha does not vary in a split; it is not taken from
 * there, because q is what makes the masses arrive exactly, whatever the rounding of the plan.
 *
 * residual = sum mu_i pi_ij / pi_0i (|v_ij - v_i|^2 + kappa^2 / 4 (alpha_ij - alpha_i)^2).
 *
 * O(entries d). Cai, Cheng, Schmitzer and Thorpe 2022, section 3.
 */
export function hkLogarithm(kappa: number, sigma: Measure, mu: Measure, plan: Plan): LogarithmFields {
  const { dim } = sigma;
  const { sent, received, ratio } = movedMasses(kappa, sigma, mu, plan);
  const velocity = new Float64Array(sigma.points.length);
  const growth = new Float64Array(sigma.count).fill(-2);
  forEachMove(kappa, sigma, mu, plan, (i, j, mass, angle) => {
    const share = mass / sent[i]!;
    const q = ratio(i, j);
    const factor = share * along(q, angle);
    for (let k = 0; k < dim; k++) {
      velocity[i * dim + k]! += factor * (mu.points[j * dim + k]! - sigma.points[i * dim + k]!);
    }
    growth[i]! += share * 2 * q * cosine(angle);
  });
  let residual = 0;
  forEachMove(kappa, sigma, mu, plan, (i, j, mass, angle) => {
    const q = ratio(i, j);
    const factor = along(q, angle);
    let squared = ((kappa / 2) * (2 * (q * cosine(angle) - 1) - growth[i]!)) ** 2;
    for (let k = 0; k < dim; k++) {
      const v = factor * (mu.points[j * dim + k]! - sigma.points[i * dim + k]!);
      squared += (v - velocity[i * dim + k]!) ** 2;
    }
    residual += sigma.weights[i]! * (mass / sent[i]!) * squared;
  });
  return { velocity, growth, singular: selectPoints(mu, unmoved(mu, received)), residual };
}

/** What a difference of places is multiplied by to give a velocity: q sin(theta) / theta. */
function along(q: number, angle: number): number {
  return angle > 0 ? (q * sine(angle)) / angle : q;
}
