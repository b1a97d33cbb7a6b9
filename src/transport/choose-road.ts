import type { Measure } from "../measure/measure.js";
import type { ExactOptions } from "./exact-options.js";
import { type MergedPair, mergedPair, unmergedTransport } from "./large/merged-pair.js";
import { solveLarge } from "./large/solve-large.js";
import { oneD } from "./one-d.js";
import { LARGEST_RESCUED, rescued } from "./rescue.js";
import { type DenseMeans, solveDense } from "./simplex/solve-dense.js";
import { solveCollinear } from "./solve-collinear.js";
import type { SparsePlan } from "./sparse-plan.js";
import type { Transport } from "./transport.js";
import { isUniform } from "./uniform.js";

/** A way from two balanced measures to the exact answer. */
export type Road = (
  source: Measure,
  target: Measure,
  options: ExactOptions,
  means?: DenseMeans,
) => Transport<SparsePlan>;

/**
 * Points of the smaller cloud from which auctions and shortest paths beat the simplex, by dimension (CPU time on
 * Gaussian clouds): as many points on both sides, all of one mass, or anything else. Where no number is given, a
 * bound on a part of the cloud says too little: the simplex, whose rows are computed when they are read.
 */
const LARGE_FROM: Readonly<Record<number, { readonly oneToOne: number; readonly general: number }>> = {
  2: { oneToOne: 1600, general: 3000 },
  3: { oneToOne: 1800, general: 2300 },
  4: { oneToOne: 5000, general: 4500 },
  5: { oneToOne: 10_000, general: 7500 },
};

/** Above this ratio of sizes the simplex is faster: most of its tree is leaves (measured: 1 at 200 x 20,000). */
const LOPSIDED = 20;

/**
 * Above this ratio of points to the number that their masses (or squared distances from the mean: 2 for a Gaussian in the
 * plane, as many as points for one far away) amount to, the simplex is faster: an auction bids for ever
 * where a few rows hold nearly everything (at 4000 x 4000 in the plane, simplex over auction is 1.5 to 2.5 for ratios
 * from 1 to 15, and 0.1 to about 1 for those from 130 on).
 */
const CONCENTRATED = 20;

/** Points of each cloud from which it pays to look for repeated and for collinear ones, whatever the dimension. */
const MANY = 1000;

/** The fastest road that suits the sizes; all of them give the same answer. */
export function chooseRoad(source: Measure, target: Measure): Road {
  if (source.dim === 1) return oneD;
  return Math.min(source.count, target.count) >= MANY ? roadOfMany : solveDense;
}

function isLarge(source: Measure, target: Measure): boolean {
  const fewer = Math.min(source.count, target.count);
  const more = Math.max(source.count, target.count);
  const from = LARGE_FROM[source.dim];
  if (!from || more > LOPSIDED * fewer) return false;
  if (fewer * more <= LARGEST_RESCUED && (isConcentrated(source) || isConcentrated(target))) return false;
  return fewer >= (isOneToOne(source, target) ? from.oneToOne : from.general);
}

/**
 * Do few of the points hold nearly all of the mass, or are few of them nearly all of the variance? Masses w amount to
 * (sum w)^2 / sum w^2 equal ones, squared distances from the mean to as many of equal length: heavy tails and single
 * points far away make the queries of the auctions long.
 */
function isConcentrated(mu: Measure): boolean {
  return isDominated(mu.weights) || isDominated(squaredRadii(mu));
}

function isDominated(values: Float64Array): boolean {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (largest === 0) return false;
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    const part = value / largest; // squares may be too small, or too large, for doubles
    sum += part;
    squares += part * part;
  }
  return values.length * squares > CONCENTRATED * sum * sum;
}

function squaredRadii({ points, dim, count }: Measure): Float64Array {
  const mean = new Float64Array(dim);
  for (let p = 0; p < points.length; p++) mean[p % dim]! += points[p]! / count;
  const radii = new Float64Array(count);
  for (let p = 0; p < points.length; p++) radii[Math.floor(p / dim)]! += (points[p]! - mean[p % dim]!) ** 2;
  return radii;
}

function isOneToOne({ weights: a }: Measure, { weights: b }: Measure): boolean {
  return a.length === b.length && isUniform(a) && isUniform(b);
}

/** Points of a line are sorted; of the others with mass, those that coincide are one, and what is left decides. */
const roadOfMany: Road = (source, target, options, means) => {
  const sorted = solveCollinear(source, target);
  if (sorted) return sorted;
  const pair = mergedPair(source, target);
  const left = pair.merged.source.measure;
  const right = pair.merged.target.measure;
  if (!isLarge(left, right)) return simplexOf(pair, options, means);
  const costs = left.count * right.count;
  return rescued(solveLarge(source, target, options, pair), costs, options, (rest) => simplexOf(pair, rest));
};

/** The simplex on what is left of a pair when points that coincide are one. */
function simplexOf(pair: MergedPair, options: ExactOptions, means?: DenseMeans): Transport<SparsePlan> {
  if (!pair.repeated) return solveDense(pair.source, pair.target, options, means);
  const { source, target } = pair.merged;
  const { plan, potentials, certificate } = solveDense(source.measure, target.measure, options);
  return unmergedTransport(pair, { plan, f: potentials.f, outcome: certificate });
}
