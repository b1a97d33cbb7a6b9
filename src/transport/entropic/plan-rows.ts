import { lendEntropicKernels } from "../../kernels/entropic.js";
import type { Gibbs } from "../../kernels/gibbs.js";
import type { EntropicKernels } from "../../kernels/kernels.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { lengthScale } from "./length-scale.js";
import { gathered, type OrderedCloud, spatiallyOrdered } from "./spatial-order.js";

/** Rows that are computed together: as many as the kernels compute at a time. */
const ROWS_AT_ONCE = 4;

/** Entries of less than 2 to this times a_i b_j, 1e-60 of it, are 0: together they are less than 1e-60 of all mass. */
const SMALLEST_ENTRY = -200;

/**
 * The rows of an entropic plan, one after the other: `visit(i, row)` with row[j] = p_ij, valid during the call. The same
 * plan gives the same bits each time. Entries below 1e-60 a_i b_j are 0. O(n m d) time, O((n + m) d) memory.
 */
export function forEachRow(plan: EntropicPlan, visit: (i: number, row: Float64Array) => void): void {
  const [n, m] = plan.shape;
  const x = inTheirOrder(plan.x, n);
  const y = inTheirOrder(plan.y, m);
  lendEntropicKernels((kernels) => {
    const gibbs = gibbsOf(kernels, plan, x, y);
    const rows = kernels.doubles(kernels.functions.gibbsValues(gibbs), ROWS_AT_ONCE * m);
    computeAll(kernels, plan, gibbs, (i, at) => visit(i, rows.subarray(at, at + m)));
  });
}

/**
 * The entries of an entropic plan, some at a time: mass[e] goes from source point rows[e] to target point cols[e], for
 * e < count; valid during the call. Each entry comes at most once, in an order that neighbouring points of large clouds
 * have in common; those that do not come are 0. The same plan gives the same bits each time.
 *
 * O(n m d) time at most: where epsilon is small beside the extent of large clouds in up to 8 dimensions, far pairs are not
 * looked at. O((n + m) d) memory.
 */
export function forEachPart(
  plan: EntropicPlan,
  visit: (rows: Int32Array, cols: Int32Array, mass: Float64Array, count: number) => void,
): void {
  const m = plan.shape[1];
  const [x, y] = spatiallyOrdered(plan.x, plan.y, plan.dim);
  const rows = new Int32Array(m);
  lendEntropicKernels((kernels) => {
    const { functions, doubles } = kernels;
    const gibbs = gibbsOf(kernels, plan, x, y);
    const values = doubles(functions.gibbsValues(gibbs), ROWS_AT_ONCE * m);
    computeAll(kernels, plan, gibbs, (r, at) => {
      rows.fill(x.order[r]!);
      for (let from = functions.runStart(gibbs, r, 0); from < m; ) {
        const to = functions.runEnd(gibbs, r, from);
        visit(rows, y.order.subarray(from, to), values.subarray(at + from, at + to), to - from);
        from = functions.runStart(gibbs, r, to);
      }
    });
  });
}

const inTheirOrder = (points: Float64Array, count: number): OrderedCloud => ({
  points,
  order: Int32Array.from({ length: count }, (_, p) => p),
});

/** Takes all the memory that is needed: when entries are visited nothing can begin again. */
function gibbsOf(
  { functions, doubles }: EntropicKernels,
  { dim, cost, sourceWeights, targetWeights, potentials, shape }: EntropicPlan,
  x: OrderedCloud,
  y: OrderedCloud,
): Gibbs {
  const [n, m] = shape;
  const gibbs = functions.newGibbs(n, m, dim, lengthScale(cost), ROWS_AT_ONCE);
  doubles(functions.gibbsX(gibbs), n * dim).set(x.points);
  doubles(functions.gibbsY(gibbs), m * dim).set(y.points);
  doubles(functions.gibbsF(gibbs), n).set(gathered(potentials.f, x));
  doubles(functions.gibbsG(gibbs), m).set(gathered(potentials.g, y));
  doubles(functions.rowFactors(gibbs), n).set(gathered(sourceWeights, x));
  doubles(functions.columnFactors(gibbs), m).set(gathered(targetWeights, y));
  functions.prepareGibbs(gibbs);
  functions.cutBelow(gibbs, SMALLEST_ENTRY);
  return gibbs;
}

/** `visit(r, at)` for each row r in the order of the kernels, whose entries stand from `at` on during the call. */
function computeAll(
  { functions }: EntropicKernels,
  { epsilon, shape: [n, m] }: EntropicPlan,
  gibbs: Gibbs,
  visit: (r: number, at: number) => void,
): void {
  for (let from = 0; from < n; from += ROWS_AT_ONCE) {
    const to = Math.min(n, from + ROWS_AT_ONCE);
    functions.computeRows(gibbs, from, to, epsilon);
    functions.scaleRows(gibbs, to);
    for (let r = from; r < to; r++) visit(r, (r - from) * m);
  }
}
