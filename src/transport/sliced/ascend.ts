import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import { inner, norm, unit } from "./orthonormal.js";
import { type Slicing, slice } from "./slicing.js";

/** A direction on its way up. */
export interface Climber {
  readonly direction: Float64Array;
  /** W2^2 of the projections. */
  readonly cost: number;
  /** Tangent to the sphere: where to go, in units of the relative gain per angle, by halves. */
  readonly ascent: Float64Array;
  /** Angle of the next step. */
  readonly angle: number;
}

/** Part of the gain that the gradient promises which a step has to bring. */
const ENOUGH = 1e-4;

const LARGEST_ANGLE = 0.5;
const SHORTENING = 1 / 4;

/**
 * A local maximum over the unit sphere of C(theta) = W2^2(theta# mu, theta# nu).
 *
 * Where one plan p is optimal, C has the gradient 2 M theta, M = sum p_ij (x_i - y_j) (x_i - y_j)^T; there steps
 * are taken along its tangential part, at doubled angle as long as the cost grows by a part of what it promises, shorter
 * ones else. C is the least of many quadratic functions, so its maxima may be ridges where plans change and no gradient
 * vanishes: a step of an angle below the tolerance which brings nothing gives a second gradient, from beyond the
 * ridge, and the way on is the shortest combination of the two.
 *
 * The error is the length of that vector relative to C: a gradient (half of it) of this size is a convex combination of
 * those at directions within an angle of the tolerance. Burke, Lewis and Overton 2005, section 2; Kiwiel 1985, chapter 2.
 *
 * One slice, O((n + m) d) time, an iteration.
 */
export function ascend(
  clouds: Slicing,
  start: Float64Array,
  stop: Required<Stop>,
  onProgress?: OnProgress,
): Iterated<Climber> {
  const first = atDirection(clouds, start);
  const step = (climber: Climber): Step<Climber> => {
    const next = climbed(clouds, climber, stop.tolerance);
    return { state: next, error: norm(next.ascent) };
  };
  return iterate(first, step, stop, onProgress);
}

function atDirection(clouds: Slicing, direction: Float64Array): Climber {
  const { cost } = slice(clouds, direction);
  const ascent = tangential(halfGradient(clouds, direction), direction, cost);
  return { direction, cost, ascent, angle: Math.min(norm(ascent), LARGEST_ANGLE) };
}

function climbed(clouds: Slicing, climber: Climber, tolerance: number): Climber {
  const { direction, cost, ascent } = climber;
  const steepness = norm(ascent);
  if (steepness === 0) return climber;
  const angle = Math.max(climber.angle, tolerance / 2);
  const aside = angle / steepness;
  const trial = unit(direction.map((value, k) => value + aside * ascent[k]!))!;
  const next = atDirection(clouds, trial);
  if (next.cost > cost + ENOUGH * 2 * angle * steepness * cost) {
    return { ...next, angle: Math.min(2 * angle, LARGEST_ANGLE) };
  }
  if (angle > tolerance) return { ...climber, angle: angle * SHORTENING };
  return { ...climber, ascent: shortestBetween(ascent, tangential(next.ascent, direction, 1)), angle };
}

/** M theta for the plan in the stairs of the slice at hand. */
function halfGradient(clouds: Slicing, direction: Float64Array): Float64Array {
  const { source, target, stairs, dim, offset, mass, pair } = clouds;
  const { scale } = pair.frame;
  const sum = new Float64Array(dim);
  for (let e = 0; e < stairs.length; e++) {
    const i = stairs.rows[e]!;
    const j = stairs.cols[e]!;
    const pull = stairs.mass[e]! * (source.places[i]! - target.places[j]!);
    for (let k = 0, p = i * dim, q = j * dim; k < dim; k++, p++, q++) {
      sum[k]! += pull * (source.points[p]! - target.points[q]!);
    }
  }
  const along = mass * inner(offset, direction);
  return sum.map((value, k) => scale * scale * value + along * offset[k]!);
}

/** The part of a vector at right angles to the direction, divided by the cost; 0 where that is 0. */
function tangential(vector: Float64Array, direction: Float64Array, cost: number): Float64Array {
  if (cost === 0) return new Float64Array(vector.length);
  const along = inner(vector, direction);
  return vector.map((value, k) => (value - along * direction[k]!) / cost);
}

/** The point of the segment between two vectors that is nearest to 0. */
function shortestBetween(a: Float64Array, b: Float64Array): Float64Array {
  const difference = a.map((value, k) => value - b[k]!);
  const square = inner(difference, difference);
  const share = square > 0 ? Math.min(1, Math.max(0, inner(a, difference) / square)) : 0;
  return a.map((value, k) => value - share * difference[k]!);
}
