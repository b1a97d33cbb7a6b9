/**
 * What the host calls for exact transport. Records (a `Simplex`, an array) are passed through only: in WebAssembly they are addresses,
 * which `Kernels.doubles` and `Kernels.ints` make readable.
 */
import { extendCosts } from "./costs.js";
import { Simplex } from "./simplex.js";
import { targetTransform } from "./start.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles } from "./subset.js";
import { Transform } from "./transform.js";

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
