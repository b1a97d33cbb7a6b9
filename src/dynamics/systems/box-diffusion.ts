import { ShapeError } from "../../errors.js";
import { measure } from "../../measure/measure.js";
import { requirePositive } from "../../numeric/require-positive.js";
import type { ParticleSystem } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { brownianSteps } from "./brownian-steps.js";

export interface BoxDiffusionOptions {
  /** Default: 2. */
  readonly dim?: number;
  /** L, the side of the box [0, L]^dim; default: 10. */
  readonly side?: number;
  /** v_c, the root mean square displacement per coordinate and root of time: D = v_c^2 / 2; default: 1/8. */
  readonly speed?: number;
  /** h; default: 1/16. */
  readonly step?: number;
  /** Where all particles start, in each coordinate; default: the middle of the box. */
  readonly start?: number;
}

/**
 * Brownian particles in a box with mirrors: x <- x + v_c Z, Z ~ N(0, h I), mirrored at the faces.
 *
 * The defaults are those of Karris et al. 2024 (arXiv 2408.01857), section 6: the law at time t is known in closed form, see
 * `boxDiffusionLaw`.
 *
 * A micro-step is O(count * dim) time.
 *
 * @throws ShapeError if side, speed or step are not positive numbers, dim is no whole number of at least 1, or the start outside of the box.
 */
export function boxDiffusion({
  dim = 2,
  side = 10,
  speed = 1 / 8,
  step = 1 / 16,
  start = side / 2,
}: BoxDiffusionOptions = {}): ParticleSystem {
  requirePositive("the side", side);
  requirePositive("the speed", speed);
  requirePositive("the micro-step", step);
  if (!Number.isSafeInteger(dim) || dim < 1) {
    throw new ShapeError(`dim is ${dim}; it must be a whole number of at least 1`, { found: dim });
  }
  if (!(start >= 0 && start <= side)) {
    throw new ShapeError(`the particles start at ${start}; it must be within the box, from 0 to ${side}`, {
      found: start,
    });
  }
  const deviation = speed * Math.sqrt(step);
  const box = { low: new Array<number>(dim).fill(0), high: new Array<number>(dim).fill(side) };
  return {
    dim,
    step,
    box,
    start: (count) => measure(new Float64Array(count * dim).fill(start), { dim }),
    simulate: (particles, duration, random) => ({
      ...particles,
      points: brownianSteps(particles.points, random, {
        dim,
        steps: wholeSteps(duration, step),
        deviation,
        box,
      }),
    }),
  };
}
