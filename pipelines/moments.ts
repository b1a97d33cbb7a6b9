import type { Measure } from "../src/index.js";

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Mean and variance of coordinate k of a measure of any mass. */
export function momentsOf({ points, weights, count, dim }: Measure, k: number): Moments {
  let mass = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    mass += weights[i]!;
    sum += weights[i]! * points[i * dim + k]!;
  }
  const mean = sum / mass;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const x = points[i * dim + k]! - mean;
    squares += weights[i]! * (x * x);
  }
  return { mean, variance: squares / mass };
}
