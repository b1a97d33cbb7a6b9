import { seededRandom } from "../../dist/src/numeric/random.js";
import { commonFrame } from "../../dist/src/transport/frame.js";
import { assignmentAuction } from "../../dist/src/transport/large/assignment-auction.js";
import { orderedCloud } from "../../dist/src/transport/large/clouds.js";
import { forestOfFlow } from "../../dist/src/transport/large/forest-of-flow.js";
import { improveTree } from "../../dist/src/transport/large/improve-tree.js";
import { auctionFlow, completeFlow } from "../../dist/src/transport/large/partial-flow.js";
import { startPrices } from "../../dist/src/transport/large/prices.js";
import { shortestPaths } from "../../dist/src/transport/large/shortest-paths.js";
import { columnArcs, spanTree } from "../../dist/src/transport/large/spanning-tree.js";
import { transportAuction } from "../../dist/src/transport/large/transport-auction.js";
import { workBudget } from "../../dist/src/transport/large/work-budget.js";
import { wholeProblem } from "../../dist/src/transport/simplex/problem.js";
import { ringCloud, twinCloud } from "./clouds.mjs";

/** One run of the large road on equal masses: its phases, the levels' prices, and what each shortest path settled. */
export function assignmentRun(count, seed) {
  const { problem, source, target } = orderedProblem(count, seed, false);
  const phases = [];
  const levels = [];
  const budget = workBudget();
  const start = startPrices(source, target, watched(assignmentAuction, phases, levels), budget);
  const settled = [];
  const counting = {
    ...budget,
    spend: (steps) => {
      settled.push(steps);
      return budget.spend(steps);
    },
  };
  const finish = prepareFinish(start);
  const partial = shortestPaths(source, target, start, counting);
  return { problem, source, target, phases, levels, start: finish, settled, partial };
}

/** Prices and minorants as the auction leaves them: the search for paths lowers the prices further. */
function prepareFinish({ tree, spacing }) {
  return { tree: { ...tree, prices: tree.prices.slice(), nodes: tree.nodes.slice() }, spacing };
}

/** An auction that takes notes of its phases and, after the last one of a level, of its prices. */
function watched(kind, phases, levels) {
  return {
    ...kind,
    start: (level) => {
      const auction = kind.start(level);
      const number = levels.push({ count: level.target.count, points: level.target.points }) - 1;
      return {
        ...auction,
        runPhase: (epsilon) => {
          const before = level.budget.done();
          const served = auction.runPhase(epsilon);
          const bids = (level.budget.done() - before) / level.source.count;
          phases.push({ level: number, clusters: level.target.count, epsilon, bids });
          levels[number].prices = level.tree.prices.slice();
          return served;
        },
      };
    },
  };
}

/** One run on masses of any size: the arcs with flow before and after the simplex finishes what the auction has begun. */
export function transportRun(count, seed) {
  const { problem, source, target } = orderedProblem(count, seed, true);
  const budget = workBudget();
  const start = startPrices(source, target, transportAuction, budget);
  const partial = auctionFlow(source, target, start);
  completeFlow(partial);
  const tree = forestOfFlow(partial.flow, source.count, target.count);
  tree.potential.set(partial.rowPotential);
  tree.potential.set(partial.prices, tree.n);
  spanTree(tree, columnArcs(tree, partial.lists));
  const before = flowArcs(tree);
  const { largestCost } = problem;
  const bids = budget.done();
  improveTree(tree, { source, target, prices: start.tree, lists: partial.lists, largestCost, budget });
  return { source, target, before, after: flowArcs(tree), pivots: budget.done() - bids };
}

function orderedProblem(count, seed, weighted) {
  const random = seededRandom(seed);
  const a = ringCloud(random, count, weighted);
  const b = twinCloud(random, count, weighted);
  const { problem } = wholeProblem(a, b, commonFrame(a, b));
  return {
    problem,
    source: orderedCloud(problem.x, problem.supply, problem.dim),
    target: orderedCloud(problem.y, problem.demand, problem.dim),
  };
}

function flowArcs({ n, count, parent, flow }) {
  const arcs = [];
  for (let v = 0; v < count; v++) {
    if (parent[v] < 0 || flow[v] === 0) continue;
    arcs.push(v < n ? { i: v, j: parent[v] - n } : { i: parent[v], j: v - n });
  }
  return arcs;
}
