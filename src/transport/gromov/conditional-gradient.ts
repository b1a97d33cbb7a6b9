import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import type { Potentials } from "../potentials.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import { against, featureCost } from "./objective.js";
import { type GromovProblem, objectiveScale } from "./problem.js";
import { sandwich } from "./sandwich.js";

/** A plan on its way. */
export interface GromovIterate {
  readonly plan: SparsePlan;
  /** D1 p D2. */
  readonly product: Float64Array;
  /** alpha (-2 <p, D1 p D2>) + (1 - alpha) <M, p>: the objective but for a constant. */
  readonly value: number;
  /** Potentials of the last linearised problem, without the terms of one point alone. */
  readonly potentials: Potentials | undefined;
}

/**
 * Conditional gradient from one plan. The objective is linearised at p; the linear problem is solved exactly by q; the step to
 * p + t (q - p) is the best one, for along it the objective is a parabola.
 *
 * The error is the gap <gradient, p - q>, at least 0 and 0 where p is stationary, relative to the scale of the objective.
 * Where both matrices are conditionally negative definite (Euclidean distances and their squares are) the objective is
 * concave on plans: every step is a whole one, and after finitely many the plan is a vertex that no other beats to
 * first order.
 *
 * A linear transport problem and n m min(n, m) multiplications per iteration. Vayer et al. 2019, algorithms 1 and 2.
 */
export function conditionalGradient(
  problem: GromovProblem,
  start: SparsePlan,
  stop: Required<Stop>,
  onProgress?: OnProgress,
): Iterated<GromovIterate> {
  return iterate(startIterate(problem, start), (at) => step(problem, at), stop, onProgress);
}

function startIterate(problem: GromovProblem, plan: SparsePlan): GromovIterate {
  const product = sandwich(problem, plan);
  return { plan, product, value: valueOf(problem, plan, product), potentials: undefined };
}

function valueOf(problem: GromovProblem, plan: SparsePlan, product: Float64Array): number {
  return -2 * problem.alpha * against(product, plan) + featureCost(problem, plan);
}

/** -4 alpha D1 p D2 + (1 - alpha) M: the gradient but for terms of one point alone, which do not change the minimiser. */
export function linearisedCosts({ alpha, features }: GromovProblem, product: Float64Array): Float64Array {
  const costs = product.map((value) => -4 * alpha * value);
  if (features) for (let p = 0; p < costs.length; p++) costs[p]! += (1 - alpha) * features.costs[p]!;
  return costs;
}

function step(problem: GromovProblem, at: GromovIterate): Step<GromovIterate> {
  const { a, b } = problem;
  const costs = linearisedCosts(problem, at.product);
  const solved = solveMatrix(costs, a, b, at.potentials ? { start: at.potentials.f } : {});
  const potentials = { f: solved.f, g: solved.g };
  const slope = against(costs, solved.plan) - against(costs, at.plan);
  const scale = objectiveScale(problem);
  const error = scale > 0 ? Math.max(0, -slope) / scale : 0;
  const here = { ...at, potentials };
  if (error === 0) return { state: here, error };
  const product = sandwich(problem, solved.plan);
  const whole = valueOf(problem, solved.plan, product);
  const curvature = whole - at.value - slope; // of the parabola value + slope t + curvature t^2
  const length = curvature > 0 ? Math.min(1, -slope / (2 * curvature)) : 1;
  const next: GromovIterate =
    length === 1
      ? { plan: solved.plan, product, value: whole, potentials }
      : {
          plan: planBetween(at.plan, solved.plan, length),
          product: at.product.map((value, p) => value + length * (product[p]! - value)),
          value: at.value + length * (slope + length * curvature),
          potentials,
        };
  if (!(next.value < at.value)) return { state: here, error, stalled: true };
  return { state: next, error };
}

/** (1 - t) p + t q. */
function planBetween(p: SparsePlan, q: SparsePlan, t: number): SparsePlan {
  const entries = {
    rows: joined(p.rows, q.rows),
    cols: joined(p.cols, q.cols),
    mass: new Float64Array(p.mass.length + q.mass.length),
  };
  p.mass.forEach((mass, e) => {
    entries.mass[e] = (1 - t) * mass;
  });
  q.mass.forEach((mass, e) => {
    entries.mass[p.mass.length + e] = t * mass;
  });
  return sparsePlan(entries, p.shape);
}

function joined(first: Int32Array, second: Int32Array): Int32Array {
  const all = new Int32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
