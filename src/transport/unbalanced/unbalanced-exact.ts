import { ShapeError } from "../../errors.js";
import { type Measure, massive } from "../../measure/measure.js";
import { type IterationOptions, iterate, stopRule } from "../../numeric/iterate.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import { anneal, flatStart, halvings } from "./anneal.js";
import { certifyProblem, type UnbalancedTransport } from "./certify-unbalanced.js";
import { costAbove } from "./cost-bounds.js";
import type { DualState } from "./forest/dual-state.js";
import type { Forest } from "./forest/forest.js";
import { settleStep, unsettled } from "./forest/settle.js";
import { treeFlow } from "./forest/tree-flow.js";
import { type UnbalancedProblem, unbalancedProblem } from "./problem.js";
import type { RelaxationOptions } from "./relaxation.js";
import { softProblem } from "./soft-problem.js";

export type UnbalancedExactOptions = RelaxationOptions & IterationOptions;

/** Most costs that are stored, 400 MB. */
const MOST_COSTS = 5e7;

/** Arcs of more than so many rho are left out: they would carry less than exp(-100) of the masses' geometric mean. */
const FARTHEST = 200;

/** The start is smoothed by this part of the largest cost that matters. */
const START_EPSILON = 1 / 1024;

/**
 * Optimal plan between measures of any masses: mass may be moved, destroyed and created. Exact up to rounding, for
 * clouds of up to a few thousand points.
 *
 * Minimises  <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b)  over p >= 0, KL(r | s) = sum r log(r / s) - r + s, for the
 * squared distance (`reach` or `rho`) or for the Hellinger-Kantorovich cost (`kappa`), where the optimum is the squared
 * Hellinger-Kantorovich distance.
 *
 * The dual problem is solved by an active-set method: the potentials of a tree of tight arcs have one constant that is
 * free, its best value has a closed form, and so has the flow on the arcs. A few iterations of entropic transport give
 * the potentials to begin with.
 *
 * @returns cost, the objective at the plan: linear part and both KL terms. See UnbalancedTransport. The plan has fewer than n + m
 *   entries. stop.tolerance (default 0) bounds the number of trees that are not at their optimum, stop.maxIterations
 *   (default 200 (n + m) + 10,000) the steps: joins of two trees and cuts of one; certificate.iterations counts them.
 * @throws ShapeError if dimensions differ, options are wrong or n m is above 5e7; MeasureError if squared distances or
 *   strength times mass overflow.
 *
 * Seen to take about O((n + m)^2.5) time, without a polynomial guarantee but with a cap on steps; O(n m) memory.
 * Nocedal and Wright 2006, section 16.5 (active sets); Liero, Mielke and Savaré 2018, section 4 (optimality).
 */
export function unbalancedExact(
  source: Measure,
  target: Measure,
  options: UnbalancedExactOptions,
): UnbalancedTransport<SparsePlan> {
  const given = unbalancedProblem(source, target, options);
  const ofSource = massive(source);
  const ofTarget = massive(target);
  const problem = { ...given, source: ofSource.measure, target: ofTarget.measure };
  const n = problem.source.count;
  const m = problem.target.count;
  requireRoom(n, m);
  const rule = stopRule(options.stop, { tolerance: 0, maxIterations: 200 * (n + m) + 10_000 });
  const dual = dualState(problem);
  const work = unsettled(dual, startingPotentials(problem));
  const ended = iterate(work, settleStep, rule, options.onProgress);
  const plan = planOf(dual, work.forest, ofSource.indices, ofTarget.indices, [source.count, target.count]);
  const f = new Float64Array(source.count).fill(-Infinity);
  ofSource.indices.forEach((i, v) => {
    const z = dual.potentials[v]!; // planOf has made them tight for the true costs
    f[i] = z < Infinity ? problem.rho * z : -Infinity;
  });
  return certifyProblem(given, plan, f, ended);
}

function requireRoom(n: number, m: number): void {
  if (n * m <= MOST_COSTS) return;
  throw new ShapeError(
    `${n} x ${m} points with mass need ${n * m} costs, more than ${MOST_COSTS}; use \`unbalanced\`, whose memory is ` +
      "that of the points",
    { expected: MOST_COSTS, found: n * m },
  );
}

function dualState({ source, target, cost, rho }: UnbalancedProblem): DualState {
  const n = source.count;
  const m = target.count;
  const costs = new Float64Array(n * m);
  const price = costAbove(cost, source.dim);
  for (let i = 0; i < n; i++) {
    squaredDistancesInto(source.points, i, target.points, m, source.dim, costs, i * m);
  }
  for (let p = 0; p < costs.length; p++) {
    const inRho = price(costs[p]!) / rho;
    costs[p] = inRho <= FARTHEST ? inRho : Infinity;
  }
  const masses = new Float64Array(n + m);
  masses.set(source.weights);
  masses.set(target.weights, n);
  return { n, m, costs, masses, potentials: new Float64Array(n + m) };
}

/** In units of rho. */
function startingPotentials(problem: UnbalancedProblem): Float64Array {
  const { costScale, rho } = problem;
  const soft = softProblem(problem);
  const way = halvings(costScale, costScale * START_EPSILON);
  const { f } = anneal(soft, flatStart(soft, costScale), way, Infinity).state;
  return f.map((value) => value / rho);
}

function planOf(
  dual: DualState,
  forest: Forest,
  sources: Int32Array,
  targets: Int32Array,
  shape: readonly [number, number],
): SparsePlan {
  const rows: number[] = [];
  const cols: number[] = [];
  const mass: number[] = [];
  for (const tree of forest.trees.keys()) {
    const { nodes, parent, flow } = treeFlow(dual, forest, tree);
    for (const v of nodes) {
      if (!(flow[v]! > 0)) continue;
      const [i, j] = v < dual.n ? [v, parent[v]!] : [parent[v]!, v];
      rows.push(sources[i]!);
      cols.push(targets[j - dual.n]!);
      mass.push(flow[v]!);
    }
  }
  return sparsePlan(
    { rows: Int32Array.from(rows), cols: Int32Array.from(cols), mass: Float64Array.from(mass) },
    shape,
  );
}
