import { lendExactKernels } from "../../kernels/exact.js";
import type { ExactKernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import { setGradients } from "./build-tree.js";
import type { Cloud } from "./clouds.js";
import type { PriceTree } from "./price-tree.js";
import { collect } from "./queries.js";
import type { RowLists } from "./row-lists.js";
import type { Tree } from "./tree.js";
import type { WorkBudget } from "./work-budget.js";

/** As in the dense simplex: reduced costs above minus this part of the largest cost count as 0. */
const TOLERANCES = [1e-13, 1e-15] as const;
/** Arcs of a row that one round of pricing may add; as often more as there are more columns than rows. */
const MOST_FOUND = 8;

/** Pivots per point after which the work ends; 1 to 5 are usual. */
const MOST_PIVOTS = 20;
/** Pivots between two looks at the budget. */
const PIVOTS_AT_ONCE = 1000;
/** Rounds of pricing at one tolerance; up to 5 are usual. After so many, arcs come and go by rounding. */
const MOST_ROUNDS = 300;

/** The problem of one level in kd-order, and what is known about it. */
export interface Pricing {
  readonly source: Cloud;
  readonly target: Cloud;
  /** Over the target points; its prices are overwritten. */
  readonly prices: PriceTree;
  /** Arcs to begin with. */
  readonly lists: RowLists;
  /** Upper bound of the costs: the unit in which reduced costs are called 0. */
  readonly largestCost: number;
  readonly budget: WorkBudget;
}

/**
 * Network simplex from a strongly feasible tree to an optimal one. Arcs enter from a list; when none of them can,
 * each row asks a kd-tree for the columns whose cost minus price is below its potential, and the list gets
 * these. Optimal on the complete graph when no row finds any, without a look at all pairs.
 *
 * Few pivots if the flow is near-optimal, each O(length of its cycle + size of the subtree that moves). Ends early
 * with the budget, or when it has exhausted it; every tree on the way is feasible. O(n + m) memory.
 * Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function improveTree(tree: Tree, pricing: Pricing): void {
  if (pricing.budget.ended() !== undefined) return;
  lendExactKernels((kernels) => {
    const work = openWork(kernels, tree, pricing);
    improve(work, tree, pricing);
    copyBack(work, tree);
  });
}

/** The tree and the list of arcs as the kernels hold them: `sources[e]`, `targets[e]`, ... of the listed arcs. */
interface Work {
  readonly functions: ExactKernels["functions"];
  readonly simplex: Simplex;
  readonly parent: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly size: Int32Array;
  readonly flow: Float64Array;
  /** -f of the rows, g of the columns. */
  readonly levels: Float64Array;
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly costs: Float64Array;
  listed: number;
}

function openWork(
  { functions, doubles, ints }: ExactKernels,
  tree: Tree,
  { source, target, lists }: Pricing,
): Work {
  const { n, count } = tree;
  const already = lists.lengths.reduce((sum, length) => sum + length, 0);
  const room = already + n * mostFound(tree);
  const simplex = functions.newSimplex(n, count - n, source.dim, false, room);
  doubles(functions.sourcePoints(simplex), source.points.length).set(source.points);
  doubles(functions.targetPoints(simplex), target.points.length).set(target.points);
  doubles(functions.potentials(simplex), count).set(tree.potential);
  const work: Work = {
    functions,
    simplex,
    parent: ints(functions.parents(simplex), count),
    next: ints(functions.nextNodes(simplex), count),
    previous: ints(functions.previousNodes(simplex), count),
    size: ints(functions.subtreeSizes(simplex), count),
    flow: doubles(functions.flows(simplex), count),
    levels: doubles(functions.levels(simplex), count),
    sources: ints(functions.listedSources(simplex), room),
    targets: ints(functions.listedTargets(simplex), room),
    costs: doubles(functions.listedCosts(simplex), room),
    listed: 0,
  };
  for (const key of ["parent", "next", "previous", "size", "flow"] as const) work[key].set(tree[key]);
  functions.takeLevels(simplex, tree.root);
  for (let i = 0; i < n; i++) {
    for (let e = lists.starts[i]!, end = e + lists.lengths[i]!; e < end; e++) {
      addArc(work, i, n + lists.columns[e]!, lists.costs[e]!);
    }
  }
  functions.setListed(simplex, work.listed);
  return work;
}

/** When the list is full, new arcs take the places of the first ones, which come back later if they are needed. */
function addArc(work: Work, source: number, target: number, cost: number): void {
  if (work.listed === work.costs.length) work.listed = 0;
  const e = work.listed++;
  work.sources[e] = source;
  work.targets[e] = target;
  work.costs[e] = cost;
}

const mostFound = ({ n, count }: Tree): number => MOST_FOUND * Math.ceil((count - n) / n);

function improve(work: Work, tree: Tree, pricing: Pricing): void {
  const { functions, simplex } = work;
  const { budget, largestCost } = pricing;
  const mostSteps = budget.done() + MOST_PIVOTS * tree.count;
  for (const part of TOLERANCES) {
    const tolerance = part * largestCost;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = budget.done();
      if (!pivotListed(work, tolerance, budget, mostSteps)) return;
      // What a round finds and the list then does not accept is rounding.
      if (round > 0 && budget.done() === before) break;
      functions.readPotentials(simplex); // the root keeps its potential, all others follow from it
      functions.takeLevels(simplex, functions.root(simplex));
      if (findArcs(work, tree, pricing, tolerance) === 0) break;
      functions.setListed(simplex, work.listed);
      if (round === MOST_ROUNDS - 1) budget.exhaust();
    }
  }
}

