import { type ParticleSystem, ShapeError, wholeSteps } from "../../src/index.js";
import type { Values } from "../systems/parameters.js";

/** @throws ShapeError, in the words of the command line, for settings each of which is legal and that do not go together. */
export function requireConsistent({ step }: ParticleSystem, settings: Values): void {
  const { duration, readings, antithetic, rough, particles, noiseSamples, hidden, heal } = settings;
  const steps = wholeSteps(Number(duration), step, "--duration");
  if (steps < 1) {
    throw new ShapeError(`--duration is ${duration}; any law is steady over no time: give at least ${step}`, {
      found: Number(duration),
    });
  }
  requireReadings(Number(readings ?? 1), steps);
  if (antithetic !== undefined) wholeSteps(Number(antithetic), step, "--antithetic");
  if (Number(rough ?? 0) > Number(particles)) {
    throw new ShapeError(
      `--rough is ${rough}, more than the ${particles} --particles of the other simulations; give at most as many`,
      { found: Number(rough) },
    );
  }
  if (noiseSamples === 1) {
    throw new ShapeError("--noise-samples is 1; a spread needs 2 at least, or take 0 and have none", {
      found: 1,
    });
  }
  if (hidden === "unknown" && Number(heal) > 0) {
    throw new ShapeError(
      `--heal is ${heal}, but nothing is restarted with --hidden unknown; take --hidden restart`,
      { found: Number(heal) },
    );
  }
}

/** Readings are in the second half of the micro-steps. */
function requireReadings(readings: number, steps: number): void {
  const most = Math.max(1, Math.floor(steps / 2));
  if (readings <= most) return;
  throw new ShapeError(
    `--readings is ${readings} in ${steps} micro-steps; give at most half as many as there are micro-steps, ${most}`,
    { found: readings },
  );
}
