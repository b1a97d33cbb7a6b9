import type { SimplexProblem } from "../simplex/problem.js";
import type { Tree } from "../simplex/tree.js";
import { assignmentAuction } from "./assignment-auction.js";
import { type OrderedCloud, orderedCloud } from "./clouds.js";
import { addFlow, type Flow } from "./flow.js";
import { flowTree } from "./flow-tree.js";
import { startPrices } from "./prices.js";
import { type PathSolution, shortestPaths } from "./shortest-paths.js";
import { transportAuction } from "./transport-auction.js";
import type { WorkBudget } from "./work-budget.js";

/**
 * Spanning tree with an optimal flow between whole masses, or with the feasible one that was reached when the
 * budget ended.
 */
export function solveWhole(problem: SimplexProblem, budget: WorkBudget): Tree {
  const { dim } = problem;
  const source = orderedCloud(problem.x, problem.supply, dim);
  const target = orderedCloud(problem.y, problem.demand, dim);
  const kind = isAssignment(problem) ? assignmentAuction : transportAuction;
  const start = startPrices(source, target, kind, budget);
  const solution = shortestPaths(source, target, start, budget);
  completeFlow(solution);
  return treeOf(solution, source, target);
}

/** As many rows as columns, all of one mass? */
function isAssignment({ supply, demand }: SimplexProblem): boolean {
  return (
    supply.length === demand.length &&
    supply.every((units) => units === supply[0]) &&
    demand.every((units) => units === demand[0])
  );
}

/** Sends what is left in kd-order, which is near to near, roughly: only for an answer that was stopped. */
function completeFlow({ flow, supply, demand }: PathSolution): void {
  let j = 0;
  for (let i = 0; i < supply.length; i++) {
    while (supply[i]! > 0) {
      while (demand[j] === 0) j++;
      const amount = Math.min(supply[i]!, demand[j]!);
      addFlow(flow, i, j, amount);
      supply[i]! -= amount;
      demand[j]! -= amount;
    }
  }
}

/** In the order in which the points were given. */
function treeOf(solution: PathSolution, source: OrderedCloud, target: OrderedCloud): Tree {
  const { flow, rowPotential, prices } = solution;
  const given: Flow = {
    ...flow,
    row: flow.row.map((i) => source.order[i]!),
    column: flow.column.map((j) => target.order[j]!),
  };
  const row = inGivenOrder(rowPotential, source.order);
  const column = inGivenOrder(prices, target.order);
  return flowTree(given, { row, column }, []);
}

function inGivenOrder(values: Float64Array, order: Int32Array): Float64Array {
  const given = new Float64Array(values.length);
  order.forEach((p, i) => {
    given[p] = values[i]!;
  });
  return given;
}
