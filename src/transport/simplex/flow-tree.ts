import type { ExactKernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import type { WholeMasses } from "./problem.js";
import type { FlowTree } from "./real-plan.js";

/** A copy of what the host needs of a tree. */
export function flowTree(
  { functions, doubles, ints }: ExactKernels,
  simplex: Simplex,
  problem: WholeMasses["problem"],
): FlowTree {
  const n = problem.supply.length;
  const count = n + problem.demand.length;
  return {
    n,
    count,
    root: functions.root(simplex),
    parent: ints(functions.parents(simplex), count).slice(),
    previous: ints(functions.previousNodes(simplex), count).slice(),
    flow: doubles(functions.flows(simplex), count).slice(),
    potential: doubles(functions.readPotentials(simplex), count).slice(),
  };
}
