import type { Measure } from "../../measure/measure.js";
import { nearestAmong } from "./nearest-cell.js";
import { softShares } from "./soft-shares.js";

/** What so many sample points put into the cells. */
export interface Tally {
  readonly count: number;
  /** Sum over the points of their shares in each cell, and of the squares of these. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Shares of points, row-major, for prices g. */
export type CountShares = (points: Float64Array, g: Float64Array) => Tally;

/** All of a point to its cell, or to each cell its share where epsilon > 0. */
export function countShares(target: Measure, epsilon: number): CountShares {
  return epsilon > 0 ? countSoft(target, epsilon) : countSharp(target);
}

function countSharp({ points, count, dim }: Measure): CountShares {
  const find = nearestAmong(points, dim);
  return (queries, g) => {
    const sums = new Float64Array(count);
    const { indices } = find(queries, g);
    for (let i = 0; i < indices.length; i++) sums[indices[i]!]!++;
    return { count: indices.length, sums, squares: sums };
  };
}

function countSoft(target: Measure, epsilon: number): CountShares {
  const share = softShares(target, epsilon);
  return (queries, g) => {
    const sums = new Float64Array(target.count);
    const squares = new Float64Array(target.count);
    share(queries, g, (_, shares) => {
      for (let j = 0; j < shares.length; j++) {
        sums[j]! += shares[j]!;
        squares[j]! += shares[j]! * shares[j]!;
      }
    });
    return { count: queries.length / target.dim, sums, squares };
  };
}

/**
 * Unbiased estimate of sum_j (p_j - b_j)^2 / b_j, p_j being the mass of cell j: squares of frequencies without what chance
 * adds to them. Its root is at least the L1 error of the masses (Cauchy and Schwarz). b has sum 1.
 */
export function squaredError({ count, sums, squares }: Tally, b: Float64Array): number {
  const pairs = count * (count - 1);
  let error = 0;
  for (let j = 0; j < b.length; j++) {
    const square = (sums[j]! * sums[j]! - squares[j]!) / pairs; // estimates p_j^2
    error += square / b[j]! - (2 * sums[j]!) / count + b[j]!;
  }
  return error;
}

/** Standard deviation of that estimate where p is b: it is a U-statistic of N - 1 degrees of freedom. */
export function errorNoise(cells: number, count: number): number {
  return Math.sqrt(2 * (cells - 1)) / count;
}

/** sum_j |frequency_j - b_j|. */
export function errorL1({ count, sums }: Tally, b: Float64Array): number {
  let error = 0;
  for (let j = 0; j < b.length; j++) error += Math.abs(sums[j]! / count - b[j]!);
  return error;
}
