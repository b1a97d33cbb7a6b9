import { type SparsePlan, sparsePlan } from "../../sparse-plan.js";
import type { Reachable } from "../reachable.js";
import type { DualState } from "./dual-state.js";
import type { Forest } from "./forest.js";
import { treeFlow } from "./tree-flow.js";

/** The flow of all trees as a plan of the whole problem, negative entries left out. Makes potentials tight along the arcs. */
export function flowPlan(
  dual: DualState,
  forest: Forest,
  { sources, targets }: Pick<Reachable, "sources" | "targets">,
  shape: readonly [number, number],
): SparsePlan {
  const most = dual.n + dual.m;
  const rows = new Int32Array(most);
  const cols = new Int32Array(most);
  const mass = new Float64Array(most); // entries of mass 0 are dropped
  let count = 0;
  for (const tree of forest.trees.keys()) {
    const { nodes, parent, flow } = treeFlow(dual, forest, tree);
    for (const v of nodes) {
      const [i, j] = v < dual.n ? [v, parent[v]!] : [parent[v]!, v];
      rows[count] = sources[i]!;
      cols[count] = targets[j - dual.n]!;
      mass[count++] = Math.max(0, flow[v]!);
    }
  }
  return sparsePlan({ rows, cols, mass }, shape);
}
