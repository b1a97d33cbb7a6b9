import type { ExactKernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import type { PivotBudget } from "./budget.js";
import { coarser } from "./coarsen.js";
import { gaussianGuess } from "./gaussian-guess.js";
import type { SimplexProblem, WholeMasses } from "./problem.js";

/** Costs that are kept at most, 200 MB, unless the caller says otherwise. Above, rows are computed when they are read. */
export const LARGEST_KEPT = 2.5e7;

/** Coordinates or costs read between two looks at the budget, however few pivots they lead to: about a tenth of a second. */
const READS_AT_ONCE = 2e8;

/** Room for listed arcs: 30 for each node leave some for what full scans add to the first 10 or so. */
const ARCS_PER_NODE = 30;

/** Is the cost matrix kept? */
export function isKept({ supply, demand }: SimplexProblem, largestKept: number): boolean {
  return supply.length * demand.length <= largestKept;
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
 * Memory O(n + m) and the costs if n m <= largestKept. Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function denseTree(
  kernels: ExactKernels,
  problem: SimplexProblem,
  budget: PivotBudget,
  largestKept = LARGEST_KEPT,
): Simplex {
  const { functions } = kernels;
  const coarse = coarser(problem);
  const below = coarse && denseTree(kernels, coarse, budget, largestKept);
  const simplex = pointSimplex(kernels, problem, isKept(problem, largestKept));
  if (below) functions.extendPotentials(simplex, below);
  else gaussianGuess(problem, kernels.doubles(functions.potentials(simplex), problem.supply.length));
  functions.start(simplex);
  improve(kernels, simplex, problem.largestCost, budget);
  return simplex;
}

function pointSimplex(kernels: ExactKernels, problem: SimplexProblem, kept: boolean): Simplex {
  const { functions, doubles } = kernels;
  const { x, y, dim } = problem;
  const simplex = newSimplex(kernels, problem, dim, kept);
  doubles(functions.sourcePoints(simplex), x.length).set(x);
  doubles(functions.targetPoints(simplex), y.length).set(y);
  return simplex;
}

/** A simplex with its masses: points, or costs for `dim` 0, and source potentials are to be filled. */
export function newSimplex(
  { functions, doubles }: ExactKernels,
  { supply, demand }: WholeMasses["problem"],
  dim: number,
  kept: boolean,
): Simplex {
  const n = supply.length;
  const m = demand.length;
  const simplex = functions.newSimplex(n, m, dim, kept, ARCS_PER_NODE * (n + m));
  const masses = doubles(functions.masses(simplex), n + m);
  masses.set(supply);
  masses.set(demand, n);
  return simplex;
}

/**
 * A feasible tree whose root, the source with most arcs, has potential 0: where most mass comes from one point, the
 * potentials of the others then are as small, and as sharp, as the costs that they pay.
 */
export function startFromZero({ functions, doubles }: ExactKernels, simplex: Simplex): void {
  functions.start(simplex);
  const root = functions.root(simplex);
  doubles(functions.potentials(simplex), root + 1)[root] = 0;
  functions.takeLevels(simplex, root);
}

/** Pivots until the flow is optimal, or as far as the budget goes. */
export function improve(
  { functions }: ExactKernels,
  simplex: Simplex,
  largestCost: number,
  budget: PivotBudget,
): void {
  const tolerance = TOLERANCE * largestCost;
  while (!functions.isOptimal(simplex)) {
    const most = budget.granted();
    if (most === 0) return;
    budget.spend(functions.improve(simplex, tolerance, most, READS_AT_ONCE), functions.isOptimal(simplex));
  }
}
