import { type Measure, moments } from "../../measure/measure.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import { weightedSum } from "../weighted-sum.js";
import type { Cells } from "./cells.js";
import { type Estimate, estimate } from "./estimate.js";
import { type NearestCells, nearestAmong } from "./nearest-cell.js";
import { lifts, lowerings, moved } from "./shift.js";
import { softShares } from "./soft-shares.js";
import { errorL1, type Tally } from "./tally.js";

/** What fresh samples say about the cells: estimates of expectations over the law, never bounds of W2^2. */
export interface SemidiscreteStatistics {
  /** E min_j (|x - y_j|^2 - g_j) + sum_j b_j g_j: for any prices at most W2^2(law, target). */
  readonly dual: Estimate;
  /** E |x - y|^2 where the cells send x: W2^2 from the law to the masses that the cells have, which are not quite b. */
  readonly cost: Estimate;
  /** sum_j |P(cell j) - b_j|, the L1 error of the masses. */
  readonly marginalError: MarginalError;
  /** How many fresh samples. */
  readonly samples: number;
}

/** All in units of mass. */
export interface MarginalError {
  /** With the frequencies of the samples for P(cell j): larger than the true error, by chance. */
  readonly observed: number;
  /** What chance adds to it at most, on average: sqrt((N - 1) / samples). */
  readonly byChance: number;
  /** Covers the true error with 95 % probability or more, for any law and number of samples (McDiarmid 1989). */
  readonly interval: readonly [number, number];
}

/** sqrt(2 log(2 / 0.05)): McDiarmid's inequality for differences of 2 / samples. */
const CONCENTRATION = 2.716203;

/**
 * Estimates from samples that had no part in finding the cells. O(samples N d) time, less by a kd-tree.
 *
 * @param points as the law gives them. @param over the same moved over the target, with their nearest cells.
 * @param mass that the probabilities stand for.
 */
export function freshStatistics(
  points: Float64Array,
  over: Located,
  cells: Cells,
  mass: number,
): SemidiscreteStatistics {
  const { target, g, epsilon } = cells;
  const b = target.weights;
  const constant = weightedSum(g, b);
  const { costs, tally } = epsilon > 0 ? softCosts(over, cells) : sharpCosts(points, target, over.found);
  return {
    dual: estimate(over.f.map((value) => mass * (value + constant))),
    cost: estimate(costs.map((value) => mass * value)),
    marginalError: marginalError(tally, b, mass),
    samples: over.f.length,
  };
}

/** Points moved over the target, and what the cells say about them. */
export interface Located {
  readonly points: Float64Array;
  readonly found: NearestCells;
  /** What |x - y|^2 has more than the squared distance of the moved point, for the prices of the cells. */
  readonly lifts: Float64Array;
  /** min_j |x - y_j|^2 less the price of y_j for that cost. */
  readonly f: Float64Array;
}

/** The nearest cells of points. O(count N d) time, less by a kd-tree. */
export function locate({ target, g, shift }: Cells, given: Float64Array): Located {
  const points = moved(given, shift);
  const found = nearestAmong(target.points, target.dim)(points, g);
  const lifted = lifts(points, shift, moments(target).mean);
  return { points, found, lifts: lifted, f: found.values.map((value, i) => value + lifted[i]!) };
}

interface Costs {
  readonly costs: Float64Array;
  readonly tally: Tally;
}

function sharpCosts(points: Float64Array, target: Measure, { indices }: NearestCells): Costs {
  const sums = new Float64Array(target.count);
  const costs = Float64Array.from(indices, (j, i) => {
    sums[j]!++;
    return squaredDistance(points, i, target.points, j, target.dim);
  });
  return { costs, tally: { count: indices.length, sums, squares: sums } };
}

/** sum_j share_j |x - y_j|^2, of which the shares know the distance of the moved point. */
function softCosts({ points, lifts: lifted }: Located, { target, g, epsilon, shift }: Cells): Costs {
  const count = lifted.length;
  const sums = new Float64Array(target.count);
  const squares = new Float64Array(target.count);
  const lowered = lowerings(target, shift);
  const paid = lifted.slice();
  softShares(target, epsilon)(points, g, (i, shares, costs) => {
    for (let j = 0; j < shares.length; j++) {
      sums[j]! += shares[j]!;
      squares[j]! += shares[j]! * shares[j]!;
      paid[i]! += shares[j]! * (costs[j]! - lowered[j]!);
    }
  });
  return { costs: paid, tally: { count, sums, squares } };
}

/**
 * E |frequency_j - p_j| <= sqrt(p_j / samples), of sum sqrt((N - 1) / samples) at most; one sample changes the observed
 * error by 2 / samples at most.
 */
function marginalError(tally: Tally, b: Float64Array, mass: number): MarginalError {
  const observed = errorL1(tally, b);
  const byChance = Math.sqrt((b.length - 1) / tally.count);
  const width = CONCENTRATION / Math.sqrt(tally.count);
  return {
    observed: mass * observed,
    byChance: mass * byChance,
    interval: [mass * Math.max(0, observed - byChance - width), mass * Math.min(2, observed + width)],
  };
}
