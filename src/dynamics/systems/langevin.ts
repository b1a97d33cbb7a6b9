import type { Measure } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import { requirePositive } from "../../numeric/require-positive.js";
import type { Box, ParticleSystem } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";
import { brownianSteps } from "./brownian-steps.js";
import { gaussianStart } from "./gaussian-start.js";
import type { Potential } from "./potential.js";
import { requireBox } from "./require-box.js";
import { intoBox } from "./start-in-box.js";

export interface LangevinOptions {
  readonly potential: Potential;
  /** D, the temperature in units of mobility; default: 1. */
  readonly diffusivity?: number;
  /** h; default: 1/1000. */
  readonly step?: number;
  /** Mirrors at its faces; default: everywhere is open. */
  readonly box?: Box;
  /** Places at the start; default: N(0, I), mirrored into the box. */
  readonly start?: (count: number, random: Random) => Measure;
}

/**
 * Overdamped Langevin dynamics dX = -grad U(X) dt + sqrt(2 D) dW, with mirrors at the faces of a box, by steps of Euler and
 * Maruyama: x <- x - h grad U(x) + sqrt(2 D h) Z.
 *
 * The steady density is proportional to exp(-U / D); that of the steps differs by O(h).
 *
 * A micro-step is O(count * dim) time and a gradient a particle.
 *
 * @throws ShapeError if diffusivity or step are not positive numbers, or the box is none of the dimension of the potential.
 */
export function langevin({
  potential,
  diffusivity = 1,
  step = 1e-3,
  box,
  start = (count, random) => gaussianIn(potential.dim, box, count, random),
}: LangevinOptions): ParticleSystem {
  const { dim } = potential;
  requirePositive("diffusivity", diffusivity);
  requirePositive("the micro-step", step);
  if (box) requireBox(box, dim);
  const deviation = Math.sqrt(2 * diffusivity * step);
  return {
    dim,
    step,
    ...(box && { box }),
    start,
    simulate: (particles, duration, random) => ({
      ...particles,
      points: brownianSteps(particles.points, random, {
        dim,
        steps: wholeSteps(duration, step),
        deviation,
        drift: downhill(potential, step),
        ...(box && { box }),
      }),
    }),
  };
}

function gaussianIn(dim: number, box: Box | undefined, count: number, random: Random): Measure {
  const everywhere = gaussianStart(count, random, { dim });
  return box ? intoBox(everywhere, box) : everywhere;
}

/** x <- x - step grad U(x), in place. */
function downhill(potential: Potential, step: number): (points: Float64Array) => void {
  let slopes = new Float64Array();
  return (points) => {
    if (slopes.length !== points.length) slopes = new Float64Array(points.length);
    potential.gradient(points, slopes);
    for (let p = 0; p < points.length; p++) points[p] = points[p]! - step * slopes[p]!;
  };
}
