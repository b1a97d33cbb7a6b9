import { lendExactKernels } from "../../kernels/exact.js";
import type { Outcome } from "../certify.js";
import { type ExactOptions, requireSteps } from "../exact-options.js";
import { matrixPotentials } from "../matrix-bounds.js";
import { requireMatrixProblem } from "../matrix-problem.js";
import type { SparsePlan } from "../plan.js";
import { pivotBudget } from "./budget.js";
import { leastReduced } from "./least-reduced.js";
import { matrixTree } from "./matrix-tree.js";
import { type WholeMasses, wholeMasses } from "./problem.js";
import { type FlowTree, planOfTree } from "./real-plan.js";

export interface MatrixOptions extends ExactOptions {
  /** Source potentials of a neighbouring problem: they change how fast the answer comes. Default: minima of the rows. */
  readonly start?: Float64Array;
}

/** A plan of least cost for a cost matrix, and the potentials that show it. */
export interface MatrixSolution {
  readonly plan: SparsePlan;
  /** For all points, massless ones included; f_i + g_j <= c_ij up to rounding. */
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly outcome: Outcome;
}

/**
 * Optimal plan for any cost matrix, by the network simplex on the complete graph.
 *
 * Minimises  sum c_ij p_ij  subject to  p 1 = a,  p^T 1 = b,  p >= 0.
 *
 * Costs are any finite numbers, negative ones too: inside, the minima of rows and then of columns are taken off.
 * Masses are treated as by `exact`: zero masses get nothing, b is understood as scaled to the mass of a, the plan is
 * feasible for every outcome. `matrixBounds` proves how good the answer is.
 *
 * @param costs n x m, row-major. @param a n masses. @param b m masses.
 * @returns outcome.iterations counts pivots, at most 200 (n + m) + 10,000 by default.
 * @throws ShapeError if sizes do not fit; MeasureError if a cost or mass is not finite, a mass is negative, the total masses
 *   differ by more than 1e-9, or costs times masses overflow.
 *
 * In practice O((n + m)^2) time or a little more, without a polynomial guarantee but with a cap on pivots. Memory
 * O(n m): a copy of the costs. Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function solveMatrix(
  costs: Float64Array,
  a: Float64Array,
  b: Float64Array,
  options: MatrixOptions = {},
): MatrixSolution {
  requireMatrixProblem(costs, a, b);
  requireSteps(options);
  const { maxPivots = 200 * (a.length + b.length) + 10_000, onProgress } = options;
  const whole = wholeMasses(a, b);
  const budget = pivotBudget(maxPivots, onProgress);
  const tree = lendExactKernels((kernels) =>
    matrixTree(kernels, costs, whole, b.length, budget, options.start),
  );
  const m = b.length;
  const { f, g } = matrixPotentials(costs, knownPotential(a.length, whole, tree), m);
  return {
    plan: planOfTree(
      a,
      b,
      whole,
      tree,
      leastReduced((i, j) => costs[i * m + j]!, f, g, whole),
    ),
    f,
    g,
    outcome: { status: budget.ended() ?? "converged", iterations: budget.done() },
  };
}

/** f of the points that the tree holds, -Infinity elsewhere. */
function knownPotential(n: number, { source }: WholeMasses, { potential }: FlowTree): Float64Array {
  const f = new Float64Array(n).fill(-Infinity);
  source.nodes.forEach((i, v) => {
    f[i] = potential[v]!;
  });
  return f;
}
