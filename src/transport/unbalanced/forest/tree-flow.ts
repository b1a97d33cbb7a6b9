import { exponential } from "../../../numeric/elementary.js";
import { arcCost, type DualState, noiseOf } from "./dual-state.js";
import { type Forest, fromRoot } from "./forest.js";

/** What the arcs of a tree have to carry; arc v leads from v to parent[v]. */
export interface TreeFlow {
  /** Without the root, from the leaves on. */
  readonly nodes: readonly number[];
  readonly parent: Int32Array;
  readonly flow: Float64Array;
  /** Rounding of the flow: more than so much below 0 is negative. */
  readonly rounding: Float64Array;
}

/**
 * The flow that gives every node but the root its mass w exp(-z), by taking leaves off; the root, the heaviest node, gets
 * its own if the tree is balanced. Potentials are made tight along the arcs first. O(nodes).
 */
export function treeFlow(state: DualState, forest: Forest, tree: number): TreeFlow {
  const { masses, potentials } = state;
  const members = forest.trees.get(tree)!;
  const parent = new Int32Array(masses.length);
  const root = members.reduce((best, v) => (taking(state, v) > taking(state, best) ? v : best));
  const order = fromRoot(forest, root, parent);
  for (let p = 1; p < order.length; p++) {
    const v = order[p]!;
    potentials[v] = arcCost(state, v, parent[v]!) - potentials[parent[v]!]!;
  }
  const noise = noiseOf(state, members);
  const flow = new Float64Array(masses.length);
  const total = new Float64Array(masses.length);
  for (const v of order) {
    flow[v] = taking(state, v);
    total[v] = flow[v]!;
  }
  const nodes = order.slice(1).reverse();
  for (const v of nodes) {
    flow[parent[v]!]! -= flow[v]!;
    total[parent[v]!]! += total[v]!;
  }
  return { nodes, parent, flow, rounding: total.map((sum) => noise * sum) };
}

/** The mass with which a node takes part. */
const taking = ({ masses, potentials }: DualState, v: number): number =>
  masses[v]! * exponential(-potentials[v]!);
