import { MeasureError, ShapeError } from "../../errors.js";
import { exponentialMinusOne, logarithm } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";
import { uniforms } from "../../numeric/uniforms.js";
import type { ParticleSystem, Particles } from "../particles.js";
import { wholeSteps } from "../whole-steps.js";

export interface BranchingRates {
  /** b, doublings of a particle in a unit of time; default: 1. */
  readonly birth?: number;
  /** d, deaths; default: 0. */
  readonly death?: number;
}

/**
 * A system whose particles double and die at constant rates; each keeps the weight of the first. Its places are those of the
 * system, its mass is exp((b - d) t) times the first in the mean: with equal rates and motion, compare `growing`.
 *
 * Numbers after a micro-step are drawn from their exact law, that of the linear birth and death process (Kendall 1948); children
 * start where their parent is at the end of it. The number of particles changes: use Hellinger-Kantorovich transport. A
 * micro-step is O(count * dim) time on top of the motion.
 *
 * @throws ShapeError if a rate is not a number of at least 0; when it runs, if the particles carry hidden states.
 * @throws MeasureError when it runs, if the last particle dies.
 */
export function branching(
  system: ParticleSystem,
  { birth = 1, death = 0 }: BranchingRates = {},
): ParticleSystem {
  requireRate("birth", birth);
  requireRate("death", death);
  const law = offspring(birth, death, system.step);
  return {
    ...system,
    simulate: (particles, duration, random) => {
      let now = particles;
      for (let s = wholeSteps(duration, system.step); s > 0; s--) {
        now = descendants(system.simulate(now, system.step, random), law, random);
      }
      return now;
    },
  };
}

/** Of one particle after a micro-step: none with probability `extinct`, else one more each time with probability `more`. */
interface Offspring {
  readonly extinct: number;
  readonly more: number;
}

function offspring(birth: number, death: number, step: number): Offspring {
  const rate = birth - death;
  // (exp(r h) - 1) / r, which is h without growth
  const grown = rate === 0 ? step : exponentialMinusOne(rate * step) / rate;
  const scale = 1 + birth * grown;
  return { extinct: (death * grown) / scale, more: (birth * grown) / scale };
}

function descendants(particles: Particles, law: Offspring, random: Random): Particles {
  if (particles.hidden) {
    throw new ShapeError(
      `particles carry ${Object.keys(particles.hidden).join(", ")}, and children of what parents carry is not known; branch a system without hidden states`,
    );
  }
  const { points, weights, dim } = particles;
  const copies = copiesOf(particles.count, law, random);
  const count = copies.reduce((sum, n) => sum + n, 0);
  if (count === 0)
    throw new MeasureError("the last particle died; start with more of them, or lower the death rate");
  const after = { points: new Float64Array(count * dim), weights: new Float64Array(count), count, dim };
  let place = 0;
  copies.forEach((times, i) => {
    for (let c = 0; c < times; c++, place++) {
      after.points.set(points.subarray(i * dim, (i + 1) * dim), place * dim);
      after.weights[place] = weights[i]!;
    }
  });
  return after;
}

/** How many each particle becomes: a geometric number by its logarithm, or none. */
function copiesOf(count: number, { extinct, more }: Offspring, random: Random): Int32Array {
  const uniform = uniforms(random);
  const perMore = more > 0 ? 1 / logarithm(more) : 0;
  return Int32Array.from({ length: count }, () => {
    const fate = uniform();
    const extra = Math.floor(logarithm(uniform()) * perMore);
    return fate < extinct ? 0 : 1 + extra;
  });
}

function requireRate(name: string, rate: number): void {
  if (!(rate >= 0 && rate < Infinity)) {
    throw new ShapeError(`the ${name} rate is ${rate}; it must be a finite number of at least 0`, {
      found: rate,
    });
  }
}
