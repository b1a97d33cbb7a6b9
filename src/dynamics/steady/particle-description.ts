import { ShapeError } from "../../errors.js";
import { requireCount } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import type { Particles } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";
import { type ParticleLoss, wassersteinResidual } from "./wasserstein-residual.js";

export interface ParticleDescriptionOptions {
  readonly count: number;
  readonly dim: number;
  /** Default: `wassersteinResidual`. */
  readonly loss?: ParticleLoss;
  /** Adds a hidden state to the particles. */
  readonly complete?: (particles: Particles, random: Random) => Particles;
}

/**
 * Laws by the places of particles of equal mass, as they stand: an entry is a coordinate.
 *
 * Lift: the particles. Restrict: where each of them is matched, T(x_i), so that the coarse residual is the gradient of the loss,
 * x_i - T(x_i), and a root of it is a steady state (Wasserstein-Newton-Krylov). On the line that is sorting.
 *
 * The matching is piecewise constant: the Jacobian is that of particles which keep their partners, which common random numbers
 * make meaningful. One matching an evaluation, and `count` dim unknowns. Restricting throws ShapeError if the loss does not converge.
 *
 * Vandecasteele, Karris, Cloninger and Kevrekidis 2025 (arXiv 2512.24567).
 */
export function particleDescription({
  count,
  dim,
  loss = wassersteinResidual,
  complete = (particles) => particles,
}: ParticleDescriptionOptions): CoarseDescription {
  requireCount(count);
  return {
    size: count * dim,
    count,
    lift: (values, random) =>
      complete({ points: values, weights: new Float64Array(count).fill(1 / count), count, dim }, random),
    restrict: (image, particles) => {
      const { field, status } = loss(particles, image);
      if (status !== "converged") {
        throw new ShapeError(
          `the transport of the loss ended with status "${status}", and its field is none to find roots of; allow it more iterations`,
          { found: status },
        );
      }
      return particles.points.map((x, p) => x - field[p]!);
    },
  };
}
