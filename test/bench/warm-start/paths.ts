import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { assignmentAuction } from "../../../src/transport/large/assignment-auction.js";
import type { Level } from "../../../src/transport/large/auction.js";
import { priceTree, refit, setGradients } from "../../../src/transport/large/build-tree.js";
import { emptyCandidates, sampledSpacing } from "../../../src/transport/large/candidates.js";
import { type OrderedCloud, orderedCloud } from "../../../src/transport/large/clouds.js";
import { emptyFlow } from "../../../src/transport/large/flow.js";
import { inOrder } from "../../../src/transport/large/kd-order.js";
import { type Start, startPrices } from "../../../src/transport/large/prices.js";
import { emptyHits, nearest } from "../../../src/transport/large/queries.js";
import { shortestPaths } from "../../../src/transport/large/shortest-paths.js";
import { type WorkBudget, workBudget } from "../../../src/transport/large/work-budget.js";
import type { SimplexProblem } from "../../../src/transport/simplex/problem.js";
import type { Solved } from "./solver.js";

/** As in `startPrices`. */
const PITCH = 16;
const EPSILON_STEP = 4;

/**
 * The large road for as many sources as targets of one mass: auctions on all levels, or on the finest level alone, with
 * the prices that the solution of another problem gives; then shortest augmenting paths.
 *
 * @param epsilon first increment of a warm auction, in units of the spacing.
 */
export function solveByPaths(problem: SimplexProblem, epsilon: number, from?: Solved): Solved {
  const source = orderedCloud(problem.x, problem.supply, problem.dim);
  const target = orderedCloud(problem.y, problem.demand, problem.dim);
  const budget = workBudget();
  const start = from
    ? warmPrices(source, target, from, epsilon, budget)
    : startPrices(source, target, assignmentAuction, budget);
  const { flow, rowPotential } = shortestPaths(source, target, start, budget);
  const f = new Float64Array(source.count);
  const images = new Float64Array(problem.x.length);
  let cost = 0;
  rowPotential.forEach((value, i) => {
    f[source.order[i]!] = value;
  });
  for (let e = 0; e < flow.length; e++) {
    if (flow.amount[e] === 0) continue;
    const i = flow.row[e]!;
    const j = flow.column[e]!;
    cost += flow.amount[e]! * squaredDistance(source.points, i, target.points, j, source.dim);
    for (let k = 0; k < source.dim; k++) {
      images[source.order[i]! * source.dim + k] = target.points[j * source.dim + k]!;
    }
  }
  return { cost, f, images, steps: budget.done() };
}

/** Prices by a c-transform of the other problem's source potentials, then an auction of the points alone. */
function warmPrices(
  source: OrderedCloud,
  target: OrderedCloud,
  from: Solved,
  epsilon: number,
  budget: WorkBudget,
): Start {
  const { dim } = target;
  const prices = new Float64Array(target.count);
  const partners = new Float64Array(target.points.length);
  const back = priceTree(
    source.points,
    dim,
    Float64Array.from(source.order, (i) => from.f[i]!),
  );
  setGradients(back, inOrder(from.images, source.order, dim));
  const hits = emptyHits(1);
  for (let j = 0; j < target.count; j++) {
    nearest(back, target.points, j, hits);
    prices[j] = hits.values[0]!;
    const i = hits.indices[0]! * dim;
    for (let k = 0; k < dim; k++) partners[j * dim + k] = source.points[i + k]!;
  }
  const tree = priceTree(target.points, dim, prices);
  setGradients(tree, partners);
  const spacing = sampledSpacing(tree, source.points, PITCH);
  const lists = emptyCandidates(source.count, PITCH, (spacing * PITCH) / 2);
  return bidDown({ source, target, tree, lists, budget }, partners, spacing, epsilon);
}

function bidDown(level: Level, partners: Float64Array, spacing: number, epsilon: number): Start {
  const { source, target, tree, lists } = level;
  const auction = assignmentAuction.start(level);
  const last = assignmentAuction.lastEpsilon;
  for (let step = epsilon; ; step = Math.max(step / EPSILON_STEP, last)) {
    lists.ages.fill(0);
    auction.runPhase(step * spacing);
    auction.partnersInto(partners);
    setGradients(tree, partners);
    refit(tree);
    if (step <= last) break;
  }
  const flow = emptyFlow(source.count, target.count);
  auction.flowInto(flow);
  return { tree, spacing, flow };
}
