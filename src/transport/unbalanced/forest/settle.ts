import type { Step } from "../../../numeric/iterate.js";
import { balancedForest } from "./balanced-forest.js";
import { type DualState, noiseOf } from "./dual-state.js";
import { firstArc, type Nearby, nearbyOf } from "./first-arc.js";
import { cut, type Forest, join } from "./forest.js";
import { perturbed } from "./perturbed.js";
import { wantedRise } from "./tree-balance.js";
import { type TreeFlow, treeFlow } from "./tree-flow.js";

/** How much costs are perturbed: a little, and more if it does not help. */
const PERTURBATIONS = [1e-11, 1e-10, 1e-9, 1e-8];

/** The active set of the dual problem: a forest of tight arcs, and the trees that may not be at their best. */
export interface Unsettled {
  /** With the true costs. */
  readonly given: DualState;
  /** With costs that may be perturbed, and the same potentials. */
  dual: DualState;
  perturbations: number;
  /** Of `dual`. */
  nearby: Nearby;
  readonly guessError: number;
  forest: Forest;
  /** Trees to look at, the last one first; those of them that are not `waiting` have been looked at or are no more. */
  readonly queue: number[];
  readonly waiting: Set<number>;
  /** Arcs that have joined trees since a potential has changed. */
  standing: number;
  /** A name that no tree has had. */
  nextName: number;
}

/** @param guess potentials to begin with, of sources, then targets. @param error of the guess, about. */
export function unsettled(dual: DualState, guess: Float64Array, error: number): Unsettled {
  return restarted({
    given: dual,
    dual,
    perturbations: 0,
    nearby: nearbyOf(dual),
    forest: balancedForest(dual, guess, error),
    guessError: error,
    queue: [],
    waiting: new Set(),
    standing: 0,
    nextName: dual.n + dual.m,
  });
}

function restarted(work: Unsettled): Unsettled {
  work.waiting.clear();
  for (const tree of work.forest.trees.keys()) look(work, tree);
  work.standing = 0;
  return work;
}

function look({ queue, waiting }: Unsettled, tree: number): void {
  queue.push(tree);
  waiting.add(tree);
}

/**
 * One step of the active-set method, on one tree: it rises or falls to its optimum, as a whole, or until another arc
 * becomes tight, which joins two trees. At its optimum the arcs of a tree have their flow: the one that is most negative is
 * cut, since both sides gain by going apart there; if none is, the tree is settled. When all are, potentials and flow are
 * optimal. The dual value never falls, and as long as it rises no forest comes back.
 *
 * Where many arcs become tight at once, as on lattices, it may stand still for long; then the costs are perturbed; where
 * that does not help, it ends as stalled.
 *
 * The error is the number of trees that are not settled.
 */
export function settleStep(work: Unsettled): Step<Unsettled> {
  const { queue, waiting } = work;
  const standsStill = work.standing > work.dual.masses.length;
  if (standsStill && work.perturbations === PERTURBATIONS.length) {
    return { state: work, error: waiting.size, stalled: true };
  }
  if (standsStill) perturb(work);
  let tree = queue.pop();
  while (tree !== undefined && !waiting.delete(tree)) tree = queue.pop();
  if (tree !== undefined && !hasJoined(work, tree)) cutWorst(work, tree);
  return { state: work, error: waiting.size };
}

function perturb(work: Unsettled): void {
  const { costs, potentials } = work.given;
  work.dual = { ...work.given, costs: perturbed(costs, PERTURBATIONS[work.perturbations++]!) };
  work.nearby = nearbyOf(work.dual);
  work.forest = balancedForest(work.dual, potentials.slice(), work.guessError);
  restarted(work);
}

/** Moves a tree to its optimum, or to the arc that blocks it, and then joins what is there. */
function hasJoined(work: Unsettled, tree: number): boolean {
  const { dual, forest, nearby, waiting } = work;
  const nodes = forest.trees.get(tree)!;
  const noise = noiseOf(dual, nodes);
  const wanted = wantedRise(dual, nodes);
  if (!(Math.abs(wanted) > noise)) return false;
  const { from, to, slack } = firstArc(dual, forest, nearby, tree, wanted > 0, Math.abs(wanted));
  const distance = Math.min(Math.abs(wanted), Math.max(0, slack));
  work.standing = distance > noise ? 0 : work.standing + 1;
  raise(dual, nodes, wanted > 0 ? distance : -distance);
  if (slack >= Math.abs(wanted)) return false;
  waiting.delete(forest.treeOf[to]!);
  join(forest, from, to);
  look(work, tree);
  return true;
}

function raise({ n, potentials }: DualState, nodes: readonly number[], by: number): void {
  for (const v of nodes) potentials[v]! += v < n ? by : -by;
}

/** Cuts the arc of most negative flow, if there is one; the smaller side is looked at first, it has less to scan. */
function cutWorst(work: Unsettled, tree: number): void {
  const flow = treeFlow(work.dual, work.forest, tree);
  const worst = mostNegative(flow);
  if (worst < 0) return;
  const { trees } = work.forest;
  const side = work.nextName++;
  cut(work.forest, flow.parent[worst]!, worst, side);
  const isSmaller = trees.get(side)!.length <= trees.get(tree)!.length;
  look(work, isSmaller ? tree : side);
  look(work, isSmaller ? side : tree);
}

/** The node whose arc to its parent carries least, if that is negative beyond rounding; -1 if none is. */
function mostNegative({ nodes, flow, rounding }: TreeFlow): number {
  let worst = -1;
  for (const v of nodes) {
    if (flow[v]! < -rounding[v]! && (worst < 0 || flow[v]! < flow[worst]!)) worst = v;
  }
  return worst;
}
