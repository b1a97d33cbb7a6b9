import type { ExactKernels } from "../../kernels/kernels.js";
import type { PivotBudget } from "./budget.js";
import { improve, newSimplex, startFromZero } from "./dense-tree.js";
import { flowTree } from "./flow-tree.js";
import type { WholeMasses } from "./problem.js";
import type { FlowTree } from "./real-plan.js";
import { type ReducedCosts, rankedMaximum, reduceInto } from "./reduced-costs.js";

/** Potentials are rounded in units of the largest cost: one that is above the others by this factor costs digits. */
const WIDE = 1e5;

/** Rank in its row of a cost that is among those that solvers look at. */
const RANK = 8;

/** How far above such costs, and those that plans pay, others are cut off, and by how much more if that was too low. */
const ROOM_ABOVE = 1000;
const HIGHER = 256;

/**
 * Network simplex for a cost matrix: a tree whose flow is optimal, or the feasible one that was reached when the budget
 * ended; its potentials are those of the costs as given.
 *
 * Where the largest costs are far above those that plans pay, they are cut off at a limit: potentials of the smaller costs
 * are feasible for the given ones, and if the plan pays no cost that was cut, it is optimal for these too, now with the
 * digits of the costs that matter. Otherwise the limit is raised; where it turns out to be far too high, lowered. Each
 * solve starts with the potentials of the one before.
 *
 * @param start source potentials of a neighbouring problem, by source point. Default: minima of the rows.
 */
export function matrixTree(
  kernels: ExactKernels,
  costs: Float64Array,
  whole: WholeMasses,
  width: number,
  budget: PivotBudget,
  start?: Float64Array,
): FlowTree {
  const { functions, doubles } = kernels;
  const { problem, source, target } = whole;
  const n = problem.supply.length;
  const m = problem.demand.length;
  const simplex = newSimplex(kernels, problem, 0, true);
  const room = (): Float64Array => doubles(functions.givenCosts(simplex), n * m);
  const reduce = (): ReducedCosts => reduceInto(room(), costs, width, source.nodes, target.nodes);
  const solveBelow = (limit: number): Solved => {
    cutOff(room(), limit, reduced.largest);
    startFromZero(kernels, simplex);
    improve(kernels, simplex, limit, budget);
    const tree = flowTree(kernels, simplex, problem);
    return { tree, limit, paid: paidCosts(tree, room()) };
  };
  const reduced = reduce();
  if (start) warmStart(doubles(functions.potentials(simplex), n), start, source.nodes, reduced);
  const usual = rankedMaximum(room(), n, m, RANK);
  let solved = solveBelow(firstLimit(usual, reduced.largest));
  while (paysCut(solved) && solved.limit < reduced.largest && !budget.ended()) {
    reduce();
    solved = solveBelow(Math.min(HIGHER * solved.limit, reduced.largest));
  }
  while (!budget.ended()) {
    const limit = ROOM_ABOVE * Math.max(solved.paid.largest, usual);
    if (!isFarTooHigh(solved, limit)) break;
    const lower = solveBelow(limit);
    if (paysCut(lower) || budget.ended()) break;
    solved = lower;
  }
  if (solved.paid.largest === 0) solved.tree.potential.fill(0); // these show it without rounding
  return withGivenPotentials(solved.tree, reduced);
}

interface Solved {
  readonly tree: FlowTree;
  /** Costs above were cut off. */
  readonly limit: number;
  /** Of the costs that its flow pays. */
  readonly paid: { readonly largest: number; readonly mean: number };
}

function firstLimit(usual: number, largest: number): number {
  return usual > 0 && largest > WIDE * usual ? ROOM_ABOVE * usual : largest;
}

function paysCut({ paid, limit }: Solved): boolean {
  return paid.largest >= limit;
}

function isFarTooHigh({ paid, limit }: Solved, lower: number): boolean {
  return lower > 0 && limit > WIDE * paid.mean && limit > HIGHER * lower;
}

function warmStart(f: Float64Array, start: Float64Array, nodes: Int32Array, { ofRow }: ReducedCosts): void {
  for (let v = 0; v < f.length; v++) {
    const value = start[nodes[v]!]! - ofRow[v]!;
    f[v] = Number.isFinite(value) ? value : 0;
  }
}

/** Costs above the limit grow on to twice the limit: ties would have to be told apart again. */
function cutOff(costs: Float64Array, limit: number, largest: number): void {
  for (let p = 0; p < costs.length; p++)
    if (costs[p]! > limit) costs[p] = limit + limit * ((costs[p]! - limit) / largest);
}

function paidCosts({ n, count, root, parent, flow }: FlowTree, costs: Float64Array): Solved["paid"] {
  const m = count - n;
  let largest = 0;
  let sum = 0;
  let total = 0;
  for (let v = 0; v < count; v++) {
    if (v === root || flow[v] === 0) continue;
    const cost = v < n ? costs[v * m + parent[v]! - n]! : costs[parent[v]! * m + v - n]!;
    largest = Math.max(largest, cost);
    sum += cost * flow[v]!;
    total += flow[v]!;
  }
  return { largest, mean: sum / total };
}

function withGivenPotentials(tree: FlowTree, { ofRow, ofColumn }: ReducedCosts): FlowTree {
  const { n } = tree;
  const potential = tree.potential.map((value, v) => value + (v < n ? ofRow[v]! : ofColumn[v - n]!));
  return { ...tree, potential };
}
