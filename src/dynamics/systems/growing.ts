import type { Random } from "../../numeric/random.js";
import { tableExponential } from "../../numeric/table-exponential.js";
import type { ParticleSystem, Particles } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";

/** Writes how fast a population grows (below 0: dies out) at each of many places, row-major, one number a place. */
export type GrowthRate = (points: Float64Array, into: Float64Array) => void;

/**
 * A system whose particles gain or lose mass at a rate of their place: dw/dt = g(x) w, the particle form of
 * du/dt = L* u + g u with the generator L of the motion. The number of particles stays, the total mass does not: use
 * Hellinger-Kantorovich transport on it.
 *
 * A micro-step multiplies a weight by exp(h g / 2) before and after the motion (Strang's splitting, error O(h^2)); it is O(count)
 * time on top of that of the motion.
 */
export function growing(system: ParticleSystem, rate: GrowthRate): ParticleSystem {
  return {
    ...system,
    simulate: (particles, duration, random) => {
      let moved = particles;
      for (let s = wholeSteps(duration, system.step); s > 0; s--)
        moved = growingStep(system, rate, moved, random);
      return moved;
    },
  };
}

function growingStep(system: ParticleSystem, rate: GrowthRate, before: Particles, random: Random): Particles {
  const after = system.simulate(before, system.step, random);
  const atStart = new Float64Array(before.count);
  const atEnd = new Float64Array(before.count);
  rate(before.points, atStart);
  rate(after.points, atEnd);
  const half = system.step / 2;
  const weights = before.weights.map((mass, i) => mass * tableExponential(half * (atStart[i]! + atEnd[i]!)));
  return { ...after, weights };
}
