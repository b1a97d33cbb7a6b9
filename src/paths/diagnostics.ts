import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { angle } from "../numeric/elementary.js";

/** The shape of a path, from its particles at successive times. */
export interface PathShape {
  /** Sum of the steps, each the root of sum m |x(next) - x|^2: of the particles, not of the unordered clouds. */
  readonly length: number;
  /** The same from the first to the last in one step; length / chord is 1 on a straight line. */
  readonly chord: number;
  /** Sum of the angles between successive steps, in radians: the total curvature, 0 on a straight line. */
  readonly turning: number;
  /** Longest step divided by the shortest: 1 at constant speed, Infinity if it stands still for a step. */
  readonly speedRatio: number;
  /** Mean |x| of the particles, by mass, at each time: straight lines between long vectors pass through short ones. */
  readonly meanNorms: readonly number[];
}

/**
 * Length, total curvature and evenness of a path of particles that keep their number, order and masses.
 *
 * @throws ShapeError for fewer than two, or if their numbers differ.
 *
 * O(times n d). Do Carmo 1976, chapter 1 (length and total curvature of polygons).
 */
export function pathShape(particles: readonly Measure[]): PathShape {
  requireParticles(particles);
  const steps = particles.slice(1).map((mu, k) => difference(particles[k]!, mu));
  const weights = particles[0]!.weights;
  const dim = particles[0]!.dim;
  const lengths = steps.map((step) => norm(step, weights, dim));
  const ends = difference(particles[0]!, particles.at(-1)!);
  const longest = Math.max(...lengths);
  return {
    length: lengths.reduce((sum, one) => sum + one, 0),
    chord: norm(ends, weights, dim),
    turning: steps.slice(1).reduce((sum, step, k) => sum + turn(steps[k]!, step, weights, dim), 0),
    speedRatio: longest === 0 ? 1 : longest / Math.min(...lengths),
    meanNorms: particles.map(meanNorm),
  };
}

function requireParticles(particles: readonly Measure[]): void {
  if (particles.length < 2) {
    throw new ShapeError(`a path has at least two times, got ${particles.length}`, {
      found: particles.length,
    });
  }
  const odd = particles.find((mu) => mu.count !== particles[0]!.count || mu.dim !== particles[0]!.dim);
  if (odd === undefined) return;
  throw new ShapeError(
    `${odd.count} particles in R^${odd.dim} after ${particles[0]!.count} in R^${particles[0]!.dim}; they must be the same at all times`,
    { expected: particles[0]!.count, found: odd.count },
  );
}

function difference(a: Measure, b: Measure): Float64Array {
  return b.points.map((y, p) => y - a.points[p]!);
}

function norm(step: Float64Array, weights: Float64Array, dim: number): number {
  let sum = 0;
  for (let p = 0; p < step.length; p++) sum += weights[Math.floor(p / dim)]! * step[p]! * step[p]!;
  return Math.sqrt(sum);
}

/** 2 arctan(|u - v| / |u + v|) of the unit vectors; 0 where one of them is none. */
function turn(a: Float64Array, b: Float64Array, weights: Float64Array, dim: number): number {
  const [from, to] = [norm(a, weights, dim), norm(b, weights, dim)];
  if (from === 0 || to === 0) return 0;
  const apart = a.map((u, p) => u / from - b[p]! / to);
  const together = a.map((u, p) => u / from + b[p]! / to);
  return 2 * angle(norm(apart, weights, dim), norm(together, weights, dim));
}

function meanNorm({ points, weights, count, dim }: Measure): number {
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < count; i++) {
    let squared = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) squared += points[k]! * points[k]!;
    sum += weights[i]! * Math.sqrt(squared);
    mass += weights[i]!;
  }
  return sum / mass;
}
