import { exponential } from "../../../numeric/elementary.js";
import { addTo } from "../../scaled-plan.js";
import { arcCost, type DualState, noiseOf } from "./dual-state.js";
import { type Forest, fromRoot } from "./forest.js";
import { addTaking } from "./tree-balance.js";

/** What the arcs of a tree have to carry; arc v leads from v to parent[v]. */
export interface TreeFlow {
  /** Without the root, from the leaves on. */
  readonly nodes: readonly number[];
  readonly parent: Int32Array;
  readonly flow: Float64Array;
  /** Rounding of the flow of these nodes: more than so much below 0 is negative. */
  readonly rounding: Float64Array;
}

/**
 * The flow that gives every node but the root its mass w exp(-z), by taking leaves off; the root, the heaviest node, gets
 * its own if the tree is balanced. Potentials are made tight along the arcs first. O(nodes), and O(n + m) memory.
 */
export function treeFlow(dual: DualState, forest: Forest, tree: number): TreeFlow {
  const { masses, potentials } = dual;
  const members = forest.trees.get(tree)!;
  const count = masses.length;
  const parent = new Int32Array(count);
  const order = fromRoot(forest, heaviest(dual, members), parent);
  const sums = new Float64Array(2 * count);
  const total = new Float64Array(count);
  for (let p = 0; p < order.length; p++) {
    const v = order[p]!;
    if (p > 0) potentials[v] = arcCost(dual, v, parent[v]!) - potentials[parent[v]!]!;
    total[v] = addTaking(dual, v, sums, v, count + v, 1);
  }
  const nodes = order.slice(1).reverse();
  for (const v of nodes) {
    const w = parent[v]!;
    addTo(sums, w, count + w, -sums[v]!);
    addTo(sums, w, count + w, -sums[count + v]!);
    total[w]! += total[v]!;
  }
  const noise = noiseOf(dual, members);
  const flow = new Float64Array(count);
  for (const v of nodes) {
    flow[v] = sums[v]! + sums[count + v]!;
    total[v]! *= noise;
  }
  return { nodes, parent, flow, rounding: total };
}

function heaviest({ masses, potentials }: DualState, members: readonly number[]): number {
  let best = members[0]!;
  let most = -1;
  for (const v of members) {
    const mass = masses[v]! * exponential(-potentials[v]!);
    if (mass > most) {
      most = mass;
      best = v;
    }
  }
  return best;
}
