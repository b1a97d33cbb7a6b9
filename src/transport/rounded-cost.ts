import type { Measure } from "../measure/measure.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { compensatedSum } from "../numeric/sum.js";
import type { BalancedPair } from "./balance.js";
import { costRounding } from "./c-transform.js";
import type { Frame } from "./frame.js";
import type { Marginals, Plan } from "./plan.js";
import { positivePart, scaledToFit } from "./scaled-plan.js";
import { underflow } from "./underflow.js";
import type { WalkPlan } from "./walk-plan.js";
import { weightedSum } from "./weighted-sum.js";

/** What a plan takes from each source point, gives to each target point, and pays: <c, p>. */
export interface PlanSums extends Marginals {
  readonly cost: number;
}

/**
 * One look at every entry of the plan. The cost is from differences of the coordinates as given: no digits are lost to
 * centring.
 */
export function planSums<P extends Plan>(
  { points: x, dim }: Measure,
  { points: y }: Measure,
  plan: P,
  walk: WalkPlan<P>,
): PlanSums {
  const source = new Float64Array(plan.shape[0]);
  const target = new Float64Array(plan.shape[1]);
  const cost = new Float64Array(2);
  walk(plan, (rows, cols, mass, count) => {
    addRuns(source, rows, mass, count);
    for (let e = 0; e < count; e++) target[cols[e]!]! += mass[e]!;
    addCosts(cost, x, y, dim, rows, cols, mass, count);
  });
  return { source, target, cost: cost[0]! + cost[1]! };
}

/** Adds masses to the sums at their indices, which neighbours mostly share. */
function addRuns(sums: Float64Array, indices: Int32Array, mass: Float64Array, count: number): void {
  for (let e = 0; e < count; ) {
    const at = indices[e]!;
    let sum = sums[at]!;
    for (; e < count && indices[e] === at; e++) sum += mass[e]!;
    sums[at] = sum;
  }
}

/** Adds the costs of entries to the compensated sum in the two places of `cost` (Neumaier 1974). */
function addCosts(
  cost: Float64Array,
  x: Float64Array,
  y: Float64Array,
  dim: number,
  rows: Int32Array,
  cols: Int32Array,
  mass: Float64Array,
  count: number,
): void {
  let sum = cost[0]!;
  let lost = cost[1]!;
  for (let e = 0; e < count; e++) {
    const p = mass[e]!;
    if (p === 0) continue;
    const value = p * squaredDistance(x, rows[e]!, y, cols[e]!, dim);
    const next = sum + value;
    lost += sum >= value ? sum - next + value : value - next + sum;
    sum = next;
  }
  cost[0] = sum;
  cost[1] = lost;
}

/** What is missing is paid at the largest cost where that is no more than so large a part of the rest. */
const NEGLIGIBLE = 8 * Number.EPSILON;

/**
 * Upper bound of the optimal cost: that of the plan rounded to its marginals. Rows, then columns with too much are
 * scaled down, and what is missing is added as the product measure of the two deficits, whose cost needs moments
 * only.
 *
 * Rounding: costs and masses are positive, so <c, p> is known up to a relative error; what rows or columns of the
 * scaled plan still have too much is summed and paid at the largest cost, and so is the rounding of the moments.
 *
 * @param sent the marginals of the plan.
 */
export function roundedCost<P extends Plan>(
  pair: BalancedPair,
  plan: P,
  walk: WalkPlan<P>,
  sent: Marginals,
): number {
  const { source, target, frame } = pair;
  if (frame.farthest === 0 && atOnePlace(source, target)) return 0;
  const { points: x, dim } = source;
  const cost = new Float64Array(2);
  const masses = { a: source.weights, b: target.weights, excess: pair.excess };
  const { rows, cols } = scaledToFit(masses, plan, walk, sent, (sources, targets, mass, count) => {
    addCosts(cost, x, target.points, dim, sources, targets, mass, count);
  });
  const moved = cost[0]! + cost[1]!;
  const missing = { a: positivePart(rows, 1), b: positivePart(cols, 1) };
  const added = Math.min(compensatedSum(missing.a), compensatedSum(missing.b));
  const tooMuch = Math.max(compensatedSum(positivePart(rows, -1)), compensatedSum(positivePart(cols, -1)));
  if (moved === 0 && added === 0 && tooMuch === 0 && !moves(source, target, plan, walk)) return 0;
  const rounding = costRounding(dim);
  const atMost = added * frame.farthest;
  const filled = moved + (atMost <= NEGLIGIBLE * moved ? atMost : productCost(frame, missing.a, missing.b));
  const paid = (tooMuch + 4 * rounding * added) * frame.farthest;
  return (1 + rounding) * (filled + paid) + underflow(source, target);
}

/** Do all points of both clouds coincide? Then no mass, however rounded, has anywhere else to go. */
function atOnePlace({ points: x, dim }: Measure, { points: y }: Measure): boolean {
  for (let p = 0; p < x.length; p++) if (x[p] !== x[p % dim]) return false;
  for (let p = 0; p < y.length; p++) if (y[p] !== x[p % dim]) return false;
  return true;
}

/** Does mass go to another place? A squared distance of 0 does not tell: it may have underflowed. */
function moves<P extends Plan>(
  { points: x, dim }: Measure,
  { points: y }: Measure,
  plan: P,
  walk: WalkPlan<P>,
): boolean {
  let found = false;
  walk(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count && !found; e++) {
      if (mass[e] === 0) continue;
      for (let k = 0; k < dim; k++) if (x[rows[e]! * dim + k] !== y[cols[e]! * dim + k]) found = true;
    }
  });
  return found;
}

/** sum a_i b_j c_ij / mass for two deficits of (up to rounding) equal mass. */
function productCost(frame: Frame, a: Float64Array, b: Float64Array): number {
  const massA = compensatedSum(a);
  const massB = compensatedSum(b);
  const mass = Math.max(massA, massB);
  if (mass === 0) return 0;
  const { x, y, dim, scale } = frame;
  let crossed = 0;
  for (let k = 0; k < dim; k++) crossed += (weightedSum(x, a, k, dim) / mass) * weightedSum(y, b, k, dim);
  const squares = (massB / mass) * squaredMoment(x, a, dim) + (massA / mass) * squaredMoment(y, b, dim);
  const shift = (massB / mass) * weightedSum(frame.shiftX, a) + (massA / mass) * weightedSum(frame.shiftY, b);
  return Math.max(0, scale * scale * (squares - 2 * crossed) + shift);
}

function squaredMoment(points: Float64Array, weights: Float64Array, dim: number): number {
  const squares = new Float64Array(weights.length);
  for (let i = 0, p = 0; i < squares.length; i++) {
    for (let k = 0; k < dim; k++, p++) squares[i]! += points[p]! * points[p]!;
  }
  return weightedSum(squares, weights);
}
