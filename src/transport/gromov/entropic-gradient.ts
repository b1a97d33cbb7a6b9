import type { OnProgress } from "../../numeric/certificate.js";
import { logarithm } from "../../numeric/elementary.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { Potentials } from "../potentials.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import type { SparsePlan } from "../sparse-plan.js";
import { linearisedCosts } from "./conditional-gradient.js";
import { type EntropicMatrixSolution, matrixSinkhorn } from "./matrix-sinkhorn.js";
import { densePlan } from "./plan-product.js";
import { type GromovProblem, objectiveScale } from "./problem.js";
import { denseSandwich } from "./sandwich.js";

/** A positive plan on its way. */
export interface EntropicIterate {
  /** n x m. */
  readonly plan: Float64Array;
  /** D1 p D2. */
  readonly product: Float64Array;
  /** sum p log(p / (a b)): KL(p | a b^T) but for a constant. */
  readonly divergence: number;
  /** Of the last linearised problem, without the terms of one point alone. */
  readonly potentials: Potentials | undefined;
}

/** Sweeps of Sinkhorn's iteration for one linearised problem; the next one goes on from its potentials. */
const MAX_SWEEPS = 200;

/** The rows of a linearised problem's solution are this much better than the tolerance, so that they do not blur the slope. */
const ROW_PART = 1e-3;
const SMALLEST_ROW_TOLERANCE = 1e-13;

/** A curvature below this part of the scale of the objective is rounding. */
const BENT = 1e-14;

/**
 * Projected gradient for  objective + epsilon KL(p | a b^T)  from one plan: the objective is linearised at p, the entropic
 * transport problem that this gives is solved by q, and p + t (q - p) is next, with the t in (0, 1] that is best for
 * the parabola of the objective and the chord of the divergence. Where the objective is concave on plans (Euclidean distances and
 * their squares) t is 1, which is the method of Peyré, Cuturi and Solomon; elsewhere the shorter step keeps it from
 * cycling. The regularised objective never rises, up to the errors of the marginals.
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
  return { plan, product, divergence: divergenceOf(problem, plan), potentials: undefined };
}

function step(
  problem: GromovProblem,
  at: EntropicIterate,
  epsilon: number,
  tolerance: number,
): Step<EntropicIterate> {
  const { a, b, alpha, mass } = problem;
  const costs = linearisedCosts(problem, at.product);
  const rowTolerance = Math.max(SMALLEST_ROW_TOLERANCE, ROW_PART * tolerance);
  const f = at.potentials?.f ?? solveMatrix(costs, a, b).f;
  const solved = matrixSinkhorn({ costs, a, b, epsilon }, f, mass * rowTolerance, MAX_SWEEPS);
  const { plan, potentials, sourceError } = solved;
  const product = denseSandwich(problem, plan);
  const divergence = divergenceFrom(costs, solved, epsilon);
  let slope = epsilon * (divergence - at.divergence);
  let curvature = 0;
  let moved = 0;
  for (let p = 0; p < plan.length; p++) {
    const change = plan[p]! - at.plan[p]!;
    slope += costs[p]! * change;
    curvature -= 2 * alpha * change * (product[p]! - at.product[p]!);
    moved += Math.abs(change);
  }
  const error = (moved + sourceError) / mass;
  const isBent = curvature > BENT * objectiveScale(problem);
  const t = isBent ? Math.min(1, Math.max(0, -slope / (2 * curvature))) : 1;
  if (t === 1) return { state: { plan, product, divergence, potentials }, error };
  if (t === 0) return { state: { ...at, potentials }, error, stalled: true };
  const mixed = between(at.plan, plan, t);
  return {
    state: {
      plan: mixed,
      product: between(at.product, product, t),
      divergence: divergenceOf(problem, mixed),
      potentials,
    },
    error,
  };
}

const between = (p: Float64Array, q: Float64Array, t: number): Float64Array =>
  p.map((value, e) => value + t * (q[e]! - value));

/** sum p log(p / (a b)). */
function divergenceOf({ n, m, a, b }: GromovProblem, plan: Float64Array): number {
  const terms = new Float64Array(n);
  for (let i = 0, p = 0; i < n; i++) {
    for (let j = 0; j < m; j++, p++) {
      if (plan[p]! > 0) terms[i]! += plan[p]! * logarithm(plan[p]! / a[i]! / b[j]!);
    }
  }
  return compensatedSum(terms);
}

/** The same from the potentials: sum p (f + g - c) / epsilon. */
function divergenceFrom(
  costs: Float64Array,
  { plan, potentials }: EntropicMatrixSolution,
  epsilon: number,
): number {
  const { f, g } = potentials;
  const m = g.length;
  let sum = 0;
  for (let i = 0, p = 0; i < f.length; i++) {
    for (let j = 0; j < m; j++, p++) sum += plan[p]! * (f[i]! + g[j]! - costs[p]!);
  }
  return sum / epsilon;
}
