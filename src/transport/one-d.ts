import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { sortedBy } from "../numeric/argsort.js";
import { indicesWhere } from "../numeric/indices.js";
import { requireBalanced } from "./balance.js";
import { commonFrame, type Frame, potentialsFromFrame } from "./frame.js";
import { provenTransport } from "./proven-transport.js";
import { type SparsePlan, sparsePlan } from "./sparse-plan.js";
import { climb, emptyStairs } from "./staircase.js";
import type { Transport } from "./transport.js";

/**
 * Exact transport between two measures on the line: equal quantiles go to equal quantiles.
 *
 * The plan is sorted-by-sorted with at most n + m - 1 entries; the potentials follow from it along the staircase
 * of its entries. Zero weights get no mass; repeated points, ties and n != m are legal. If the masses differ
 * (within 1e-9), the last point of the lighter side takes the rest.
 *
 * @returns cost |x - y|^2 summed over the plan; certificate.iterations is the number of entries.
 * @throws ShapeError if a measure is not one-dimensional; MeasureError if the total masses differ by more than
 *   1e-9 or squared distances overflow.
 *
 * O((n + m) log(n + m)) time, certificate included, O(n + m) memory. Peyré and Cuturi 2019, remark 2.30.
 */
export function oneD(source: Measure, target: Measure): Transport<SparsePlan> {
  requireLine("source", source);
  requireLine("target", target);
  requireBalanced(source, target);
  const frame = commonFrame(source, target);
  const stairs = monotone(source, target);
  const f = potentialsAlong(stairs, frame, source.count, target.count);
  const plan = sparsePlan(stairs, [source.count, target.count]);
  const outcome = { status: "converged", iterations: plan.mass.length } as const;
  return provenTransport(source, target, frame, { plan, f, outcome });
}

function requireLine(name: string, mu: Measure): void {
  if (mu.dim !== 1) {
    throw new ShapeError(`the ${name} has dimension ${mu.dim}; oneD needs points on a line, use exact`, {
      expected: 1,
      found: mu.dim,
    });
  }
}

type Steps = Pick<SparsePlan, "rows" | "cols" | "mass">;

/** The monotone coupling, entry after entry in increasing order of both points. */
function monotone(source: Measure, target: Measure): Steps {
  const xOrder = sortedBy(massive(source), source.points);
  const yOrder = sortedBy(massive(target), target.points);
  const stairs = emptyStairs(xOrder.length, yOrder.length);
  climb(xOrder, yOrder, source.weights, target.weights, stairs);
  const { rows, cols, mass, length } = stairs;
  return { rows: rows.subarray(0, length), cols: cols.subarray(0, length), mass: mass.subarray(0, length) };
}

const massive = ({ weights, count }: Measure): Int32Array => indicesWhere(count, (i) => weights[i]! > 0);

/**
 * Potentials with f_i + g_j = c_ij on every step of the staircase. Where row and column change at once, the
 * corner between the two steps counts as one of mass 0: on sorted points any staircase is dual feasible.
 */
function potentialsAlong(stairs: Steps, frame: Frame, n: number, m: number): Float64Array {
  const { rows, cols } = stairs;
  const { x, y } = frame;
  const cost = (i: number, j: number): number => (x[i]! - y[j]!) ** 2;
  const f = new Float64Array(n);
  const g = new Float64Array(m);
  g[cols[0]!] = cost(rows[0]!, cols[0]!);
  for (let e = 1; e < rows.length; e++) {
    const i = rows[e]!;
    const j = cols[e]!;
    const before = cols[e - 1]!;
    if (i !== rows[e - 1]) f[i] = cost(i, before) - g[before]!;
    if (j !== before) g[j] = cost(i, j) - f[i]!;
  }
  return potentialsFromFrame(frame, { f, g }).f;
}
