import type { Measure } from "../measure/measure.js";

/** Measures as two arrays that are handed over to another thread, whatever their number. */
export interface PackedMeasures {
  /** Points, then weights, of one measure after the other. */
  readonly numbers: Float64Array;
  /** Count and dimension of one measure after the other. */
  readonly sizes: Int32Array;
}

/** A copy of the measures: what is handed over is lost to the thread that had it, and theirs are their owner's. */
export function packMeasures(measures: readonly Measure[]): PackedMeasures {
  const total = measures.reduce((sum, mu) => sum + mu.points.length + mu.weights.length, 0);
  const numbers = new Float64Array(total);
  let at = 0;
  for (const { points, weights } of measures) {
    numbers.set(points, at);
    numbers.set(weights, at + points.length);
    at += points.length + weights.length;
  }
  return { numbers, sizes: Int32Array.from(measures.flatMap(({ count, dim }) => [count, dim])) };
}

/** Views of the packed numbers, not copies. */
export function unpackMeasures({ numbers, sizes }: PackedMeasures): Measure[] {
  let at = 0;
  return Array.from({ length: sizes.length / 2 }, (_, s) => {
    const count = sizes[2 * s]!;
    const dim = sizes[2 * s + 1]!;
    const middle = at + count * dim;
    const end = middle + count;
    const mu = { points: numbers.subarray(at, middle), weights: numbers.subarray(middle, end), count, dim };
    at = end;
    return mu;
  });
}
