import type { Cost, CostOfSquaredDistance } from "../../measure/cost.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { type CTransform, costRounding } from "../c-transform.js";
import { fastestCTransform } from "../choose-c-transform.js";
import { costBelow, costScreen } from "./cost-bounds.js";
import { type LeastOf, radialTree } from "./radial-tree.js";

/**
 * On the line, up to so many pairs are scanned: the way by sorting is off by roundings of the largest cost, which is much
 * where masses reach less far.
 */
const MOST_SCANNED = 1e7;

/** Where the kd-tree is faster than the scan of all pairs, for potentials that are near to optimal. */
const TREE_FROM = 2 ** 20;
const MOST_TREE_DIMENSIONS = 3;

/**
 * c-transform g_j = min_i c(x_i, y_j) - f_i for a cost, rounded down: f_i + g_j <= (1 + costRounding) c(x_i, y_j) holds
 * exactly. An f_i of -Infinity or Infinity leaves point i out; g_j is Infinity where no point is left at finite cost.
 *
 * O(n m d) time at worst, O((n + m) d) memory.
 */
export function hardTransform(cost: Cost): CTransform {
  return (x, f, y, dim) => {
    const used = f.map((value) => (value === Infinity ? -Infinity : value));
    if (used.every((value) => value === -Infinity)) return new Float64Array(y.length / dim).fill(Infinity);
    const bySorting = dim === 1 && f.length * y.length > MOST_SCANNED;
    if (cost.name === "squared-euclidean" && (dim > 1 || bySorting))
      return fastestCTransform(x, used, y, dim);
    return radialTransform(cost, x, used, y, dim);
  };
}

/** The cost is at least the squared distance: where that shows that a point is not the minimum, it is not computed. */
function radialTransform(
  cost: Cost,
  x: Float64Array,
  f: Float64Array,
  y: Float64Array,
  dim: number,
): Float64Array {
  const below = costBelow(cost, dim);
  const g = new Float64Array(y.length / dim);
  const isMuch = dim <= MOST_TREE_DIMENSIONS && f.length * g.length >= TREE_FROM;
  const leastOf =
    (isMuch ? radialTree(x, f, y, dim, below, costScreen(cost, dim)) : undefined) ??
    radialScan(x, f, y, dim, below);
  for (let j = 0; j < g.length; j++) {
    const least = leastOf(j);
    g[j] = least === Infinity ? least : least - Number.EPSILON * Math.abs(least);
  }
  return g;
}

function radialScan(
  x: Float64Array,
  f: Float64Array,
  y: Float64Array,
  dim: number,
  below: CostOfSquaredDistance,
): LeastOf {
  const atLeast = 1 - costRounding(dim);
  const count = f.length;
  const squared = new Float64Array(count);
  return (j) => {
    squaredDistancesInto(y, j, x, count, dim, squared, 0);
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      const own = f[i]!;
      if (own === -Infinity || atLeast * squared[i]! - own >= least) continue;
      const value = below(squared[i]!) - own;
      if (value < least) least = value;
    }
    return least;
  };
}
