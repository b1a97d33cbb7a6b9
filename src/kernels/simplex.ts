import { Arcs, addArc } from "./arcs.js";
import { Costs, loadRow, prepareCosts } from "./costs.js";
import { Forest } from "./forest.js";
import { greedyForest } from "./greedy.js";
import { pivot } from "./pivot.js";
import { spanForest } from "./spanning.js";
import { startArcs } from "./start.js";
import {
  type Doubles,
  type f64,
  firstBelow,
  type i32,
  leastDifference,
  newDoubles,
  toInt,
} from "./subset.js";
import { leastOver } from "./transform.js";
import { recomputeLevels, Tree } from "./tree.js";

/** Smallest block of arcs from which the entering one is chosen. */
const SMALLEST_BLOCK: i32 = 24;

/** Arcs of a block, as a multiple of the root of how many are listed. */
const BLOCK_PER_ROOT: f64 = 1.5;

/** How much more than the tolerance an arc has to gain at first. */
const LOOSE: f64 = 100;

/** What the solver is doing: pivots over listed arcs, or over the best arc of each row. */
const LISTED: i32 = 0;
const ROWS: i32 = 1;
const OPTIMAL: i32 = 2;

/** A dense transport problem and the state of its solution. */
export class Simplex {
  costs: Costs;
  tree: Tree;
  arcs: Arcs;
  /** Masses in whole units: of the sources, then of the targets. To be filled by the caller. */
  masses: Doubles;
  /** f of the sources, then g of the targets. The caller gives f, `start` overwrites both, `readPotentials` renews them. */
  potential: Doubles;
  pivots: i32;
  /** What is to be done next: LISTED, ROWS or OPTIMAL. */
  phase: i32;
  /** Where the scan of the list, or of the rows, goes on. */
  place: i32;
  /** Pivots since the scan of the rows began, and the least reduced cost that it met. */
  entered: i32;
  worst: f64;
  /** What `improve` may still read before it returns. */
  readsLeft: f64;
  /** May arcs enter that are below 0 by little more than rounding? */
  strict: boolean;

  constructor(n: i32, m: i32, dim: i32, kept: boolean, arcs: i32) {
    this.costs = new Costs(n, m, dim, kept);
    this.tree = new Tree(n, m);
    this.arcs = new Arcs(arcs);
    this.masses = newDoubles(n + m);
    this.potential = newDoubles(n + m);
    this.pivots = 0;
    this.phase = LISTED;
    this.place = 0;
    this.entered = 0;
    this.worst = 0;
    this.readsLeft = 0;
    this.strict = false;
  }
}

/** A feasible tree to begin with, from the source potentials in `potential`; what was solved before is given up. */
export function start(simplex: Simplex): void {
  simplex.arcs.length = 0;
  simplex.phase = LISTED;
  simplex.place = 0;
  simplex.strict = false;
  const costs = simplex.costs;
  const tree = simplex.tree;
  const nodes = tree.count;
  prepareCosts(costs);
  const window = startArcs(costs, simplex.masses, simplex.potential, simplex.arcs);
  const forest = new Forest(nodes);
  for (let v = 0; v < nodes; v++) forest.open[v] = simplex.masses[v];
  greedyForest(costs, forest, simplex.potential, simplex.arcs, window);
  spanForest(tree, forest, costs, simplex.potential);
}

/**
 * Goes on until no arc has a reduced cost below -tolerance, or `most` pivots were made, or about `mostReads` coordinates
 * or kept costs were read: until `isOptimal`, if it is called again.
 *
 * @param tolerance a few units in the last place of a potential. As long as better arcs are found, those below -100 times
 *   as much are all that enter: that saves pivots that rounding would undo.
 * @returns the pivots made.
 */
export function improve(simplex: Simplex, tolerance: f64, most: i32, mostReads: f64): i32 {
  const before = simplex.pivots;
  const limit = before + most;
  simplex.readsLeft = mostReads;
  while (simplex.phase !== OPTIMAL && simplex.pivots < limit && simplex.readsLeft > 0) {
    const entering = simplex.strict ? tolerance : LOOSE * tolerance;
    if (simplex.phase === LISTED) priceList(simplex, entering, limit);
    else priceRows(simplex, entering, tolerance, limit);
  }
  return simplex.pivots - before;
}

export function isOptimal(simplex: Simplex): boolean {
  return simplex.phase === OPTIMAL;
}

/** As `improve`, but over the listed arcs alone; to be called until it makes fewer pivots than `most`. */
export function improveListed(simplex: Simplex, tolerance: f64, most: i32): i32 {
  const before = simplex.pivots;
  if (most > 0) priceList(simplex, tolerance, before + most);
  return simplex.pivots - before;
}

