import { MeasureError, ShapeError } from "../../errors.js";
import { cumulativeWeights, firstAbove, type Measure } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";
import type { Gaussian } from "../gaussian/gaussian.js";
import { symmetricRoots } from "../gaussian/symmetric-root.js";

/** Independent points of a probability law: `count` of them, row-major, from the stream handed in and nothing else. */
export type Sampler = (random: Random, count: number) => Float64Array;

/** N(mean, covariance); a singular covariance is legal. O(d^3) once, O(count d^2) a draw. */
export function gaussianSampler({ mean, covariance }: Gaussian): Sampler {
  const dim = mean.length;
  const { data: root } = symmetricRoots(covariance).root;
  const z = new Float64Array(dim);
  return (random, count) => {
    const points = new Float64Array(count * dim);
    for (let at = 0; at < points.length; at += dim) {
      for (let k = 0; k < dim; k++) z[k] = random.normal();
      for (let k = 0; k < dim; k++) {
        let value = mean[k]!;
        for (let l = 0; l < dim; l++) value += root[k * dim + l]! * z[l]!;
        points[at + k] = value;
      }
    }
    return points;
  };
}

/**
 * The uniform law on the box low <= x < high, corner by corner. O(count d) a draw.
 *
 * @throws ShapeError unless the corners have as many coordinates, finite and low < high each.
 */
export function boxSampler(low: ArrayLike<number>, high: ArrayLike<number>): Sampler {
  const dim = low.length;
  requireBox(low, high);
  const corner = Float64Array.from(low);
  const sides = corner.map((value, k) => high[k]! - value);
  return (random, count) => {
    const points = new Float64Array(count * dim);
    for (let p = 0; p < points.length; p++) points[p] = corner[p % dim]! + sides[p % dim]! * random.uniform();
    return points;
  };
}

/** The points of a measure, with probabilities proportional to their masses. O(n) once, O(count (d + log n)) a draw. */
export function measureSampler({ points: from, weights, count: n, dim }: Measure): Sampler {
  const cumulative = cumulativeWeights(weights);
  const top = cumulative[n - 1]!;
  return (random, count) => {
    const points = new Float64Array(count * dim);
    for (let r = 0; r < count; r++) {
      const i = firstAbove(cumulative, random.uniform() * top);
      points.set(from.subarray(i * dim, (i + 1) * dim), r * dim);
    }
    return points;
  };
}

/** Squares of larger coordinates leave no room for sums of them. */
const FARTHEST = 2 ** 500;

/**
 * A draw that is checked: what a sampler gives is input from outside each time.
 *
 * @throws ShapeError if it gives another number of coordinates; MeasureError if one is not finite or its square overflows.
 */
export function draw(sampler: Sampler, random: Random, count: number, dim: number): Float64Array {
  const points = sampler(random, count);
  if (points.length !== count * dim) {
    throw new ShapeError(
      `the sampler gave ${points.length} coordinates for ${count} points in dimension ${dim}, that of the target; ` +
        `give ${count * dim}`,
      { expected: count * dim, found: points.length },
    );
  }
  for (let p = 0; p < points.length; p++) {
    const value = points[p]!;
    if (!(Math.abs(value) <= FARTHEST)) {
      throw new MeasureError(
        `the sampler gave the coordinate ${value}; coordinates must be finite, with squares that do not overflow`,
        { index: Math.floor(p / dim), value },
      );
    }
  }
  return points;
}

function requireBox(low: ArrayLike<number>, high: ArrayLike<number>): void {
  if (low.length === 0 || low.length !== high.length) {
    throw new ShapeError(
      `the corners of the box have ${low.length} and ${high.length} coordinates; give both the same number, at least 1`,
      { expected: low.length, found: high.length },
    );
  }
  for (let k = 0; k < low.length; k++) {
    const side = high[k]! - low[k]!;
    if (side > 0 && side < Infinity) continue;
    throw new ShapeError(
      `side ${k} of the box goes from ${low[k]} to ${high[k]}; it must be finite with low < high`,
      { found: side },
    );
  }
}
