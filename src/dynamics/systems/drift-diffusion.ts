import type { Measure } from "../../measure/measure.js";
import type { ParticleSystem } from "../particles.js";
import { gaussianStart } from "./gaussian-start.js";
import { langevin } from "./langevin.js";
import { chemotacticPotential } from "./potentials/chemotactic.js";
import { symmetricBox } from "./start-in-box.js";

export interface DriftDiffusionOptions {
  /** D; default: 1/10. */
  readonly diffusivity?: number;
  /** h; default: 1/1000. */
  readonly step?: number;
  /** Mirrors at -bound and bound; default: 10. */
  readonly bound?: number;
  /** Of the normal law of the start; default: 5. */
  readonly mean?: number;
  /** Default: 2. */
  readonly deviation?: number;
}

/**
 * Chemotaxis as drift and diffusion: dX = chi(S) S'(X) dt + sqrt(2 D) dW with the attractant S = tanh x and the sensitivity
 * chi(S) = 1 + S^2 / 2. Particles that would start outside of the bounds start at the mean.
 *
 * The defaults are the example of arXiv 2512.24567: steady density proportional to exp((S + S^3 / 6) / D) on [-10, 10],
 * mean 5.9524, variance 5.5954. S is flat far out, so that the law takes some 500 units of time to settle.
 */
export function driftDiffusion({
  diffusivity = 1 / 10,
  step = 1e-3,
  bound = 10,
  mean = 5,
  deviation = 2,
}: DriftDiffusionOptions = {}): ParticleSystem {
  return langevin({
    potential: chemotacticPotential,
    diffusivity,
    step,
    box: symmetricBox(1, bound),
    start: (count, random) =>
      backToMean(gaussianStart(count, random, { dim: 1, mean, deviation }), mean, bound),
  });
}

function backToMean(start: Measure, mean: number, bound: number): Measure {
  return { ...start, points: start.points.map((x) => (Math.abs(x) <= bound ? x : mean)) };
}
