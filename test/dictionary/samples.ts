import { lossGradient } from "../../src/dictionary/loss-gradient.js";
import type { DictionaryProblem } from "../../src/dictionary/problem.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { compensatedSum } from "../../src/numeric/sum.js";

export interface Sample {
  readonly atoms: Matrix;
  readonly weights: Matrix;
  readonly data: Matrix;
}

/** Positive rows with a bump each: k atoms, N data, on d bands; any positive weights. */
export function sample(seed: number, N: number, k: number, d: number): Sample {
  const random = seededRandom(seed);
  const row = (): number[] => {
    const centre = random.uniform() * d;
    const width = d * (0.1 + 0.3 * random.uniform());
    const height = 0.2 + random.uniform();
    return Array.from({ length: d }, (_, j) => {
      const off = (j - centre) / width;
      return 0.05 + height / (1 + off * off) + 0.05 * random.uniform();
    });
  };
  const rows = (count: number): Float64Array => Float64Array.from(Array.from({ length: count }, row).flat());
  const weights = Float64Array.from({ length: N * k }, () => 0.1 + random.uniform());
  return { atoms: matrix(k, d, rows(k)), weights: matrix(N, k, weights), data: matrix(N, d, rows(N)) };
}

export function indices(d: number): Float64Array {
  return Float64Array.from({ length: d }, (_, j) => j);
}

function total(problem: DictionaryProblem, { atoms, weights, data }: Sample): number {
  return compensatedSum(lossGradient(problem, atoms, weights, data).losses);
}

/** Derivative of the sum of the losses by entry p of the atoms or weights: central differences of fourth order. */
export function difference(
  problem: DictionaryProblem,
  one: Sample,
  which: "atoms" | "weights",
  p: number,
): number {
  const step = 1e-3 * one[which].data[p]!;
  const at = (steps: number): number => {
    const moved = one[which].data.slice();
    moved[p]! += steps * step;
    return total(problem, { ...one, [which]: { ...one[which], data: moved } });
  };
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
}
