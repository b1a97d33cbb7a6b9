import { exponential } from "../../../numeric/elementary.js";
import { compensatedSum } from "../../../numeric/sum.js";
import { solveMatrix } from "../../simplex/solve-matrix.js";
import { closePotentials } from "./close-potentials.js";
import { arcCost, type DualState, noiseOf } from "./dual-state.js";
import { emptyForest, type Forest, join } from "./forest.js";
import { treeFlow } from "./tree-flow.js";

/**
 * A forest to begin with, and potentials to go with it, which are written to the state: the arcs of balanced transport
 * between the masses that take part by a guess of the potentials, as far as the guess does not speak against them. If it is
 * near the optimum, so is the forest. About O((n + m)^2).
 *
 * @param error arcs whose slack is larger by the guess are left out.
 */
export function balancedForest(dual: DualState, guess: Float64Array, error: number): Forest {
  const { n, m, potentials } = dual;
  potentials.set(guess);
  const near = balancedArcs(dual).filter(([i, w]) => slackOf(dual, i, w) <= error);
  const forest = forestOf(n + m, near);
  for (const tree of forest.trees.keys()) treeFlow(dual, forest, tree); // makes the potentials tight, from the root's on
  closePotentials(dual, potentials.slice(0, n));
  return forestOf(
    n + m,
    near.filter(([i, w]) => slackOf(dual, i, w) <= noiseOf(dual, [i, w])),
  );
}

type Arc = readonly [source: number, target: number];

function forestOf(nodes: number, arcs: readonly Arc[]): Forest {
  const forest = emptyForest(nodes);
  for (const [i, w] of arcs) if (forest.treeOf[i] !== forest.treeOf[w]) join(forest, i, w);
  return forest;
}

const slackOf = (dual: DualState, i: number, w: number): number =>
  arcCost(dual, i, w) - dual.potentials[i]! - dual.potentials[w]!;

/** The arcs that a plan of least cost uses between the masses w exp(-z), each side of them scaled to 1. */
function balancedArcs({ n, costs, masses, potentials }: DualState): Arc[] {
  const taking = masses.map((mass, v) => mass * exponential(-potentials[v]!));
  const [a, b] = [taking.subarray(0, n), taking.subarray(n)];
  const [ofSources, ofTargets] = [compensatedSum(a), compensatedSum(b)];
  if (!(ofSources > 0 && ofTargets > 0 && ofSources + ofTargets < Infinity)) return [];
  const { plan } = solveMatrix(
    finiteCosts(costs),
    a.map((mass) => mass / ofSources),
    b.map((mass) => mass / ofTargets),
    { start: potentials.slice(0, n).map((z) => (z < Infinity ? z : 0)) },
  );
  return Array.from(plan.rows, (i, e) => [i, n + plan.cols[e]!] as const);
}

/** Where nothing can be moved, it is made dear: the slack of those arcs is infinite. */
function finiteCosts(costs: Float64Array): Float64Array {
  let largest = 0;
  for (let p = 0; p < costs.length; p++) if (costs[p]! < Infinity) largest = Math.max(largest, costs[p]!);
  return costs.map((cost) => (cost < Infinity ? cost : 4 * largest));
}
