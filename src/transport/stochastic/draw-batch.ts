import { MeasureError, ShapeError } from "../../errors.js";
import { cumulativeWeights, firstAbove, type Measure, totalMass } from "../../measure/measure.js";
import type { Random } from "../../numeric/random.js";

/** Points drawn from a measure, each with the same part of its mass, and which points they are. */
export interface Batch {
  readonly measure: Measure;
  readonly indices: Int32Array;
}

export type DrawBatch = (random: Random) => Batch;

/** Independent points with probabilities proportional to the masses; a point may come twice. O(n), then O(size log n). */
export function withReplacement(mu: Measure, size: number): DrawBatch {
  const cumulative = cumulativeWeights(mu.weights);
  const top = cumulative[mu.count - 1]!;
  const mass = totalMass(mu);
  return (random) => {
    const indices = new Int32Array(size);
    for (let r = 0; r < size; r++) indices[r] = firstAbove(cumulative, random.uniform() * top);
    return { measure: equalMasses(mu, indices, mass), indices };
  };
}

/** Masses that differ by less than this part are equal: 1/n in single precision. */
const EQUAL = 1e-6;

/**
 * Different points, every set of them as likely as any other. O(n), then O(size).
 *
 * @throws MeasureError unless all masses that are not 0 are equal: else the mean of the batches would be another measure;
 *   ShapeError if there are fewer such points than the batch is to have.
 */
export function withoutReplacement(mu: Measure, size: number, name: string): DrawBatch {
  const order = Int32Array.from(mu.weights.keys()).filter((i) => mu.weights[i]! > 0);
  requireEqual(mu, order, name);
  if (order.length < size) {
    throw new ShapeError(
      `the ${name} has ${order.length} points with mass, fewer than batchSize ${size}; take smaller batches, ` +
        "or replacement: true",
      { expected: size, found: order.length },
    );
  }
  const mass = totalMass(mu);
  return (random) => {
    for (let r = 0; r < size; r++) {
      const other = r + random.integer(order.length - r);
      const kept = order[r]!;
      order[r] = order[other]!;
      order[other] = kept;
    }
    const indices = order.slice(0, size);
    return { measure: equalMasses(mu, indices, mass), indices };
  };
}

function requireEqual(mu: Measure, indices: Int32Array, name: string): void {
  const first = mu.weights[indices[0]!]!;
  const other = indices.find((i) => Math.abs(mu.weights[i]! - first) > EQUAL * first);
  if (other === undefined) return;
  throw new MeasureError(
    `points ${indices[0]} and ${other} of the ${name} have the masses ${first} and ${mu.weights[other]}; batches ` +
      "without repetition need equal masses: use replacement: true",
    { index: other, value: mu.weights[other]! },
  );
}

function equalMasses({ points, dim }: Measure, indices: Int32Array, mass: number): Measure {
  const count = indices.length;
  const drawn = new Float64Array(count * dim);
  for (let r = 0; r < count; r++) {
    const i = indices[r]!;
    drawn.set(points.subarray(i * dim, (i + 1) * dim), r * dim);
  }
  return { points: drawn, weights: new Float64Array(count).fill(mass / count), count, dim };
}
