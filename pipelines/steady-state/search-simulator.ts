import {
  antithetic,
  type ParticleSystem,
  type Particles,
  type Simulator,
  wholeSteps,
} from "../../src/index.js";
import type { Values } from "../systems/parameters.js";

/** The simulator that a search calls, by the settings `antithetic` and `heal`; without them that of the system. */
export function searchSimulator(
  { simulate, step }: ParticleSystem,
  { antithetic: every, heal }: Values,
): Simulator {
  if (Number(every ?? 0) > 0) return antithetic(simulate, { every: Number(every) });
  const times = Number(heal ?? 0);
  return times > 0 ? healed(simulate, step, times) : simulate;
}

/** Micro-steps that a simulation of the settings' duration takes, as a multiple of those of the system's own simulator. */
export function simulationCost({ step }: ParticleSystem, { duration, heal }: Values): number {
  const steps = wholeSteps(Number(duration), step);
  return (steps + Number(heal ?? 0)) / steps;
}

/**
 * Particles without a hidden state get the one that they bring about: they are simulated for a micro-step and put back where they were,
 * a few times over, so that the hidden state comes into balance with the places (constrained runs, Gear and Kevrekidis 2005).
 */
function healed(simulate: Simulator, step: number, times: number): Simulator {
  return (particles, duration, random) => {
    let start: Particles = particles;
    for (let turn = 1; turn <= times && !particles.hidden; turn++) {
      const { hidden } = simulate(start, step, random.fork(turn));
      start = hidden ? { ...particles, hidden } : particles;
    }
    return simulate(start, duration, random);
  };
}
