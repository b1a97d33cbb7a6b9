import type { Measure } from "../../measure/measure.js";
import type { Status } from "../../numeric/certificate.js";
import { exact } from "../../transport/exact.js";
import { barycentricProjection } from "../../transport/plan.js";

/** How far particles are from where a timestep takes them, and which way each of them is pulled. */
export interface ParticleResidual {
  /** Half a squared distance between the particles and their image. */
  readonly value: number;
  /**
   * Its gradient for a unit of mass, count x dim: the derivative with respect to place i is w_i field_i. A step of -field takes
   * each particle to where it is matched. 0 at particles without mass.
   */
  readonly field: Float64Array;
  /** How the transport ended. */
  readonly status: Status;
}

/** A residual of particles X and their image Y, which is held fixed. */
export type ParticleLoss = (particles: Measure, image: Measure) => ParticleResidual;

/**
 * Half the squared Wasserstein distance between particles X and their image Y under a timestep, and its gradient:
 *
 *   1/2 W2^2(X, Y) = 1/2 sum p_ij |x_i - y_j|^2,   field_i = x_i - T(x_i),   T(x_i) = sum_j p_ij y_j / w_i.
 *
 * Y and the plan count as constant (the plan is optimal, so to first order its change costs nothing); where the optimal plan is not
 * unique, the field is one of several. For equal masses T is a matching.
 *
 * @throws ShapeError if the dimensions differ; MeasureError if the total masses differ by more than 1e-9.
 *
 * Time and memory of `exact`. Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567).
 */
export const wassersteinResidual: ParticleLoss = (particles, image) => {
  const { cost, plan, certificate } = exact(particles, image);
  return {
    value: cost / 2,
    field: towards(particles, barycentricProjection(plan, image)),
    status: certificate.status,
  };
};

/** x_i - image_i, 0 for particles without mass. */
export function towards({ points, weights, dim }: Measure, images: Float64Array): Float64Array {
  return points.map((x, p) => (weights[Math.floor(p / dim)]! > 0 ? x - images[p]! : 0));
}
