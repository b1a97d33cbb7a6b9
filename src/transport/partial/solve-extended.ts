import { lendExactKernels } from "../../kernels/exact.js";
import type { ExactKernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import type { ExactOptions } from "../exact-options.js";
import { type PivotBudget, pivotBudget } from "../simplex/budget.js";
import { improve, newSimplex, startFromZero } from "../simplex/dense-tree.js";
import { flowTree } from "../simplex/flow-tree.js";
import { leastReduced } from "../simplex/least-reduced.js";
import { type Side, type WholeMasses, wholeMasses } from "../simplex/problem.js";
import { type FlowTree, planOfTree } from "../simplex/real-plan.js";
import type { Lend } from "../simplex/solve-dense.js";
import type { Extended, ExtendedSolution } from "./extended.js";
import type { PartialProblem } from "./problem.js";

/**
 * The extended problem without a cost matrix: rows of costs are computed when they are read.
 * O((n + m) d) memory; scans of all pairs, O(n m d) each, take nearly all of the time.
 *
 * @param lend default: WebAssembly where there is some.
 */
export function solveExtended(
  problem: PartialProblem,
  extended: Extended,
  options: ExactOptions,
  lend: Lend = lendExactKernels,
): ExtendedSolution {
  const { a, b } = extended;
  const { maxPivots = 200 * (a.length + b.length) + 10_000, onProgress } = options;
  const whole = wholeMasses(a, b);
  const budget = pivotBudget(maxPivots, onProgress);
  const tree = lend((kernels) => extendedTree(kernels, problem, extended, whole, budget));
  const n = whole.source.nodes.length;
  const f = valuesAt(whole.source.nodes, tree.potential.subarray(0, n), a.length);
  const g = valuesAt(whole.target.nodes, tree.potential.subarray(n), b.length);
  const cheapest = leastReduced(extendedCost(problem, extended), f, g, whole);
  return {
    plan: planOfTree(a, b, whole, tree, cheapest),
    f,
    g,
    outcome: { status: budget.ended() ?? "converged", iterations: budget.done() },
  };
}

function extendedTree(
  kernels: ExactKernels,
  { source, target, farthest }: PartialProblem,
  { leaving, corner }: Extended,
  whole: WholeMasses,
  budget: PivotBudget,
): FlowTree {
  const { functions, doubles } = kernels;
  const { dim } = source;
  const simplex = newSimplex(kernels, whole.problem, dim, false);
  const extraSource = fill(
    doubles(functions.sourcePoints(simplex), whole.source.nodes.length * dim),
    source,
    whole.source,
  );
  const extraTarget = fill(
    doubles(functions.targetPoints(simplex), whole.target.nodes.length * dim),
    target,
    whole.target,
  );
  functions.addExtra(simplex, extraSource, extraTarget, leaving, corner);
  startFromZero(kernels, simplex);
  improve(kernels, simplex, Math.max(farthest, leaving), budget);
  return refinedTree(kernels, simplex, whole, Math.max(farthest, leaving), budget);
}

/** How much smaller potentials have to be than what they were rounded to before pivots are worth another look. */
const FINER = 4;

/**
 * The tree once it is optimal up to the rounding of its own potentials: all of its arcs cost at most twice the price, which
 * may be far below the largest cost.
 */
function refinedTree(
  kernels: ExactKernels,
  simplex: Simplex,
  whole: WholeMasses,
  largest: number,
  budget: PivotBudget,
): FlowTree {
  const tree = flowTree(kernels, simplex, whole.problem);
  const extent = 2 * tree.potential.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (extent === 0 || FINER * extent >= largest || budget.ended()) return tree;
  kernels.functions.takeLevels(simplex, tree.root);
  improve(kernels, simplex, extent, budget);
  return refinedTree(kernels, simplex, whole, extent, budget);
}

/** The points that have nodes. @returns whether the extra point is among them. */
function fill(out: Float64Array, { points, count, dim }: PartialProblem["source"], { nodes }: Side): boolean {
  nodes.forEach((i, v) => {
    if (i < count) out.set(points.subarray(i * dim, (i + 1) * dim), v * dim);
  });
  return nodes[nodes.length - 1] === count;
}

function valuesAt(nodes: Int32Array, values: Float64Array, count: number): Float64Array {
  const result = new Float64Array(count).fill(-Infinity);
  nodes.forEach((i, v) => {
    result[i] = values[v]!;
  });
  return result;
}

function extendedCost({ source, target }: PartialProblem, { leaving, corner }: Extended) {
  return (i: number, j: number): number => {
    if (i === source.count) return j === target.count ? corner : leaving;
    return j === target.count ? leaving : squaredDistance(source.points, i, target.points, j, source.dim);
  };
}
