import type { RandomProblem } from "./random-problem.js";

/** The numbers of a problem as doubles: seed, dimension, numbers of points, coordinates, masses. */
export function problemBytes({ seed, source, target }: RandomProblem): Uint8Array {
  const { points: x, weights: a } = source;
  const { points: y, weights: b } = target;
  const numbers = Float64Array.of(seed, source.dim, source.count, target.count, ...x, ...y, ...a, ...b);
  return new Uint8Array(numbers.buffer);
}
