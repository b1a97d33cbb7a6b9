import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { Status } from "../../numeric/certificate.js";
import type { IterationOptions } from "../../numeric/iterate.js";
import { requirePositive } from "../../numeric/require-positive.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import { sinkhorn } from "../../transport/entropic/sinkhorn.js";
import { sinkhornDivergence } from "../../transport/entropic/sinkhorn-divergence.js";
import { barycentricProjection } from "../../transport/plan.js";
import { type ParticleLoss, towards } from "./wasserstein-residual.js";

export interface SinkhornResidualOptions extends Pick<IterationOptions, "stop"> {
  /** In units of the cost, epsilon = 2 blur^2; default: twice the median squared distance of the particles to their images. */
  readonly epsilon?: number;
}

/**
 * Half the Sinkhorn divergence between particles X and their image Y under a timestep, and its gradient:
 *
 *   1/2 S(X, Y),   field_i = T_XX(x_i) - T_XY(x_i),
 *
 * T_XY being the barycentric projection of the entropic plan from X to Y. As epsilon tends to 0 it becomes `wassersteinResidual`; a
 * large epsilon sees the means only. The default is the published one: blur^2 = median |y_i - x_i|^2, where y_i is
 * particle i after the timestep (so X and Y must have as many points, in the same order).
 *
 * @returns a loss; its status is that of the transport which did not converge, if there is one.
 * @throws ShapeError unless epsilon is positive and finite, or X and Y differ in the number of points where the default needs them to
 *   agree; MeasureError as `sinkhorn` does.
 *
 * O(n^2) time per Sinkhorn iteration. Feydy et al. 2019, section 3.2 (gradient); Vandecasteele et al. 2025 (blur).
 */
export function sinkhornResidual({ epsilon, stop }: SinkhornResidualOptions = {}): ParticleLoss {
  if (epsilon !== undefined) requirePositive("epsilon", epsilon);
  return (particles, image) => {
    // where most particles stay where they are, the default of the divergence has to do
    const chosen = epsilon ?? 2 * medianSquaredDisplacement(particles, image);
    const options = { ...(chosen > 0 && { epsilon: chosen }), ...(stop && { stop }) };
    const divergence = sinkhornDivergence(particles, image, options);
    const within = sinkhorn(particles, particles, { ...options, epsilon: divergence.plan.epsilon });
    const own = barycentricProjection(within.plan, particles);
    const other = barycentricProjection(divergence.plan, image);
    const fromOwn = towards(particles, own);
    return {
      value: divergence.cost / 2,
      field: towards(particles, other).map((value, p) => value - fromOwn[p]!),
      status: worst(divergence.certificate.status, within.certificate.status),
    };
  };
}

const worst = (a: Status, b: Status): Status => (a === "converged" ? b : a);

/**
 * Median of |y_i - x_i|^2 over particles that keep their numbers; of an even number of them the upper one of the middle two.
 *
 * @throws ShapeError unless both have as many points, of one dimension. O(n log n).
 */
export function medianSquaredDisplacement(before: Measure, after: Measure): number {
  const { count, dim } = before;
  if (after.count !== count || after.dim !== dim) {
    throw new ShapeError(
      `${count} particles of dimension ${dim} became ${after.count} of dimension ${after.dim}; displacements need the same ` +
        "particles before and after: give epsilon instead",
      { expected: count, found: after.count },
    );
  }
  const squares = Float64Array.from({ length: count }, (_, i) =>
    squaredDistance(before.points, i, after.points, i, dim),
  );
  return squares.sort()[count >> 1]!;
}
