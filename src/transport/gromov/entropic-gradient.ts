import type { OnProgress } from "../../numeric/certificate.js";
import { logarithm } from "../../numeric/elementary.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import type { Potentials } from "../potentials.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import type { SparsePlan } from "../sparse-plan.js";
import { linearisedCosts } from "./conditional-gradient.js";
import { matrixSinkhorn } from "./matrix-sinkhorn.js";
import { densePlan } from "./plan-product.js";
import type { GromovProblem } from "./problem.js";
import { denseSandwich } from "./sandwich.js";

/** A positive plan on its way. */
export interface EntropicIterate {
  /** n x m. */
  readonly plan: Float64Array;
  /** D1 p D2. */
  readonly product: Float64Array;
  /** Potentials of the last linearised problem, without the terms of one point alone. */
  readonly potentials: Potentials | undefined;
  /** Of the last step, as the tolerance counts it. */
  readonly error: number;
}

/** Sweeps of Sinkhorn's iteration for one linearised problem; the next one goes on from its potentials. */
const MAX_SWEEPS = 200;

/** The rows of a linearised problem's solution are this much better than the last step, or the tolerance if that is more. */
const ROW_PART = 1e-3;
const SMALLEST_ROW_TOLERANCE = 1e-13;

/**
 * Projected gradient for  objective + epsilon KL(p | a b^T)  from one plan: the objective is linearised at p, the entropic
 * transport problem that this gives is solved by q, and p + t (q - p) is next. Along it the objective is a parabola and the
 * divergence below its chord, so the sum falls by at least t epsilon KL(p | q) - t^2 curvature, which the t in (0, 1]
 * makes largest. Where the objective is concave on plans (Euclidean distances and their squares) t is 1: this is the method of
 * Peyré, Cuturi and Solomon; elsewhere the shorter step keeps it from cycling.
 *
 * The error is the L1 distance of p and q, relative to the mass, plus the L1 error of q's rows relative to the mass.
 * n m (n + m) multiplications and the sweeps of Sinkhorn's iteration per iteration. Peyré, Cuturi and Solomon 2016, section 3.
 */
export function entropicGradient(
  problem: GromovProblem,
  start: EntropicIterate,
  epsilon: number,
  stop: Required<Stop>,
  onProgress?: OnProgress,
): Iterated<EntropicIterate> {
  return iterate(start, (at) => step(problem, at, epsilon, stop.tolerance), stop, onProgress);
}

export function entropicIterate(problem: GromovProblem, start: SparsePlan): EntropicIterate {
  const plan = densePlan(start);
  const product = denseSandwich(problem, plan);
  return { plan, product, potentials: undefined, error: 1 };
}

function step(
  problem: GromovProblem,
  at: EntropicIterate,
  epsilon: number,
  tolerance: number,
): Step<EntropicIterate> {
  const { a, b, mass } = problem;
  const costs = linearisedCosts(problem, at.product);
  const f = at.potentials?.f ?? solveMatrix(costs, a, b).f;
  const { plan, potentials, sourceError } = matrixSinkhorn(
    { costs, a, b, epsilon },
    f,
    mass * Math.max(SMALLEST_ROW_TOLERANCE, ROW_PART * Math.max(tolerance, at.error)),
    MAX_SWEEPS,
  );
  const product = denseSandwich(problem, plan);
  const { curvature, moved } = changeBetween(problem, at, plan, product);
  const error = (moved + sourceError) / mass;
  const t = curvature > 0 ? Math.min(1, (epsilon * divergenceOf(at.plan, plan)) / (2 * curvature)) : 1;
  if (t === 1) return { state: { plan, product, potentials, error }, error };
  const mixed = { plan: between(at.plan, plan, t), product: between(at.product, product, t) };
  return { state: { ...mixed, potentials, error }, error };
}

const between = (p: Float64Array, q: Float64Array, t: number): Float64Array =>
  p.map((value, e) => value + t * (q[e]! - value));

/** The coefficient of t^2 in the objective along p + t (q - p), and the L1 distance of p and q. */
function changeBetween(
  { alpha }: GromovProblem,
  at: EntropicIterate,
  plan: Float64Array,
  product: Float64Array,
): { curvature: number; moved: number } {
  let curvature = 0;
  let moved = 0;
  for (let p = 0; p < plan.length; p++) {
    const change = plan[p]! - at.plan[p]!;
    curvature -= 2 * alpha * change * (product[p]! - at.product[p]!);
    moved += Math.abs(change);
  }
  return { curvature, moved };
}

/** KL(p | q) = sum p log(p / q) - p + q, at least 0; Infinity where q is 0 and p is not. */
function divergenceOf(plan: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < plan.length; e++) {
    const p = plan[e]!;
    const q = other[e]!;
    sum += p > 0 ? p * logarithm(p / q) - p + q : q;
  }
  return Math.max(0, sum);
}

/** KL(p | a b^T / mass). */
export function entropyTerm({ n, m, a, b, mass }: GromovProblem, plan: Float64Array): number {
  const product = new Float64Array(n * m);
  for (let i = 0, p = 0; i < n; i++) for (let j = 0; j < m; j++) product[p++] = (a[i]! / mass) * b[j]!;
  return divergenceOf(plan, product);
}
