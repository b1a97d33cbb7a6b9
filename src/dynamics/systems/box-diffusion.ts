import { measure } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import type { ParticleSystem, Particles } from "../particles.js";
import { reflect } from "../reflect.js";
import { wholeSteps } from "../whole-steps.js";

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
 * `boxDiffusionDensity`.
 *
 * A micro-step is O(count * dim) time.
 */
export function boxDiffusion({
  dim = 2,
  side = 10,
  speed = 1 / 8,
  step = 1 / 16,
  start = side / 2,
}: BoxDiffusionOptions = {}): ParticleSystem {
  const deviation = speed * Math.sqrt(step);
  return {
    dim,
    step,
    box: { low: new Array<number>(dim).fill(0), high: new Array<number>(dim).fill(side) },
    start: (count) => measure(new Float64Array(count * dim).fill(start), { dim }),
    simulate: (particles, duration, random) => ({
      ...particles,
      points: diffused(particles, wholeSteps(duration, step), random),
    }),
  };

  function diffused({ points }: Particles, steps: number, random: Random): Float64Array {
    const moved = points.slice();
    for (let s = 0; s < steps; s++) {
      for (let p = 0; p < moved.length; p++) {
        moved[p] = reflect(moved[p]! + deviation * random.normal(), 0, side);
      }
    }
    return moved;
  }
}
