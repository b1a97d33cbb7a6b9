import type { ExactKernels } from "../../../src/kernels/kernels.js";
import type { Simplex } from "../../../src/kernels/simplex.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { pivotBudget } from "../../../src/transport/simplex/budget.js";
import { denseTree } from "../../../src/transport/simplex/dense-tree.js";
import type { SimplexProblem } from "../../../src/transport/simplex/problem.js";
import type { Solved } from "./solver.js";

/** As in `denseTree`. */
const TOLERANCE = 1e-15;
const ARCS_PER_NODE = 30;
const MOST_PIVOTS = 2 ** 30;

/** The dense road: from a coarse problem or a guess, or from the source potentials of another problem. */
export function solveBySimplex(kernels: ExactKernels, problem: SimplexProblem, from?: Solved): Solved {
  if (!from) {
    const budget = pivotBudget(MOST_PIVOTS);
    return read(kernels, problem, denseTree(kernels, problem, budget), budget.done());
  }
  const { functions, doubles } = kernels;
  const simplex = prepared(kernels, problem);
  doubles(functions.potentials(simplex), problem.supply.length).set(from.f);
  functions.start(simplex);
  const steps = functions.improve(simplex, TOLERANCE * problem.largestCost, MOST_PIVOTS, Infinity);
  return read(kernels, problem, simplex, steps);
}

function prepared({ functions, doubles }: ExactKernels, problem: SimplexProblem): Simplex {
  const { x, y, dim, supply, demand } = problem;
  const room = ARCS_PER_NODE * (supply.length + demand.length);
  const simplex = functions.newSimplex(supply.length, demand.length, dim, true, room);
  doubles(functions.sourcePoints(simplex), x.length).set(x);
  doubles(functions.targetPoints(simplex), y.length).set(y);
  const masses = doubles(functions.masses(simplex), supply.length + demand.length);
  masses.set(supply);
  masses.set(demand, supply.length);
  return simplex;
}

function read(
  { functions, doubles, ints }: ExactKernels,
  { x, y, dim, supply, demand }: SimplexProblem,
  simplex: Simplex,
  steps: number,
): Solved {
  const n = supply.length;
  const count = n + demand.length;
  const flow = doubles(functions.flows(simplex), count);
  const parent = ints(functions.parents(simplex), count);
  const root = functions.root(simplex);
  let cost = 0;
  for (let v = 0; v < count; v++) {
    if (v === root) continue;
    const [i, j] = v < n ? [v, parent[v]! - n] : [parent[v]!, v - n];
    cost += flow[v]! * squaredDistance(x, i, y, j, dim);
  }
  const f = doubles(functions.readPotentials(simplex), n).slice();
  return { cost, f, images: new Float64Array(0), steps };
}