/** Pivots over the list until none is left. @returns false if the budget ended it. */
function pivotListed(work: Work, tolerance: number, budget: WorkBudget, mostSteps: number): boolean {
  const { functions, simplex } = work;
  for (;;) {
    const made = functions.improveListed(simplex, tolerance, PIVOTS_AT_ONCE);
    if (budget.done() > mostSteps) budget.exhaust();
    if (!budget.spend(made)) return false;
    if (made < PIVOTS_AT_ONCE) return true;
  }
}

function copyBack(work: Work, tree: Tree): void {
  const { n, count } = tree;
  for (const key of ["parent", "next", "previous", "size", "flow"] as const) tree[key].set(work[key]);
  tree.root = work.functions.root(work.simplex);
  for (let v = 0; v < count; v++) tree.potential[v] = v < n ? -work.levels[v]! : work.levels[v]!;
}

/** Puts arcs with negative reduced cost on the list. @returns how many were found. */
function findArcs(work: Work, tree: Tree, { source, prices, lists }: Pricing, tolerance: number): number {
  const { n } = tree;
  const { levels } = work;
  const { hits } = lists;
  prices.prices.set(levels.subarray(n));
  setGradients(prices, partnersOf(work, tree, source, prices.points.length));
  const most = mostFound(tree);
  let found = 0;
  for (let i = 0; i < n; i++) {
    collect(prices, source.points, i, -levels[i]! - tolerance, most, hits);
    for (let q = 0; q < hits.count; q++) {
      const v = n + hits.indices[q]!;
      addArc(work, i, v, hits.values[q]! + levels[v]!);
      found++;
    }
  }
  return found;
}

/** Mean of the rows next to each column in the tree. */
function partnersOf({ parent, flow }: Work, { n, count }: Tree, source: Cloud, length: number): Float64Array {
  const { dim } = source;
  const partners = new Float64Array(length);
  const weight = new Float64Array(count - n);
  const add = (i: number, j: number, amount: number): void => {
    weight[j]! += amount;
    for (let k = 0; k < dim; k++) partners[j * dim + k]! += amount * source.points[i * dim + k]!;
  };
  for (let v = 0; v < count; v++) {
    const p = parent[v]!;
    if (p < 0 || flow[v] === 0) continue;
    if (v < n) add(v, p - n, flow[v]!);
    else add(p, v - n, flow[v]!);
  }
  for (let j = 0; j < count - n; j++) {
    for (let k = 0; k < dim; k++) partners[j * dim + k]! /= weight[j]!;
  }
  return partners;
}
