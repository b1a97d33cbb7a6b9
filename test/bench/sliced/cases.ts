import type { Measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { normalCloud } from "../exact/clouds.js";

export interface SlicedCase {
  readonly name: string;
  readonly n: number;
  readonly dim: number;
  readonly weighted: boolean;
  readonly runs: number;
}

/** Random directions of both sides. */
export const DIRECTIONS = 100;

export const CASES: readonly SlicedCase[] = [1000, 10_000, 100_000].flatMap((n) =>
  [2, 3, 10].flatMap((dim) =>
    (dim === 3 ? [false, true] : [false]).map((weighted) => ({
      name: `${n}-${dim}d-${weighted ? "weighted" : "uniform"}`,
      n,
      dim,
      weighted,
      runs: n < 100_000 ? 5 : 3,
    })),
  ),
);

/** Normal clouds of standard deviations 1 and 1.5. */
export function pairOf({ n, dim, weighted }: SlicedCase): readonly [Measure, Measure] {
  const random = seededRandom(n + dim);
  return [normalCloud(random, n, dim, 1, weighted), normalCloud(random, n, dim, 1.5, weighted)];
}
