import { ShapeError } from "../../errors.js";
import type { Reference } from "../../lot/reference.js";
import type { Tangent } from "../../lot/tangent.js";

/** Of kappa that particles move by, and of the root of mass that is lost, in the mean: beyond it a straight line is another matter. */
const FARTHEST = 1 / 2;

/**
 * A jump by Hellinger and Kantorovich goes on along a straight line of the cone over space, where roots of masses are lengths and
 * places angles, in units of kappa. It multiplies the mass of a particle by (1 + growth / 2)^2 + (|v| / kappa)^2, so that a long
 * one makes mass of movement, stops short of its place, and makes an end of mass that decays.
 *
 * @param from the time of the system that is jumped from.
 * @throws ShapeError if the root mean square movement is more than kappa / 2, or the mean growth less than -1; does nothing for
 *   other metrics.
 */
export function requireNearCone(
  { measure, metric }: Reference,
  { velocity, growth }: Tangent,
  from: number,
): void {
  if (metric.name !== "hk" || !growth) return;
  const { kappa } = metric;
  const { weights, count, dim } = measure;
  let mass = 0;
  let square = 0;
  let grown = 0;
  for (let i = 0; i < count; i++) {
    mass += weights[i]!;
    grown += weights[i]! * growth[i]!;
    for (let k = i * dim; k < (i + 1) * dim; k++) square += weights[i]! * velocity[k]! ** 2;
  }
  const moved = Math.sqrt(square / mass);
  if (moved > FARTHEST * kappa) {
    throw new ShapeError(
      `the jump from time ${from} moves particles by ${moved} in the root mean square, more than half of kappa, ${kappa}, and would make mass of it; take a kappa some ten times that, or shorter jumps`,
      { expected: FARTHEST * kappa, found: moved },
    );
  }
  if (grown / mass < -2 * FARTHEST) {
    throw new ShapeError(
      `the jump from time ${from} takes away ${-grown / mass} times the mass in the mean, by its rates at the start; take shorter jumps, in which less than all of it decays`,
      { expected: -2 * FARTHEST, found: grown / mass },
    );
  }
}
