import { compensatedSum } from "../../numeric/sum.js";
import type { Marginals } from "../plan.js";
import { positivePart, scaledToFit } from "../scaled-plan.js";
import { addEntry, type Entries, emptyEntries } from "../simplex/fill-deficits.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import { walkSparse } from "../walk-plan.js";
import type { GromovProblem } from "./problem.js";

/**
 * A plan with the marginals a and b, but for `lost` in L1: rows, then columns with too much are scaled down; what is missing goes
 * from rows to columns in the order of their indices.
 *
 * @param sent the marginals of the plan. O(n + m + entries). Altschuler, Weed and Rigollet 2017, algorithm 2.
 */
export function roundedPlan(
  { n, m, a, b }: GromovProblem,
  plan: SparsePlan,
  sent: Marginals,
): { rounded: SparsePlan; lost: number } {
  const entries = emptyEntries(plan.mass.length + n + m);
  const { rows, cols } = scaledToFit(
    { a, b, excess: 0 },
    plan,
    walkSparse,
    sent,
    (sources, targets, mass, count) => {
      for (let e = 0; e < count; e++) if (mass[e]! > 0) addEntry(entries, sources[e]!, targets[e]!, mass[e]!);
    },
  );
  const left = positivePart(rows, 1);
  const room = positivePart(cols, 1);
  const added = Math.max(compensatedSum(left), compensatedSum(room));
  const tooMuch = compensatedSum(positivePart(rows, -1)) + compensatedSum(positivePart(cols, -1));
  fill(entries, left, room);
  const { length } = entries;
  const kept = {
    rows: entries.rows.subarray(0, length),
    cols: entries.cols.subarray(0, length),
    mass: entries.mass.subarray(0, length),
  };
  return { rounded: sparsePlan(kept, plan.shape), lost: 2 * tooMuch + 8 * Number.EPSILON * added };
}

/** Sends what is left in the rows to the columns with room, both in the order of their indices. */
function fill(entries: Entries, left: Float64Array, room: Float64Array): void {
  for (let i = 0, j = 0; i < left.length && j < room.length; ) {
    const amount = Math.min(left[i]!, room[j]!);
    addEntry(entries, i, j, amount);
    left[i]! -= amount;
    room[j]! -= amount;
    if (left[i]! <= 0) i++;
    else j++;
  }
}
