import type { Measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { normalCloud } from "../exact/clouds.js";

export interface PartialCase {
  readonly name: string;
  readonly n: number;
  readonly dim: number;
  readonly weighted: boolean;
  /** Part of the mass that moves. */
  readonly mass: number;
  readonly runs: number;
  /** POT is left out where it takes minutes, and a matrix of gigabytes. */
  readonly withPot: boolean;
}

const partial = (n: number, dim: number, weighted: boolean, mass: number): PartialCase => ({
  name: `${n}-${dim}d-${weighted ? "weighted" : "uniform"}-${mass}`,
  n,
  dim,
  weighted,
  mass,
  runs: n <= 500 ? 7 : n <= 2000 ? 3 : 1,
  withPot: n <= 2000,
});

export const CASES: readonly PartialCase[] = [
  partial(500, 2, false, 0.5),
  partial(500, 2, true, 0.5),
  partial(500, 1, false, 0.5),
  partial(500, 10, true, 0.5),
  partial(2000, 2, false, 0.5),
  partial(2000, 2, false, 0.01),
  partial(2000, 2, false, 0.95),
  partial(2000, 2, true, 0.5),
  partial(2000, 10, true, 0.5),
  partial(20_000, 2, false, 0.5),
];

/** Normal clouds of standard deviations 1 and 1.5. */
export function pairOf({ n, dim, weighted }: PartialCase): readonly [Measure, Measure] {
  const random = seededRandom(n + dim);
  return [normalCloud(random, n, dim, 1, weighted), normalCloud(random, n, dim, 1.5, weighted)];
}
