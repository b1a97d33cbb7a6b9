import type { Marginals, Plan } from "./plan.js";
import type { VisitPiece, WalkPlan } from "./walk-plan.js";

/** The masses that a plan is held against: a_i and b_j (1 + excess). */
export interface WantedMasses {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly excess: number;
}

/** What rows and columns of a plan lack, negative where they have too much; right to rounding of the difference itself. */
export interface Lacking {
  readonly rows: Float64Array;
  readonly cols: Float64Array;
}

/**
 * A plan with rows, then columns, scaled down to their masses where they have more, up to rounding: the first steps of
 * rounding a plan to its marginals. Altschuler, Weed and Rigollet 2017, algorithm 2.
 *
 * @param sent the marginals of the plan. @param visit is told the scaled entries.
 * O(n + m + entries); an entropic plan is looked at twice where rows are scaled by more than rounding.
 */
export function scaledToFit<P extends Plan>(
  { a, b, excess }: WantedMasses,
  plan: P,
  walk: WalkPlan<P>,
  sent: Marginals,
  visit: VisitPiece,
): Lacking {
  const ofRows = downTo(sent.source, a, 0);
  const isScaled =
    plan.kind === "sparse" ? ofRows.some((factor) => factor !== 1) : takesMuch(ofRows, sent.source);
  const ofCols = downTo(isScaled ? received(plan, walk, ofRows) : sent.target, b, excess);
  const rows = lackingAtFirst(a, 0);
  const cols = lackingAtFirst(b, excess);
  let scaled = new Float64Array(0);
  walk(plan, (sources, targets, mass, count) => {
    if (scaled.length < count) scaled = new Float64Array(count);
    for (let e = 0; e < count; e++) scaled[e] = mass[e]! * ofRows[sources[e]!]! * ofCols[targets[e]!]!;
    takeOffRuns(rows, sources, scaled, count);
    takeOff(cols, targets, scaled, count);
    visit(sources, targets, scaled, count);
  });
  return { rows: totals(rows), cols: totals(cols) };
}

/** Do the factors take off more than rounding? If not, another look at all pairs of an entropic plan is not worth its time. */
function takesMuch(factors: Float64Array, found: Float64Array): boolean {
  let taken = 0;
  let all = 0;
  for (let i = 0; i < found.length; i++) {
    taken += (1 - factors[i]!) * found[i]!;
    all += found[i]!;
  }
  return taken > ROUNDING * all;
}

/** Part of the mass: sums of thousands of entries are not known better. */
const ROUNDING = 1e-13;

/** `takeOff` where neighbours mostly have the same index: their sum stays in registers. The same bits. */
function takeOffRuns(sums: Float64Array, indices: Int32Array, masses: Float64Array, count: number): void {
  const half = sums.length / 2;
  for (let e = 0; e < count; ) {
    const at = indices[e]!;
    let sum = sums[at]!;
    let lost = sums[half + at]!;
    for (; e < count && indices[e] === at; e++) {
      const p = masses[e]!;
      const next = sum - p;
      lost += Math.abs(sum) >= p ? sum - next - p : sum - (p + next);
      sum = next;
    }
    sums[at] = sum;
    sums[half + at] = lost;
  }
}

/** Subtracts masses[e] from the compensated sum at indices[e] (Neumaier 1974). */
function takeOff(sums: Float64Array, indices: Int32Array, masses: Float64Array, count: number): void {
  const half = sums.length / 2;
  for (let e = 0; e < count; e++) {
    const p = masses[e]!;
    const at = indices[e]!;
    const before = sums[at]!;
    const next = before - p;
    sums[half + at]! += Math.abs(before) >= p ? before - next - p : before - (p + next);
    sums[at] = next;
  }
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
function received<P extends Plan>(plan: P, walk: WalkPlan<P>, ofRows: Float64Array): Float64Array {
  const sums = new Float64Array(plan.shape[1]);
  walk(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) sums[cols[e]!]! += mass[e]! * ofRows[rows[e]!]!;
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

/** Adds to a compensated sum: its value is sums[at] + sums[lostAt] (Neumaier 1974). */
export function addTo(sums: Float64Array, at: number, lostAt: number, value: number): void {
  const before = sums[at]!;
  const next = before + value;
  sums[lostAt]! += Math.abs(before) >= Math.abs(value) ? before - next + value : value - next + before;
  sums[at] = next;
}

/** max(0, sign * value) for each value. */
export function positivePart(values: Float64Array, sign: 1 | -1): Float64Array {
  const part = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if (sign * values[i]! > 0) part[i] = sign * values[i]!;
  return part;
}
