import { type Measure, measure, pool, scaleWeights, selectPoints } from "../measure/measure.js";
import { angle, cosine, sine } from "../numeric/elementary.js";
import type { Plan } from "../transport/plan.js";
import type { Curve } from "./geometry.js";
import { forEachMove, movedMasses, unmoved } from "./hk-moves.js";

/**
 * Geodesic along a plan: a particle of mass m that goes over the angle theta, its mass multiplied by q^2 in the end, is on the
 * straight line of the cone, with a = t q sin(theta), b = 1 - t + t q cos(theta):
 *
 *   mass m (a^2 + b^2),   place x + atan2(a, b) / theta (y - x).
 *
 * Mass of the source that goes nowhere fades as (1 - t)^2, mass of the target that comes from nowhere grows as t^2.
 * Liero, Mielke and Savaré 2016, section 4.
 */
export function hkBetween(kappa: number, source: Measure, target: Measure, plan: Plan): Curve {
  const { sent, received, ratio } = movedMasses(kappa, source, target, plan);
  const particles: Particle[] = [];
  forEachMove(kappa, source, target, plan, (i, j, mass, theta) => {
    const q = ratio(i, j);
    const share = source.weights[i]! * (mass / sent[i]!);
    particles.push({ i, j, mass: share, theta, across: q * sine(theta), ahead: q * cosine(theta) });
  });
  const fading = selectPoints(source, unmoved(source, sent));
  const growing = selectPoints(target, unmoved(target, received));
  return (t) => {
    const parts = [
      at(t, particles, source, target),
      scaleWeights(fading, (1 - t) * (1 - t)),
      scaleWeights(growing, t * t),
    ];
    const { points, weights, dim } = pool(parts);
    return measure(points, { dim, weights });
  };
}

interface Particle {
  readonly i: number;
  readonly j: number;
  readonly mass: number;
  readonly theta: number;
  /** q sin(theta) and q cos(theta). */
  readonly across: number;
  readonly ahead: number;
}

function at(t: number, particles: readonly Particle[], source: Measure, target: Measure): Measure {
  const { dim } = source;
  const points = new Float64Array(particles.length * dim);
  const weights = new Float64Array(particles.length);
  particles.forEach(({ i, j, mass, theta, across, ahead }, p) => {
    const a = t * across;
    const b = 1 - t + t * ahead;
    weights[p] = mass * (a * a + b * b);
    const part = theta > 0 ? angle(a, b) / theta : 0;
    for (let k = 0; k < dim; k++) {
      const x = source.points[i * dim + k]!;
      points[p * dim + k] = x + part * (target.points[j * dim + k]! - x);
    }
  });
  return { points, weights, count: particles.length, dim };
}
