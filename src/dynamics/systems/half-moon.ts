import type { ParticleSystem } from "../particles.js";
import { gaussianStart } from "./gaussian-start.js";
import { langevin } from "./langevin.js";
import { type HalfMoonPotentialOptions, halfMoonPotential } from "./potentials/half-moon.js";
import { intoBox, symmetricBox } from "./start-in-box.js";

export interface HalfMoonOptions extends HalfMoonPotentialOptions {
  /** D; default: 1. */
  readonly diffusivity?: number;
  /** h; default: 1/1000. */
  readonly step?: number;
  /** Mirrors at -bound and bound of both coordinates; default: 4. */
  readonly bound?: number;
  /** Of the normal law of the start, in each coordinate; default: 0. */
  readonly mean?: number;
  /** Default: 1. */
  readonly deviation?: number;
}

/**
 * Langevin dynamics in the half-moon potential on a square. The defaults are the example of arXiv 2512.24567: in the steady
 * law E x = 0, E y = 0.95710, Var x = 2.58053, Var y = 1.15085.
 */
export function halfMoon({
  diffusivity = 1,
  step = 1e-3,
  bound = 4,
  mean = 0,
  deviation = 1,
  ...potential
}: HalfMoonOptions = {}): ParticleSystem {
  const box = symmetricBox(2, bound);
  return langevin({
    potential: halfMoonPotential(potential),
    diffusivity,
    step,
    box,
    start: (count, random) => intoBox(gaussianStart(count, random, { dim: 2, mean, deviation }), box),
  });
}
