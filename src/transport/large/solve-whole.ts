import type { SimplexProblem } from "../simplex/problem.js";
import { isUniform } from "../uniform.js";
import { assignmentAuction } from "./assignment-auction.js";
import { type OrderedCloud, orderedCloud } from "./clouds.js";
import { forestOfFlow } from "./forest-of-flow.js";
import { improveTree } from "./improve-tree.js";
import { auctionFlow, completeFlow, isComplete } from "./partial-flow.js";
import { startPrices } from "./prices.js";
import { shortestPaths } from "./shortest-paths.js";
import { columnArcs, noArcs, spanTree } from "./spanning-tree.js";
import { transportAuction } from "./transport-auction.js";
import { emptyTree, type Tree } from "./tree.js";
import type { WorkBudget } from "./work-budget.js";

/**
 * Spanning tree with an optimal flow between whole masses, or with the feasible one that was reached when the
 * budget ended.
 *
 * Auctions give prices and a near-optimal flow. Equal masses one to one go on by shortest augmenting paths, which
 * then are short; where they are not, and for all other masses, pivots of the network simplex finish: paths of
 * slivers would go through the whole graph.
 */
export function solveWhole(problem: SimplexProblem, budget: WorkBudget): Tree {
  const { dim, largestCost } = problem;
  const source = orderedCloud(problem.x, problem.supply, dim);
  const target = orderedCloud(problem.y, problem.demand, dim);
  const oneToOne = isAssignment(problem);
  const start = startPrices(source, target, oneToOne ? assignmentAuction : transportAuction, budget);
  const partial = oneToOne
    ? shortestPaths(source, target, start, budget)
    : auctionFlow(source, target, start);
  const optimal = isComplete(partial) && oneToOne;
  completeFlow(partial);
  const tree = forestOfFlow(partial.flow, source.count, target.count);
  tree.potential.set(partial.rowPotential);
  tree.potential.set(partial.prices, tree.n);
  spanTree(tree, optimal ? noArcs(tree) : columnArcs(tree, partial.lists));
  if (!optimal) {
    const { lists } = partial;
    improveTree(tree, { source, target, prices: start.tree, lists, largestCost, budget });
  }
  return inGivenOrder(tree, source, target);
}

/** As many rows as columns, all of one mass? */
function isAssignment({ supply, demand }: SimplexProblem): boolean {
  return supply.length === demand.length && isUniform(supply) && isUniform(demand);
}

/** The tree with its nodes numbered as the points were given. */
function inGivenOrder(tree: Tree, source: OrderedCloud, target: OrderedCloud): Tree {
  const { n, count } = tree;
  const given = Int32Array.from({ length: count }, (_, v) =>
    v < n ? source.order[v]! : n + target.order[v - n]!,
  );
  const renumbered = emptyTree(n, count - n);
  renumbered.root = given[tree.root]!;
  given.forEach((w, v) => {
    renumbered.parent[w] = v === tree.root ? -1 : given[tree.parent[v]!]!;
    renumbered.next[w] = given[tree.next[v]!]!;
    renumbered.previous[w] = given[tree.previous[v]!]!;
    renumbered.size[w] = tree.size[v]!;
    renumbered.flow[w] = tree.flow[v]!;
    renumbered.potential[w] = tree.potential[v]!;
  });
  return renumbered;
}