/** Levels from the potential of the root, which the caller has set; whether the tree is optimal has to be seen again. */
export function takeLevels(simplex: Simplex, root: i32): void {
  simplex.phase = LISTED;
  simplex.place = 0;
  simplex.strict = false;
  simplex.tree.root = root;
  simplex.tree.level[root] = root < simplex.costs.n ? -simplex.potential[root] : simplex.potential[root];
  recomputeLevels(simplex.tree, simplex.costs);
}

/** How many arcs the caller has listed. */
export function setListed(simplex: Simplex, length: i32): void {
  simplex.arcs.length = length;
  simplex.place = 0;
}

/**
 * Pivots over the listed arcs until none has reduced cost below -tolerance: the most negative arc of each block
 * enters, blocks going round the list (Grigoriadis 1986).
 */
function priceList(simplex: Simplex, tolerance: f64, limit: i32): void {
  const tree = simplex.tree;
  const level = tree.level;
  const source = simplex.arcs.source;
  const target = simplex.arcs.target;
  const cost = simplex.arcs.cost;
  const length = simplex.arcs.length;
  const root = toInt(BLOCK_PER_ROOT * Math.sqrt(length));
  const wanted = root > SMALLEST_BLOCK ? root : SMALLEST_BLOCK;
  const block = length < wanted ? length : wanted;
  let e = simplex.place;
  let clean: i32 = 0; // arcs seen since the last pivot
  while (clean < length) {
    let entering: i32 = -1;
    let least = -tolerance;
    for (let left = block; left > 0; ) {
      const end = length < e + left ? length : e + left;
      left -= end - e;
      for (; e < end; e++) {
        const reduced = cost[e] + level[source[e]] - level[target[e]];
        if (reduced < least) {
          least = reduced;
          entering = e;
        }
      }
      if (e === length) e = 0;
    }
    clean += block;
    if (entering < 0) continue;
    pivot(tree, source[entering], target[entering], least);
    clean = 0;
    if (++simplex.pivots === limit) {
      simplex.place = e;
      return;
    }
  }
  simplex.phase = ROWS;
  simplex.place = 0;
}

/**
 * One scan of all arcs: the least arc of each row, if it may enter, does and joins the list. The solution is optimal if
 * no arc is below -tolerance; if none is below -entering, such arcs may enter from now on.
 */
function priceRows(simplex: Simplex, entering: f64, tolerance: f64, limit: i32): void {
  const costs = simplex.costs;
  const tree = simplex.tree;
  const n = costs.n;
  const m = costs.m;
  const level = tree.level;
  if (simplex.place === 0) {
    recomputeLevels(tree, costs);
    simplex.entered = 0;
    simplex.worst = 0;
  }
  const reads: f64 = costs.kept ? m : m * costs.dim;
  for (let i = simplex.place; i < n; i++) {
    if (simplex.readsLeft <= 0) {
      simplex.place = i;
      return;
    }
    simplex.readsLeft -= reads;
    const at = loadRow(costs, i);
    const least = leastDifference(costs.values, at, level, n, m);
    const reduced = least + level[i];
    if (reduced < simplex.worst) simplex.worst = reduced;
    if (!(reduced < -entering)) continue;
    const v = n + firstBelow(costs.values, at, level, n, 0, m, least);
    addArc(simplex.arcs, i, v, costs.values[at + v - n]);
    pivot(tree, i, v, reduced);
    simplex.entered++;
    if (++simplex.pivots === limit) {
      simplex.place = i + 1;
      return;
    }
  }
  simplex.place = 0;
  simplex.phase = LISTED;
  if (simplex.entered > 0) return;
  if (simplex.worst < -tolerance) simplex.strict = true;
  else simplex.phase = OPTIMAL;
}

/**
 * Source potentials of a problem from the target potentials of a coarser one: f_i = min_J |x_i - y_J|^2 - g_J.
 * O(n m d) for the m coarse targets.
 */
export function extendPotentials(fine: Simplex, coarse: Simplex): void {
  const given = coarse.costs;
  const own = fine.costs;
  leastOver(given.y, given.m, coarse.tree.level, given.n, own.x, own.n, own.dim, fine.potential);
}

/** Potentials of the tree: f_i + g_j = c_ij on its arcs. */
export function readPotentials(simplex: Simplex): Doubles {
  const n = simplex.costs.n;
  const level = simplex.tree.level;
  const potential = simplex.potential;
  for (let v = 0; v < simplex.tree.count; v++) potential[v] = v < n ? -level[v] : level[v];
  return potential;
}
