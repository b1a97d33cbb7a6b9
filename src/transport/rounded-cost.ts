import type { Measure } from "../measure/measure.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { compensatedSum } from "../numeric/sum.js";
import { relativeExcess } from "./balance.js";
import { costRounding } from "./c-transform.js";
import type { Frame } from "./frame.js";
import { marginals, type Plan } from "./plan.js";
import { underflow } from "./underflow.js";

/** <c, p> from differences of the coordinates as given: no digits are lost to centring. */
export function planCost(source: Measure, target: Measure, { rows, cols, mass }: Plan): number {
  const terms = mass.map(
    (p, e) => p * squaredDistance(source.points, rows[e]!, target.points, cols[e]!, source.dim),
  );
  return compensatedSum(terms);
}

/**
 * Upper bound of the optimal cost: that of the plan rounded to its marginals. Rows, then columns with too much are
 * scaled down, and what is missing is added as the product measure of the two deficits, whose cost needs moments
 * only.
 *
 * Rounding: costs and masses are positive, so <c, p> is known up to a relative error; what rows or columns of the
 * scaled plan still have too much is summed and paid at the largest cost, and so is the rounding of the moments.
 */
export function roundedCost(source: Measure, target: Measure, plan: Plan, frame: Frame): number {
  const excess = relativeExcess(source, target);
  const inner = scaledToFit(source, target, plan, excess);
  const rows = lacking(inner.rows, inner.mass, source.weights, 0);
  const cols = lacking(inner.cols, inner.mass, target.weights, excess);
  const missing = { a: rows.map((d) => Math.max(0, d)), b: cols.map((d) => Math.max(0, d)) };
  const added = Math.min(compensatedSum(missing.a), compensatedSum(missing.b));
  const tooMuch = Math.max(surplus(rows), surplus(cols));
  if (added === 0 && tooMuch === 0 && !moves(source, target, inner)) return 0;
  const rounding = costRounding(source.dim);
  const cost = planCost(source, target, inner) + productCost(frame, missing.a, missing.b);
  const paid = (tooMuch + 4 * rounding * added) * frame.farthest;
  return (1 + rounding) * (cost + paid) + underflow(source, target);
}

/** Rows, then columns, that have more than their mass scaled down to it, up to rounding. */
function scaledToFit(source: Measure, target: Measure, plan: Plan, excess: number): Plan {
  const { rows, cols } = plan;
  const wanted = target.weights.map((b) => b + b * excess);
  const rowFactor = scalingDown(marginals(plan).source, source.weights);
  const scaledRows = { ...plan, mass: plan.mass.map((p, e) => p * rowFactor[rows[e]!]!) };
  const colFactor = scalingDown(marginals(scaledRows).target, wanted);
  return { ...plan, mass: scaledRows.mass.map((p, e) => p * colFactor[cols[e]!]!) };
}

function scalingDown(found: Float64Array, wanted: Float64Array): Float64Array {
  return found.map((value, i) => (value > wanted[i]! ? wanted[i]! / value : 1));
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
  const lost = wanted.map((value) => value * excess);
  for (let e = 0; e < mass.length; e++) {
    const i = indices[e]!;
    const before = sum[i]!;
    const next = before - mass[e]!;
    lost[i]! += Math.abs(before) >= mass[e]! ? before - next - mass[e]! : before - (mass[e]! + next);
    sum[i] = next;
  }
  return sum.map((value, i) => value + lost[i]!);
}

function surplus(lack: Float64Array): number {
  return compensatedSum(lack.map((d) => Math.max(0, -d)));
}

/** Does mass go to another place? A squared distance of 0 does not tell: it may have underflowed. */
function moves({ points: x, dim }: Measure, { points: y }: Measure, { rows, cols }: Plan): boolean {
  return rows.some((i, e) => {
    for (let k = 0; k < dim; k++) if (x[i * dim + k] !== y[cols[e]! * dim + k]) return true;
    return false;
  });
}

/** sum a_i b_j c_ij / mass for two deficits of (up to rounding) equal mass. */
function productCost(frame: Frame, a: Float64Array, b: Float64Array): number {
  const massA = compensatedSum(a);
  const massB = compensatedSum(b);
  const mass = Math.max(massA, massB);
  if (mass === 0) return 0;
  const { x, y, dim, scale } = frame;
  let crossed = 0;
  for (let k = 0; k < dim; k++) crossed += (moment(x, a, k, dim) / mass) * moment(y, b, k, dim);
  const squares = (massB / mass) * squaredMoment(x, a, dim) + (massA / mass) * squaredMoment(y, b, dim);
  const shift = (massB / mass) * weightedSum(frame.shiftX, a) + (massA / mass) * weightedSum(frame.shiftY, b);
  return Math.max(0, scale * scale * (squares - 2 * crossed) + shift);
}

function moment(points: Float64Array, weights: Float64Array, k: number, dim: number): number {
  return compensatedSum(weights.map((w, i) => w * points[i * dim + k]!));
}

function squaredMoment(points: Float64Array, weights: Float64Array, dim: number): number {
  return compensatedSum(points.map((value, p) => weights[Math.floor(p / dim)]! * value * value));
}

function weightedSum(values: Float64Array, weights: Float64Array): number {
  return compensatedSum(values.map((value, i) => value * weights[i]!));
}
