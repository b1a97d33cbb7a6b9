import type { Measure } from "../measure/measure.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { compensatedSum } from "../numeric/sum.js";
import type { BalancedPair } from "./balance.js";
import { costRounding } from "./c-transform.js";
import type { Frame } from "./frame.js";
import type { Marginals, Plan } from "./plan.js";
import { forEachPiece } from "./plan-pieces.js";
import { underflow } from "./underflow.js";
import { weightedSum } from "./weighted-sum.js";

/** What a plan takes from each source point, gives to each target point, and pays: <c, p>. */
export interface PlanSums extends Marginals {
  readonly cost: number;
}

/**
 * One look at every entry of the plan. The cost is from differences of the coordinates as given: no digits are lost to
 * centring.
 */
export function planSums({ points: x, dim }: Measure, { points: y }: Measure, plan: Plan): PlanSums {
  const source = new Float64Array(plan.shape[0]);
  const target = new Float64Array(plan.shape[1]);
  const cost = new Float64Array(2);
  forEachPiece(plan, (row, cols, mass, from, to) => {
    for (let e = from; e < to; e++) {
      const p = mass[e]!;
      if (p === 0) continue;
      const col = cols[e]!;
      source[row]! += p;
      target[col]! += p;
      addTo(cost, 0, 1, p * squaredDistance(x, row, y, col, dim));
    }
  });
  return { source, target, cost: cost[0]! + cost[1]! };
}

/** Adds to a compensated sum: its value is sums[at] + sums[lostAt] (Neumaier 1974). */
function addTo(sums: Float64Array, at: number, lostAt: number, value: number): void {
  const before = sums[at]!;
  const next = before + value;
  sums[lostAt]! += Math.abs(before) >= Math.abs(value) ? before - next + value : value - next + before;
  sums[at] = next;
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
export function roundedCost(pair: BalancedPair, plan: Plan, sent: Marginals): number {
  const { source, target, frame } = pair;
  if (frame.farthest === 0 && atOnePlace(source, target)) return 0;
  const { moved, rows, cols } = scaledToFit(pair, plan, sent);
  const missing = { a: positivePart(rows, 1), b: positivePart(cols, 1) };
  const added = Math.min(compensatedSum(missing.a), compensatedSum(missing.b));
  const tooMuch = Math.max(compensatedSum(positivePart(rows, -1)), compensatedSum(positivePart(cols, -1)));
  if (moved === 0 && added === 0 && tooMuch === 0 && !moves(source, target, plan)) return 0;
  const rounding = costRounding(source.dim);
  const atMost = added * frame.farthest;
  const cost = moved + (atMost <= NEGLIGIBLE * moved ? atMost : productCost(frame, missing.a, missing.b));
  const paid = (tooMuch + 4 * rounding * added) * frame.farthest;
  return (1 + rounding) * (cost + paid) + underflow(source, target);
}

/** A plan whose rows, then columns, are scaled down to their mass where they have more, up to rounding. */
interface Scaled {
  /** Its cost. */
  readonly moved: number;
  /** What its rows and columns lack, by compensated sums: right to rounding of the difference itself. */
  readonly rows: Float64Array;
  readonly cols: Float64Array;
}

function scaledToFit({ source, target, excess }: BalancedPair, plan: Plan, sent: Marginals): Scaled {
  const n = source.count;
  const m = target.count;
  const ofRows = downTo(sent.source, source.weights, 0);
  const ofCols = downTo(
    ofRows.every((factor) => factor === 1) ? sent.target : received(plan, ofRows),
    target.weights,
    excess,
  );
  const { points: x, dim } = source;
  const { points: y } = target;
  const cost = new Float64Array(2);
  const rows = lackingAtFirst(source.weights, 0);
  const cols = lackingAtFirst(target.weights, excess);
  forEachPiece(plan, (row, indices, mass, from, to) => {
    const factor = ofRows[row]!;
    for (let e = from; e < to; e++) {
      const col = indices[e]!;
      const p = mass[e]! * factor * ofCols[col]!;
      if (p === 0) continue;
      addTo(rows, row, n + row, -p);
      addTo(cols, col, m + col, -p);
      addTo(cost, 0, 1, p * squaredDistance(x, row, y, col, dim));
    }
  });
  return { moved: cost[0]! + cost[1]!, rows: totals(rows), cols: totals(cols) };
}

/** Factors that bring what was found down to weight (1 + excess). */
function downTo(found: Float64Array, weights: Float64Array, excess: number): Float64Array {
  const factors = new Float64Array(found.length);
  for (let i = 0; i < found.length; i++) {
    const wanted = weights[i]! + weights[i]! * excess;
    factors[i] = found[i]! > wanted ? wanted / found[i]! : 1;
  }
  return factors;
}

/** What the columns get when the rows are scaled. */
function received(plan: Plan, ofRows: Float64Array): Float64Array {
  const sums = new Float64Array(plan.shape[1]);
  forEachPiece(plan, (row, cols, mass, from, to) => {
    for (let e = from; e < to; e++) sums[cols[e]!]! += mass[e]! * ofRows[row]!;
  });
  return sums;
}

/** Compensated sums, each weight (1 + excess); the second half is what the first one lost. */
function lackingAtFirst(weights: Float64Array, excess: number): Float64Array {
  const sums = new Float64Array(2 * weights.length);
  sums.set(weights);
  for (let i = 0; i < weights.length; i++) sums[weights.length + i] = weights[i]! * excess;
  return sums;
}

function totals(sums: Float64Array): Float64Array {
  const count = sums.length / 2;
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = sums[i]! + sums[count + i]!;
  return values;
}

/** max(0, sign * value) for each value. */
function positivePart(values: Float64Array, sign: 1 | -1): Float64Array {
  const part = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if (sign * values[i]! > 0) part[i] = sign * values[i]!;
  return part;
}

/** Do all points of both clouds coincide? Then no mass, however rounded, has anywhere else to go. */
function atOnePlace({ points: x, dim }: Measure, { points: y }: Measure): boolean {
  for (let p = 0; p < x.length; p++) if (x[p] !== x[p % dim]) return false;
  for (let p = 0; p < y.length; p++) if (y[p] !== x[p % dim]) return false;
  return true;
}

/** Does mass go to another place? A squared distance of 0 does not tell: it may have underflowed. */
function moves({ points: x, dim }: Measure, { points: y }: Measure, plan: Plan): boolean {
  let found = false;
  forEachPiece(plan, (row, cols, mass, from, to) => {
    for (let e = from; e < to && !found; e++) {
      if (mass[e] === 0) continue;
      for (let k = 0; k < dim; k++) if (x[row * dim + k] !== y[cols[e]! * dim + k]) found = true;
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
