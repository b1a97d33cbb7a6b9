import { ShapeError } from "../../src/index.js";

/** Days of computing; published runs have some 1e9 to 1e12. */
const MOST_MOVES = 1e14;
/** A micro-step of fewer particles takes no less time. */
const LEAST_PARTICLES = 100;

export interface Simulated {
  /** h. */
  readonly step: number;
  /** Of all runs together. */
  readonly microSteps: number;
  readonly particles: number;
}

/** @throws ShapeError for more micro-steps of so many particles than anybody can wait for. */
export function requireAffordable({ step, microSteps, particles }: Simulated): void {
  const moves = microSteps * Math.max(particles, LEAST_PARTICLES);
  if (moves <= MOST_MOVES) return;
  throw new ShapeError(
    `that would be ${microSteps.toPrecision(3)} micro-steps of ${step}, each of ${particles} particles, which takes too long ` +
      `(at most ${MOST_MOVES.toExponential()} moves of particles); take shorter times, fewer particles or a larger --step`,
    { found: moves },
  );
}
