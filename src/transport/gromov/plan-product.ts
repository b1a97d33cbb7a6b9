import type { SparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";
import { denseSandwich, type Entries, rankAtMost, sandwich } from "./sandwich.js";

/** Plans with more entries than so many per point are multiplied as matrices. */
const SPARSE_ENTRIES = 8;

/** D1 p D2: n m min(n, m) multiplications for a plan of about n + m entries, n m (n + m) for one of many more. */
export function planProduct(problem: GromovProblem, plan: SparsePlan): Float64Array {
  return isDense(problem, plan) ? denseSandwich(problem, densePlan(plan)) : sandwich(problem, plan);
}

/** Is D1 (q - p) D2 cheaper to compute than D1 q D2? It is where the plans agree in some rows or columns. */
export function isSmallChange(problem: GromovProblem, change: Entries): boolean {
  return !isDense(problem, change) && rankAtMost(problem, change) < Math.min(problem.n, problem.m);
}

/** Has a plan, or a change of one, too many entries to be worked with one by one? */
export function isDense({ n, m }: GromovProblem, { mass }: Entries): boolean {
  return mass.length > SPARSE_ENTRIES * (n + m);
}

/** The plan as a matrix. */
export function densePlan({ rows, cols, mass, shape }: SparsePlan): Float64Array {
  const dense = new Float64Array(shape[0] * shape[1]);
  for (let e = 0; e < mass.length; e++) dense[rows[e]! * shape[1] + cols[e]!] = mass[e]!;
  return dense;
}

/** plan - before, by the entries where the two differ. O(entries). */
export function planChange(plan: SparsePlan, before: SparsePlan): Entries {
  const room = plan.mass.length + before.mass.length;
  const rows = new Int32Array(room);
  const cols = new Int32Array(room);
  const mass = new Float64Array(room);
  let count = 0;
  for (let e = 0, s = 0; e < plan.mass.length || s < before.mass.length; ) {
    const order = comparePlaces(plan, e, before, s);
    rows[count] = order <= 0 ? plan.rows[e]! : before.rows[s]!;
    cols[count] = order <= 0 ? plan.cols[e]! : before.cols[s]!;
    const added = order <= 0 ? plan.mass[e++]! : 0;
    const taken = order >= 0 ? before.mass[s++]! : 0;
    if (added !== taken) mass[count++] = added - taken;
  }
  return { rows: rows.slice(0, count), cols: cols.slice(0, count), mass: mass.slice(0, count) };
}

/** Negative where entry e of p comes before entry s of q, 0 where they are at one place. */
function comparePlaces(p: SparsePlan, e: number, q: SparsePlan, s: number): number {
  if (e === p.mass.length) return 1;
  if (s === q.mass.length) return -1;
  return p.rows[e]! - q.rows[s]! || p.cols[e]! - q.cols[s]!;
}
