import type { ParticleSystem } from "../particles.js";
import { gaussianStart } from "./gaussian-start.js";
import { langevin } from "./langevin.js";
import { type DoubleWellPotentialOptions, doubleWellPotential } from "./potentials/double-well.js";
import { intoBox, symmetricBox } from "./start-in-box.js";

export interface DoubleWellOptions extends DoubleWellPotentialOptions {
  /** D; default: 1. */
  readonly diffusivity?: number;
  /** h; default: 1/1000. */
  readonly step?: number;
  /** Mirrors at -bound and bound; default: 4. */
  readonly bound?: number;
  /** Of the normal law of the start; default: 0. */
  readonly mean?: number;
  /** Default: 1. */
  readonly deviation?: number;
}

/**
 * Particles in a double well, dX = -4 B X (X^2 - 1) dt + sqrt(2 D) dW. The defaults are the example of
 * arXiv 2512.24567: steady density exp(-(x^2 - 1)^2 / 2) / 2.526654, variance 0.893465.
 */
export function doubleWell({
  height,
  diffusivity = 1,
  step = 1e-3,
  bound = 4,
  mean = 0,
  deviation = 1,
}: DoubleWellOptions = {}): ParticleSystem {
  const box = symmetricBox(1, bound);
  return langevin({
    potential: doubleWellPotential(height === undefined ? {} : { height }),
    diffusivity,
    step,
    box,
    start: (count, random) => intoBox(gaussianStart(count, random, { dim: 1, mean, deviation }), box),
  });
}
