import { measure } from "../../measure/measure.js";
import type { ParticleSystem } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { brownianSteps } from "./brownian-steps.js";
import { requirePositive } from "../../numeric/require-positive.js";

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
 * @throws ShapeError if side, speed or step are not positive numbers.
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
