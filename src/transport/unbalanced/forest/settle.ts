import type { Step } from "../../../numeric/iterate.js";
import { blockingArc } from "./blocking-arc.js";
import { type DualState, noiseOf } from "./dual-state.js";
import { cut, type Forest, join } from "./forest.js";
import { wantedRise } from "./tree-balance.js";
import { type TreeFlow, treeFlow } from "./tree-flow.js";

/** The active set of the dual problem: a forest of tight arcs, and the trees that may not be at their best. */
export interface Unsettled {
  readonly dual: DualState;
  readonly forest: Forest;
  readonly queue: number[];
  /** Steps since a potential has changed. */
  standing: number;
  /** A name that no tree has had. */
  nextName: number;
}

export function unsettled(dual: DualState, forest: Forest): Unsettled {
  return { dual, forest, queue: [...forest.trees.keys()], standing: 0, nextName: dual.n + dual.m };
}

/**
 * One step of the active-set method, on one tree: it rises or falls to its optimum, as a whole, or until another arc
 * becomes tight, which joins two trees. At its optimum the arcs of a tree have their flow: the one that is most negative is
 * cut, since both sides gain by going apart there; if none is, the tree is settled. When all are, the potentials and the
 * flow are optimal. The dual value never falls, and forests at their optimum do not come back as long as it grows;
 * where it does not (ties), arcs are taken by their number (Bland 1977).
 *
 * The error is the number of trees that are not settled.
 */
export function settleStep(work: Unsettled): Step<Unsettled> {
  const { dual, forest, queue } = work;
  const tree = queue.pop();
  if (tree === undefined) return { state: work, error: 0 };
  const nodes = forest.trees.get(tree);
  if (nodes && !hasJoined(work, tree, nodes)) {
    const flow = treeFlow(dual, forest, tree);
    const worst = negativeArc(flow, work.standing > patience(dual));
    if (worst >= 0) separate(work, tree, worst, flow.parent[worst]!);
  }
  return { state: work, error: queue.length };
}

/** Steps without progress after which arcs are taken by their number. */
const patience = ({ n, m }: DualState): number => n + m;

/** Moves a tree to its optimum, or to the arc that blocks it, and then joins what is there. */
function hasJoined(work: Unsettled, tree: number, nodes: readonly number[]): boolean {
  const { dual, forest, queue } = work;
  const noise = noiseOf(dual, nodes);
  const wanted = wantedRise(dual, nodes);
  work.standing++;
  if (!(Math.abs(wanted) > noise)) return false;
  const tie = work.standing > patience(dual) ? noise : 0;
  const { from, to, slack } = blockingArc(dual, forest, tree, wanted > 0, tie);
  const distance = Math.min(Math.abs(wanted), Math.max(0, slack));
  if (distance > noise) work.standing = 0;
  raise(dual, nodes, wanted > 0 ? distance : -distance);
  if (slack >= Math.abs(wanted)) return false;
  join(forest, from, to);
  queue.push(tree);
  return true;
}

function raise({ n, potentials }: DualState, nodes: readonly number[], by: number): void {
  for (const v of nodes) potentials[v]! += v < n ? by : -by;
}

/** The node whose arc to its parent carries least, if that is negative beyond rounding; -1 if none is. */
function negativeArc({ nodes, flow, rounding }: TreeFlow, byNumber: boolean): number {
  let worst = -1;
  for (const v of nodes) {
    if (flow[v]! >= -rounding[v]!) continue;
    if (worst < 0 || (byNumber ? v < worst : flow[v]! < flow[worst]!)) worst = v;
  }
  return worst;
}

/** Cuts an arc; the smaller side is looked at first, it has less to scan. */
function separate(work: Unsettled, tree: number, v: number, parent: number): void {
  const { trees } = work.forest;
  const side = work.nextName++;
  cut(work.forest, parent, v, side);
  if (trees.get(side)!.length <= trees.get(tree)!.length) work.queue.push(tree, side);
  else work.queue.push(side, tree);
}
