import { type ArcList, addArc } from "../simplex/arcs.js";
import type { Costs } from "../simplex/costs.js";
import { priceList } from "../simplex/pricing.js";
import { recomputePotentials, type Tree } from "../simplex/tree.js";
import { setGradients } from "./build-tree.js";
import type { Cloud } from "./clouds.js";
import type { PriceTree } from "./price-tree.js";
import { collect } from "./queries.js";
import type { RowLists } from "./row-lists.js";
import type { WorkBudget } from "./work-budget.js";

/** As in the dense simplex: reduced costs above minus this part of the largest cost count as 0. */
const TOLERANCES = [1e-13, 1e-15] as const;
/** Arcs of a row that one round of pricing may add; as often more as there are more columns than rows. */
const MOST_FOUND = 8;

/** Pivots per point after which the work ends; 1 to 5 are usual. */
const MOST_PIVOTS = 200;
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
  const { source, target, lists, largestCost, budget } = pricing;
  if (budget.ended() !== undefined) return;
  const costs = costsOf(source, target);
  const arcs = arcsOf(tree, lists);
  const pivots = pivotBudget(budget, MOST_PIVOTS * tree.count);
  recomputePotentials(tree, costs);
  for (const part of TOLERANCES) {
    const tolerance = part * largestCost;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = budget.done();
      if (!priceList(tree, arcs, tolerance, pivots)) return;
      // What a round finds and the list then does not accept is rounding.
      if (round > 0 && budget.done() === before) break;
      recomputePotentials(tree, costs);
      if (findArcs(tree, pricing, arcs, tolerance) === 0) break;
    }
  }
}

/** Costs by index without a matrix: only single ones are read. */
function costsOf({ count: n, dim, points: x }: Cloud, { count: m, points: y }: Cloud): Costs {
  return { n, m, dim, x, y, values: new Float64Array(0), kept: false };
}

function pivotBudget(budget: WorkBudget, most: number) {
  let pivots = 0;
  const spend = (): boolean => {
    if (++pivots > most) budget.exhaust();
    return budget.spend(1);
  };
  return { spend };
}

function arcsOf(tree: Tree, lists: RowLists): ArcList {
  const { n } = tree;
  const listed = lists.lengths.reduce((sum, length) => sum + length, 0);
  const arcs = emptyArcList(listed + n * mostFound(tree));
  for (let i = 0; i < n; i++) {
    for (let e = lists.starts[i]!, end = e + lists.lengths[i]!; e < end; e++) {
      addArc(arcs, i, n + lists.columns[e]!, lists.costs[e]!);
    }
  }
  return arcs;
}

const mostFound = ({ n, count }: Tree): number => MOST_FOUND * Math.ceil((count - n) / n);

function emptyArcList(room: number): ArcList {
  return {
    source: new Int32Array(room),
    target: new Int32Array(room),
    cost: new Float64Array(room),
    length: 0,
  };
}

/**
 * Puts arcs with negative reduced cost on the list. When it is full, they take the places of the first ones, which
 * come back in a later round if they are needed. @returns how many were found.
 */
function findArcs(tree: Tree, { source, prices, lists }: Pricing, arcs: ArcList, tolerance: number): number {
  const { n, potential } = tree;
  const { hits } = lists;
  prices.prices.set(potential.subarray(n));
  setGradients(prices, partnersOf(tree, source, prices.points.length));
  const most = mostFound(tree);
  let found = 0;
  for (let i = 0; i < n; i++) {
    collect(prices, source.points, i, potential[i]! - tolerance, most, hits);
    for (let q = 0; q < hits.count; q++) {
      if (arcs.length === arcs.cost.length) arcs.length = 0;
      const v = n + hits.indices[q]!;
      addArc(arcs, i, v, hits.values[q]! + potential[v]!);
      found++;
    }
  }
  return found;
}

/** Mean of the rows next to each column in the tree. */
function partnersOf({ n, count, parent, flow }: Tree, source: Cloud, length: number): Float64Array {
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
