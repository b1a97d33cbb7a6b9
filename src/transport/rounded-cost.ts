import type { Measure } from "../measure/measure.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { compensatedSum } from "../numeric/sum.js";
import type { BalancedPair } from "./balance.js";
import { costRounding } from "./c-transform.js";
import type { Frame } from "./frame.js";
import type { Marginals, Plan } from "./plan.js";
import { underflow } from "./underflow.js";
import { weightedSum } from "./weighted-sum.js";

/** <c, p> from differences of the coordinates as given: no digits are lost to centring. */
export function planCost(source: Measure, target: Measure, { rows, cols, mass }: Plan): number {
  const { points: x, dim } = source;
  const terms = new Float64Array(mass.length);
  for (let e = 0; e < mass.length; e++) {
    terms[e] = mass[e]! * squaredDistance(x, rows[e]!, target.points, cols[e]!, dim);
  }
  return compensatedSum(terms);
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
  const { source, target, frame, excess } = pair;
  if (frame.farthest === 0 && atOnePlace(source, target)) return 0;
  const inner = scaledToFit(pair, plan, sent);
  const rows = lacking(inner.rows, inner.mass, source.weights, 0);
  const cols = lacking(inner.cols, inner.mass, target.weights, excess);
  const missing = { a: positivePart(rows, 1), b: positivePart(cols, 1) };
  const added = Math.min(compensatedSum(missing.a), compensatedSum(missing.b));
  const tooMuch = Math.max(compensatedSum(positivePart(rows, -1)), compensatedSum(positivePart(cols, -1)));
  if (added === 0 && tooMuch === 0 && !moves(source, target, inner)) return 0;
  const rounding = costRounding(source.dim);
  const moved = planCost(source, target, inner);
  const atMost = added * frame.farthest;
  const cost = moved + (atMost <= NEGLIGIBLE * moved ? atMost : productCost(frame, missing.a, missing.b));
  const paid = (tooMuch + 4 * rounding * added) * frame.farthest;
  return (1 + rounding) * (cost + paid) + underflow(source, target);
}

/** Rows, then columns, that have more than their mass scaled down to it, up to rounding. */
function scaledToFit({ source, target, excess }: BalancedPair, plan: Plan, sent: Marginals): Plan {
  const { rows, cols } = plan;
  const mass = plan.mass.slice();
  scaleDown(mass, rows, sent.source, source.weights, 0);
  const received = new Float64Array(target.count);
  for (let e = 0; e < mass.length; e++) received[cols[e]!]! += mass[e]!;
  scaleDown(mass, cols, received, target.weights, excess);
  return { ...plan, mass };
}

/** Scales the entries of the points where `found` is more than weight (1 + excess). */
function scaleDown(
  mass: Float64Array,
  indices: Int32Array,
  found: Float64Array,
  weights: Float64Array,
  excess: number,
): void {
  const factors = new Float64Array(found.length);
  for (let i = 0; i < found.length; i++) {
    const wanted = weights[i]! + weights[i]! * excess;
    factors[i] = found[i]! > wanted ? wanted / found[i]! : 1;
  }
  for (let e = 0; e < mass.length; e++) mass[e]! *= factors[indices[e]!]!;
}

/**
 * wanted_i (1 + excess) minus what the plan moves at point i, by compensated sums: right to rounding of the
 * difference itself.
 */
function lacking(
  indices: Int32Array,
  mass: Float64Array,
  wanted: Float64Array,
  excess: number,
): Float64Array {
  const sum = wanted.slice();
  const lost = new Float64Array(wanted.length);
  for (let i = 0; i < lost.length; i++) lost[i] = wanted[i]! * excess;
  for (let e = 0; e < mass.length; e++) {
    const i = indices[e]!;
    const before = sum[i]!;
    const next = before - mass[e]!;
    lost[i]! += Math.abs(before) >= mass[e]! ? before - next - mass[e]! : before - (mass[e]! + next);
    sum[i] = next;
  }
  for (let i = 0; i < sum.length; i++) sum[i]! += lost[i]!;
  return sum;
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
function moves({ points: x, dim }: Measure, { points: y }: Measure, { rows, cols }: Plan): boolean {
  for (let e = 0; e < rows.length; e++) {
    for (let k = 0; k < dim; k++) if (x[rows[e]! * dim + k] !== y[cols[e]! * dim + k]) return true;
  }
  return false;
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
