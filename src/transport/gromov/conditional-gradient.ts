import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import type { Potentials } from "../potentials.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import type { SparsePlan } from "../sparse-plan.js";
import { type Atom, atomsAfter, mixedPlan, worstAtom } from "./atoms.js";
import { against } from "./objective.js";
import { isSmallChange, planChange, planProduct } from "./plan-product.js";
import { type GromovProblem, objectiveScale } from "./problem.js";
import { sandwich } from "./sandwich.js";

/** A plan on its way. */
export interface GromovIterate {
  readonly plan: SparsePlan;
  /** The plans that it is a mixture of. */
  readonly atoms: readonly Atom[];
  /** D1 p D2, n x m. */
  readonly product: Float64Array;
  /** Potentials of the last linearised problem, without the terms of one point alone. */
  readonly potentials: Potentials | undefined;
}

/**
 * Conditional gradient from one plan, with pairwise steps. The objective is linearised at p; the linear problem is solved
 * exactly by q; mass of the mixture that p is goes from its worst plan v to q as long as this pays, for along
 * p + t (q - v) the objective is a parabola.
 *
 * The error is the gap <gradient, p - q>, at least 0 and 0 where p is stationary, relative to `objectiveScale`.
 * Where both matrices are conditionally negative definite (Euclidean distances and their squares are) the objective is
 * concave on plans: every step replaces p by q, and after finitely many p is a vertex that no other beats to first order.
 *
 * Per iteration a linear transport problem and at most n m min(n, m) multiplications, fewer as the plans come to agree.
 * Vayer et al. 2019, algorithms 1 and 2; Lacoste-Julien and Jaggi 2015, section 1 (pairwise steps).
 */
export function conditionalGradient(
  problem: GromovProblem,
  start: SparsePlan,
  stop: Required<Stop>,
  onProgress?: OnProgress,
): Iterated<GromovIterate> {
  return iterate(firstIterate(problem, start), (at) => gradientStep(problem, at), stop, onProgress);
}

export function firstIterate(problem: GromovProblem, plan: SparsePlan): GromovIterate {
  return { plan, atoms: [{ plan, share: 1 }], product: planProduct(problem, plan), potentials: undefined };
}

export function gradientStep(problem: GromovProblem, at: GromovIterate): Step<GromovIterate> {
  const costs = linearisedCosts(problem, at.product);
  const { plan: vertex, f, g } = solveMatrix(costs, problem.a, problem.b, warmStart(at));
  const gap = against(costs, at.plan) - against(costs, vertex);
  const scale = objectiveScale(problem);
  const error = scale > 0 ? Math.max(0, gap) / scale : 0;
  const here = { ...at, potentials: { f, g } };
  if (error === 0) return { state: here, error };
  const worst = worstAtom(at.atoms, costs);
  const { product, slope, curvature } = change(problem, here, worst.plan, vertex, costs);
  const most = worst.share;
  const t = curvature > 0 ? Math.min(most, -slope / (2 * curvature)) : most;
  const gain = -t * (slope + t * curvature);
  if (!(gain > 0)) return { state: here, error, stalled: true };
  for (let p = 0; p < product.length; p++) product[p] = at.product[p]! + t * product[p]!;
  const atoms = atomsAfter(at.atoms, worst, vertex, t);
  return { state: { ...here, atoms, plan: mixedPlan(atoms), product }, error };
}

function warmStart({ potentials }: GromovIterate): { start?: Float64Array } {
  return potentials ? { start: potentials.f } : {};
}

/** -4 alpha D1 p D2 + (1 - alpha) M: the gradient but for terms of one point alone, which do not change the minimiser. */
export function linearisedCosts({ alpha, features }: GromovProblem, product: Float64Array): Float64Array {
  const costs = new Float64Array(product.length);
  for (let p = 0; p < costs.length; p++) costs[p] = -4 * alpha * product[p]!;
  if (features) for (let p = 0; p < costs.length; p++) costs[p]! += (1 - alpha) * features.costs[p]!;
  return costs;
}

/** D1 (q - v) D2, and how the objective changes along q - v: by slope t + curvature t^2. */
function change(
  problem: GromovProblem,
  { atoms, product: before }: GromovIterate,
  from: SparsePlan,
  to: SparsePlan,
  costs: Float64Array,
): { product: Float64Array; slope: number; curvature: number } {
  const entries = planChange(to, from);
  let product: Float64Array;
  if (atoms.length > 1 || isSmallChange(problem, entries)) product = sandwich(problem, entries);
  else {
    product = planProduct(problem, to);
    for (let p = 0; p < product.length; p++) product[p]! -= before[p]!;
  }
  const slope = against(costs, to) - against(costs, from);
  const curvature = -2 * problem.alpha * (against(product, to) - against(product, from));
  return { product, slope, curvature };
}
