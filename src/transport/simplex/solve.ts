import { type ArcList, emptyArcs } from "./arcs.js";
import type { PivotBudget } from "./budget.js";
import { type Costs, squaredCosts } from "./costs.js";
import { greedyForest } from "./greedy.js";
import { priceAll, priceList } from "./pricing.js";
import type { SimplexProblem } from "./problem.js";
import { spanForest } from "./spanning.js";
import { startArcs } from "./start-arcs.js";
import { startPotentials } from "./start-potentials.js";
import { emptyTree, recomputePotentials, type Tree } from "./tree.js";

/**
 * Reduced costs above minus this part of the largest cost count as 0. The loose one comes first, for speed;
 * the strict one, after the potentials were recomputed, is a few units in the last place of a potential.
 */
const TOLERANCES = [1e-13, 1e-15] as const;

/**
 * Network simplex for a dense transport problem with squared distances: a tree whose flow is optimal, or the
 * feasible one that was reached when the budget ended.
 *
 * Potentials from a coarser problem, a greedy flow along cheap arcs, then pivots over short lists of arcs, which
 * scans of all arcs extend until no arc is left that could enter. Flows are whole numbers, so exact.
 *
 * Memory O(n + m) and one cost block of at most 32 MB. Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function solveSimplex(problem: SimplexProblem, budget: PivotBudget): Tree {
  const f = startPotentials(problem, (coarse) => solveSimplex(coarse, budget));
  const costs = squaredCosts(problem.x, problem.y, problem.dim);
  const { n, m } = costs;
  const tree = emptyTree(n, m);
  const arcs = emptyArcs(n + m);
  tree.potential.set(f);
  const window = startArcs(costs, tree.potential, arcs);
  const masses = new Float64Array(n + m);
  masses.set(problem.supply);
  masses.set(problem.demand, n);
  spanForest(tree, greedyForest(costs, masses, tree.potential, arcs, window), costs);
  for (const part of TOLERANCES) {
    if (!improve(tree, costs, arcs, part * problem.largestCost, budget)) break;
  }
  return tree;
}

/** Pivots until no arc is left. @returns false if the budget ended it. */
function improve(tree: Tree, costs: Costs, arcs: ArcList, tolerance: number, budget: PivotBudget): boolean {
  while (budget.ended() === undefined && priceList(tree, arcs, tolerance, budget)) {
    const scan = priceAll(tree, costs, arcs, tolerance, budget);
    if (scan.ended) return false;
    recomputePotentials(tree, costs);
    if (scan.entered === 0) return true;
  }
  return false;
}
