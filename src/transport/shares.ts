import { MeasureError, ShapeError } from "../errors.js";
import { compensatedSum } from "../numeric/sum.js";

/**
 * Barycentre weights lambda_s = parts[s] / total. Kept as parts: equal ones divide by the number of measures, which
 * rounds once, where 1/N times a number rounds twice.
 */
export interface Shares {
  readonly parts: Float64Array;
  readonly total: number;
}

/**
 * Barycentre weights as shares of their sum; equal ones if none are given.
 *
 * @throws ShapeError unless there is one for each of `count` measures; MeasureError if one is negative or not finite, or
 *   all are 0.
 */
export function sharesOf(weights: ArrayLike<number> | undefined, count: number): Shares {
  const parts = weights ? Float64Array.from(weights) : new Float64Array(count).fill(1);
  if (parts.length !== count) {
    throw new ShapeError(`${parts.length} barycentre weights for ${count} measures; give one per measure`, {
      expected: count,
      found: parts.length,
    });
  }
  parts.forEach((part, s) => {
    if (part >= 0 && part < Infinity) return;
    throw new MeasureError(`barycentre weight ${s} is ${part}; these weights must be finite and at least 0`, {
      index: s,
      value: part,
    });
  });
  const total = compensatedSum(parts);
  if (!(total > 0 && total < Infinity)) {
    throw new MeasureError(`the barycentre weights sum to ${total}; their sum must be positive and finite`, {
      value: total,
    });
  }
  return { parts, total };
}

/** lambda_s times a value. */
export function shareOf({ parts, total }: Shares, s: number, value: number): number {
  return (parts[s]! * value) / total;
}

/** sum_s lambda_s values[s]; measures without weight do not count, whatever their value. */
export function weightedMean({ parts, total }: Shares, values: ArrayLike<number>): number {
  return compensatedSum(parts.map((part, s) => (part === 0 ? 0 : part * values[s]!))) / total;
}
