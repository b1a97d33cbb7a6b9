import { compensatedSum } from "../../numeric/sum.js";

/** An expectation as seen in a sample: never a bound, only what chance makes likely. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation of the mean; Infinity for one value. */
  readonly standardError: number;
  /** Covers the expectation with 95 % probability (Student), for independent values that are not far from normal. */
  readonly interval: readonly [number, number];
  /** How many values. */
  readonly count: number;
}

/** Quantiles 0.975 of Student's law with 1 .. 10 degrees of freedom. */
const STUDENT = [12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.306, 2.26216, 2.22814];

/** The same quantile of the normal law. */
const NORMAL = 1.959964;

/** Mean of independent values with its standard error and 95 % interval. O(count). */
export function estimate(values: Float64Array): Estimate {
  const count = values.length;
  const mean = compensatedSum(values) / count;
  if (count < 2) return { mean, standardError: Infinity, interval: [-Infinity, Infinity], count };
  const squares = compensatedSum(values.map((value) => (value - mean) * (value - mean)));
  const standardError = Math.sqrt(squares / (count - 1) / count);
  const width = studentQuantile(count - 1) * standardError;
  return { mean, standardError, interval: [mean - width, mean + width], count };
}

/** Cornish and Fisher's expansion beyond the table: right to 2e-4 from 11 degrees of freedom. */
function studentQuantile(freedom: number): number {
  const listed = STUDENT[freedom - 1];
  if (listed !== undefined) return listed;
  const z = NORMAL;
  const square = z * z;
  const first = (z * (square + 1)) / 4;
  const second = (z * ((5 * square + 16) * square + 3)) / 96;
  const third = (z * (((3 * square + 19) * square + 17) * square - 15)) / 384;
  return z + (first + (second + third / freedom) / freedom) / freedom;
}
