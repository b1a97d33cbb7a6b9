import { type Measure, measure, normalise } from "../../../src/measure/measure.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";

export type Pair = readonly [source: Measure, target: Measure];

/** What the clouds of a case are like. */
export interface Shape {
  readonly n: number;
  readonly m: number;
  readonly dim: number;
  readonly weighted: boolean;
}

/** Standard deviations of the two clouds. */
const SCALES = [1, 1.5] as const;

/** Normal points of the given standard deviation; masses all equal, or even between 0.05 and 1.05 before they are normalised. */
export function normalCloud(
  random: Random,
  count: number,
  dim: number,
  scale: number,
  weighted: boolean,
): Measure {
  const points = Float64Array.from({ length: count * dim }, () => scale * random.normal());
  const weights = Float64Array.from({ length: count }, () => (weighted ? 0.05 + random.uniform() : 1));
  return normalise(measure(points, { dim, weights }));
}

/** So many independent pairs of normal clouds. */
export function normalPairs({ n, m, dim, weighted }: Shape, count: number): Pair[] {
  const random = seededRandom(n + m + dim);
  return Array.from({ length: count }, () => [
    normalCloud(random, n, dim, SCALES[0], weighted),
    normalCloud(random, m, dim, SCALES[1], weighted),
  ]);
}

/**
 * The particles X and what diffusion makes of them: Y_j = Y_(j-1) + sqrt(2 h) N(0, I), Y_0 = X, at the given steps j in
 * increasing order. In the plane.
 */
export function diffusionPairs(count: number, h: number, steps: readonly number[]): Pair[] {
  const random = seededRandom(count);
  const source = normalCloud(random, count, 2, 1, false);
  let points = source.points;
  let done = 0;
  return steps.map((step) => {
    for (; done < step; done++) points = points.map((value) => value + Math.sqrt(2 * h) * random.normal());
    return [source, { ...source, points }];
  });
}
