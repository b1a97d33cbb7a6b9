import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";

/** A problem of the table: two normal clouds and an epsilon. */
export interface Case {
  readonly name: string;
  readonly n: number;
  readonly dim: number;
  /** In parts of the largest cost; undefined: our default. */
  readonly part: number | undefined;
  readonly tolerance: number;
  /** Runs of ours and of each of POT's solvers. */
  readonly runs: number;
  readonly rivals: readonly Rival[];
}

/** A solver of POT with its time per pair and iteration, from which the cap on its iterations is made. */
export interface Rival {
  readonly solver: string;
  readonly secondsPerPair: number;
}

const RIVALS: readonly Rival[] = [
  { solver: "sinkhorn_stabilized", secondsPerPair: 1.2e-9 },
  { solver: "sinkhorn_log", secondsPerPair: 1.3e-8 },
  { solver: "sinkhorn_knopp", secondsPerPair: 1e-9 },
];

function squareCase(n: number, dim: number, part: number | undefined, tolerance: number): Case {
  const softness = part === undefined ? "default" : String(part);
  const runs = n > 2000 ? 3 : 5;
  return { name: `${n}-${dim}d-${softness}-${tolerance}`, n, dim, part, tolerance, runs, rivals: RIVALS };
}

const large = (n: number, dim: number, part: number | undefined, tolerance: number): Case => ({
  ...squareCase(n, dim, part, tolerance),
  runs: 1,
  rivals: [],
});

/** Large ones are measured where they are asked for. */
export const LARGE: readonly Case[] = [
  large(20000, 2, undefined, 1e-6),
  large(50000, 2, 0.01, 1e-6),
  large(50000, 2, undefined, 1e-3),
];

export const CASES: readonly Case[] = [2000, 5000].flatMap((n) =>
  [2, 3, 10].flatMap((dim) => [
    squareCase(n, dim, 0.01, 1e-6),
    squareCase(n, dim, 0.01, 1e-9),
    squareCase(n, dim, 0.001, 1e-6),
    squareCase(n, dim, 0.001, 1e-9),
    squareCase(n, dim, undefined, 1e-6),
  ]),
);

/** From N(0, I) to a wider normal cloud whose spread grows with the coordinate, moved by 1/2 along each. */
export function cloudsOf({ n, dim }: Case): readonly [Measure, Measure] {
  const random = seededRandom(dim);
  const cloud = (spread: (k: number) => number, shift: number): Measure =>
    measure(
      Float64Array.from({ length: n * dim }, (_, p) => shift + spread(p % dim) * random.normal()),
      { dim },
    );
  return [cloud(() => 1, 0), cloud((k) => 1 + k / dim, 0.5)];
}

/** Largest squared distance between the clouds. */
export function largestCost([source, target]: readonly [Measure, Measure]): number {
  const { dim } = source;
  let largest = 0;
  for (let i = 0; i < source.points.length; i += dim) {
    for (let j = 0; j < target.points.length; j += dim) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += (source.points[i + k]! - target.points[j + k]!) ** 2;
      largest = Math.max(largest, sum);
    }
  }
  return largest;
}
