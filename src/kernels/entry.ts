/**
 * What the host calls. Records (a `Simplex`, an array) are passed through only: in WebAssembly they are addresses, which
 * `Kernels.doubles` and `Kernels.ints` make readable.
 */
import { extendCosts } from "./costs.js";
import { Gibbs } from "./gibbs.js";
import { Simplex } from "./simplex.js";
import { Soft } from "./soft.js";
import { targetTransform } from "./start.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles } from "./subset.js";
import { Transform } from "./transform.js";

export {
  addColumns,
  computeRows,
  cutBelow,
  prepareGibbs,
  runEnd,
  runStart,
  scaleRows,
  sumRows,
} from "./gibbs.js";
export {
  extendPotentials,
  improve,
  improveListed,
  isOptimal,
  readPotentials,
  setListed,
  start,
  takeLevels,
} from "./simplex.js";
export { prepareSoft, runSoft } from "./soft.js";
export { forgetAll } from "./subset.js";
export { runTransform } from "./transform.js";

/**
 * A problem with room for so many listed arcs. The host fills points (or, if `dim` is 0, the costs, which have to be kept),
 * masses and source potentials, then calls `start`,
 * then `improve`; or it fills the tree and the list, then calls `takeLevels`, then `improveListed`.
 */
export function newSimplex(n: i32, m: i32, dim: i32, kept: boolean, arcs: i32): Simplex {
  return new Simplex(n, m, dim, kept, arcs);
}

export function sourcePoints(simplex: Simplex): Doubles {
  return simplex.costs.x;
}

export function targetPoints(simplex: Simplex): Doubles {
  return simplex.costs.y;
}

/** Makes the last source, or target, an extra one: at cost `leaving` from all points and `corner` from another such. */
export function addExtra(
  simplex: Simplex,
  extraSource: boolean,
  extraTarget: boolean,
  leaving: f64,
  corner: f64,
): void {
  extendCosts(simplex.costs, extraSource, extraTarget, leaving, corner);
}

/** The kept matrix, row-major, for points of dimension 0: the host fills it. */
export function givenCosts(simplex: Simplex): Doubles {
  return simplex.costs.values;
}

export function masses(simplex: Simplex): Doubles {
  return simplex.masses;
}

export function potentials(simplex: Simplex): Doubles {
  return simplex.potential;
}

export function flows(simplex: Simplex): Doubles {
  return simplex.tree.flow;
}

export function parents(simplex: Simplex): Ints {
  return simplex.tree.parent;
}

/** Nodes in preorder, as a ring. */
export function nextNodes(simplex: Simplex): Ints {
  return simplex.tree.next;
}

/** Nodes of the subtree below each node. */
export function subtreeSizes(simplex: Simplex): Ints {
  return simplex.tree.size;
}

/** -f of the sources, g of the targets. */
export function levels(simplex: Simplex): Doubles {
  return simplex.tree.level;
}

export function listedSources(simplex: Simplex): Ints {
  return simplex.arcs.source;
}

/** Nodes, counted from n. */
export function listedTargets(simplex: Simplex): Ints {
  return simplex.arcs.target;
}

export function listedCosts(simplex: Simplex): Doubles {
  return simplex.arcs.cost;
}

/** Nodes in preorder, backwards: `previous` of the root is the last one. */
export function previousNodes(simplex: Simplex): Ints {
  return simplex.tree.previous;
}

export function root(simplex: Simplex): i32 {
  return simplex.tree.root;
}

/** min_i c_ij - f_i over the kept costs, for the f in `potentials`. O(n m). */
export function targetMinima(simplex: Simplex): Doubles {
  const minima = newDoubles(simplex.costs.m);
  targetTransform(simplex.costs, simplex.potential, minima, 0);
  return minima;
}

/** A c-transform from n points to m; the host fills points and potential, then calls `runTransform`. */
export function newTransform(n: i32, m: i32, dim: i32): Transform {
  return new Transform(n, m, dim);
}

export function transformX(transform: Transform): Doubles {
  return transform.x;
}

export function transformF(transform: Transform): Doubles {
  return transform.f;
}

export function transformY(transform: Transform): Doubles {
  return transform.y;
}

export function transformG(transform: Transform): Doubles {
  return transform.g;
}

/**
 * A soft c-transform from m points to n, for the cost of length scale kappa (0: the squared distance); the host fills
 * points, calls `prepareSoft`, fills h, calls `runSoft`.
 */
export function newSoft(n: i32, m: i32, dim: i32, kappa: f64): Soft {
  return new Soft(n, m, dim, kappa);
}

export function softX(soft: Soft): Doubles {
  return soft.clouds.x;
}

export function softY(soft: Soft): Doubles {
  return soft.clouds.y;
}

export function softH(soft: Soft): Doubles {
  return soft.h;
}

export function softF(soft: Soft): Doubles {
  return soft.f;
}

/**
 * The Gibbs kernel, with room for so many of its rows; the host fills points, calls `prepareGibbs`, fills f and g, calls
 * `computeRows`, fills u and v, calls `sumRows`, `addColumns` or `scaleRows`.
 */
export function newGibbs(n: i32, m: i32, dim: i32, kappa: f64, rows: i32): Gibbs {
  return new Gibbs(n, m, dim, kappa, rows);
}

export function gibbsX(gibbs: Gibbs): Doubles {
  return gibbs.clouds.x;
}

export function gibbsY(gibbs: Gibbs): Doubles {
  return gibbs.clouds.y;
}

export function gibbsF(gibbs: Gibbs): Doubles {
  return gibbs.f;
}

export function gibbsG(gibbs: Gibbs): Doubles {
  return gibbs.g;
}

export function rowFactors(gibbs: Gibbs): Doubles {
  return gibbs.u;
}

export function columnFactors(gibbs: Gibbs): Doubles {
  return gibbs.v;
}

export function rowSums(gibbs: Gibbs): Doubles {
  return gibbs.rowSums;
}

export function columnSums(gibbs: Gibbs): Doubles {
  return gibbs.columnSums;
}

/** The stored rows, row-major. */
export function gibbsValues(gibbs: Gibbs): Doubles {
  return gibbs.values;
}
