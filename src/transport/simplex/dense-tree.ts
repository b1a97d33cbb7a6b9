import type { Kernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import type { PivotBudget } from "./budget.js";
import { coarser } from "./coarsen.js";
import { gaussianGuess } from "./gaussian-guess.js";
import type { SimplexProblem } from "./problem.js";

/** Largest cost matrix that is kept: 200 MB. Above, rows are computed whenever they are read. */
const LARGEST_KEPT = 2.5e7;

/** Room for listed arcs: 30 for each node leave some for what full scans add to the first 10 or so. */
const ARCS_PER_NODE = 30;

/** Is the cost matrix kept? */
export function isKept({ supply, demand }: SimplexProblem): boolean {
  return supply.length * demand.length <= LARGEST_KEPT;
}

/** Reduced costs above minus this part of the largest cost count as 0: a few units in the last place of a potential. */
const TOLERANCE = 1e-15;

/**
 * Network simplex for a dense transport problem with squared distances: a tree whose flow is optimal, or the
 * feasible one that was reached when the budget ended.
 *
 * Potentials from a coarser problem, a greedy flow along cheap arcs, then pivots over short lists of arcs, which
 * scans of all arcs extend until no arc is left that could enter. Flows are whole numbers, so exact.
 *
 * Memory O(n + m) and the costs if n m <= 2.5e7. Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function denseTree(kernels: Kernels, problem: SimplexProblem, budget: PivotBudget): Simplex {
  const { functions } = kernels;
  const coarse = coarser(problem);
  const below = coarse && denseTree(kernels, coarse, budget);
  const simplex = newSimplex(kernels, problem);
  if (below) functions.extendPotentials(simplex, below);
  else gaussianGuess(problem, kernels.doubles(functions.potentials(simplex), problem.supply.length));
  functions.start(simplex);
  improve(kernels, simplex, TOLERANCE * problem.largestCost, budget);
  return simplex;
}

function newSimplex({ functions, doubles }: Kernels, problem: SimplexProblem): Simplex {
  const { x, y, dim, supply, demand } = problem;
  const n = supply.length;
  const m = demand.length;
  const simplex = functions.newSimplex(n, m, dim, isKept(problem), ARCS_PER_NODE * (n + m));
  doubles(functions.sourcePoints(simplex), n * dim).set(x);
  doubles(functions.targetPoints(simplex), m * dim).set(y);
  const masses = doubles(functions.masses(simplex), n + m);
  masses.set(supply);
  masses.set(demand, n);
  return simplex;
}

function improve({ functions }: Kernels, simplex: Simplex, tolerance: number, budget: PivotBudget): void {
  for (;;) {
    const most = budget.granted();
    if (most === 0) return;
    const made = functions.improve(simplex, tolerance, most);
    budget.spend(made);
    if (made < most) return;
  }
}
