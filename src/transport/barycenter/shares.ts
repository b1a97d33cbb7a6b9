import { ShapeError } from "../../errors.js";
import { compensatedSum } from "../../numeric/sum.js";

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
 * @throws ShapeError unless there is one for each of `count` measures, finite and at least 0, and not all are 0.
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
    throw new ShapeError(`barycentre weight ${s} is ${part}; they must be finite and at least 0`, {
      found: part,
    });
  });
  const total = compensatedSum(parts);
  if (!(total > 0 && total < Infinity)) {
    throw new ShapeError(`the barycentre weights sum to ${total}; their sum must be positive and finite`, {
      found: total,
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
