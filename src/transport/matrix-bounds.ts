import { relativeExcess } from "./balance.js";
import { distanceL1 } from "./distance-l1.js";
import { dualSum, usablePotential } from "./dual-sum.js";
import { roundedMatrixCost } from "./matrix-rounding.js";
import { marginals, type Plan } from "./plan.js";
import { forEachPiece } from "./plan-pieces.js";
import type { Potentials } from "./potentials.js";
import { addTo } from "./scaled-plan.js";

/** A bracket of the least cost for a cost matrix, from a plan and potentials. */
export interface MatrixBounds {
  /** Of the plan as given. */
  readonly cost: number;
  readonly lower: number;
  readonly upper: number;
  /** L1 errors of the marginals of the plan as given. */
  readonly sourceError: number;
  readonly targetError: number;
  /** For all points, feasible up to the rounding of their differences. */
  readonly potentials: Potentials;
}

/**
 * Bracket of min <c, p> subject to p 1 = a, p^T 1 = b for any finite cost matrix, from any plan and any source potential.
 *
 * lower = sum f_i a_i + sum g_j b_j for g_j = min_i c_ij - f_i; upper = <c, p> for the plan rounded to its marginals: rows,
 * then columns with too much are scaled down, and what is missing goes row by row to the cheapest columns that miss
 * some. Both ends include the rounding of their own computation. Either may be negative where costs are.
 *
 * @param f where it is finite and the point has mass.
 * O(n m) time, O((n + m) m) where the marginals of the plan are off; O(n + m) memory.
 */
export function matrixBounds(
  costs: Float64Array,
  a: Float64Array,
  b: Float64Array,
  plan: Plan,
  f: Float64Array,
): MatrixBounds {
  const excess = relativeExcess(a, b);
  const potentials = matrixPotentials(costs, usablePotential(a, f), b.length);
  const sent = marginals(plan);
  return {
    cost: matrixCost(costs, plan),
    lower: dualSum(potentials, a, b, excess) - underflow(potentials),
    upper: roundedMatrixCost(costs, { a, b, excess }, plan, sent),
    sourceError: distanceL1(sent.source, a),
    targetError: distanceL1(sent.target, b),
    potentials,
  };
}

/** What products with masses may lose below the smallest double. */
function underflow({ f, g }: Potentials): number {
  return Number.MIN_VALUE * (f.length + g.length - countOf(f, 0) - countOf(g, 0));
}

function countOf(values: Float64Array, wanted: number): number {
  return values.reduce((count, value) => (value === wanted ? count + 1 : count), 0);
}

/**
 * Potentials for all points with f_i + g_j <= c_ij up to rounding, from some source potentials: g_j = min_i c_ij - f_i
 * over those that are known, then f_i = min_j c_ij - g_j for the others, both rounded down.
 *
 * @param known -Infinity where it is unknown. O(n m).
 */
export function matrixPotentials(costs: Float64Array, known: Float64Array, m: number): Potentials {
  const f = known.slice();
  const g = new Float64Array(m).fill(Infinity);
  for (let i = 0, p = 0; i < f.length; i++) {
    const own = f[i]!;
    if (own === -Infinity) p += m;
    else for (let j = 0; j < m; j++, p++) if (costs[p]! - own < g[j]!) g[j] = costs[p]! - own;
  }
  if (g[0] === Infinity) g.fill(0); // nothing is known
  for (let j = 0; j < m; j++) g[j] = roundedDown(g[j]!);
  for (let i = 0; i < f.length; i++) {
    if (f[i] !== -Infinity) continue;
    let least = Infinity;
    for (let j = 0, p = i * m; j < m; j++, p++) least = Math.min(least, costs[p]! - g[j]!);
    f[i] = roundedDown(least);
  }
  return { f, g };
}

/** Below the true difference of which this is the rounded one. */
function roundedDown(difference: number): number {
  return difference - Number.EPSILON * Math.abs(difference);
}

function matrixCost(costs: Float64Array, plan: Plan): number {
  const m = plan.shape[1];
  const sum = new Float64Array(2);
  forEachPiece(plan, (rows, cols, mass, count) => {
    for (let e = 0; e < count; e++) addTo(sum, 0, 1, mass[e]! * costs[rows[e]! * m + cols[e]!]!);
  });
  return sum[0]! + sum[1]!;
}
