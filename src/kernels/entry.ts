/**
 * What the host calls. Records (a `Simplex`, an array) are passed through only: in WebAssembly they are addresses, which
 * `Kernels.doubles` and `Kernels.ints` make readable.
 */
import { extendCosts } from "./costs.js";
import { Gibbs } from "./gibbs.js";
import { Layer } from "./layer.js";
import { Scalings } from "./scalings.js";
import { Simplex } from "./simplex.js";
import { Soft } from "./soft.js";
import { targetTransform } from "./start.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles } from "./subset.js";
import { Symmetric } from "./symmetric.js";
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
export { differentiateLayer, runLayer } from "./layer.js";
export { dualValues, planCosts } from "./scalings.js";
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

/** A symmetric matrix of entries from 0 to 1, and its short form; the host fills all of it. */
export function newSymmetric(n: i32, parts: i32, evenRank: i32, oddRank: i32): Symmetric {
  return new Symmetric(n, parts, evenRank, oddRank);
}

export function symmetricEntries(symmetric: Symmetric): Doubles {
  return symmetric.entries;
}

export function evenPart(symmetric: Symmetric): Doubles {
  return symmetric.even;
}

export function evenTransposed(symmetric: Symmetric): Doubles {
  return symmetric.evenTransposed;
}

export function oddPart(symmetric: Symmetric): Doubles {
  return symmetric.odd;
}

export function oddTransposed(symmetric: Symmetric): Doubles {
  return symmetric.oddTransposed;
}

/**
 * Eight barycentres at a time; the host fills atoms and weights, calls `runLayer`, fills the derivative by log q, calls
 * `differentiateLayer`.
 */
export function newLayer(kernel: Symmetric, atoms: i32, iterations: i32, phi: f64, t: f64): Layer {
  return new Layer(kernel, atoms, iterations, phi, t);
}

export function layerLogAtoms(layer: Layer): Doubles {
  return layer.logAtoms;
}

export function layerFirstLogs(layer: Layer): Doubles {
  return layer.firstLogs;
}

export function layerWeights(layer: Layer): Doubles {
  return layer.weights;
}

export function layerLogQ(layer: Layer): Doubles {
  return layer.logQ;
}

export function layerByLogQ(layer: Layer): Doubles {
  return layer.byLogQ;
}

export function layerByWeights(layer: Layer): Doubles {
  return layer.byWeights;
}

export function layerByLogAtoms(layer: Layer): Doubles {
  return layer.byLogAtoms;
}

export function layerByFirstLogs(layer: Layer): Doubles {
  return layer.byFirstLogs;
}

/** Eight transport losses at a time; the host fills costs, data and log q, calls `planCosts` or `dualValues`. */
export function newScalings(
  kernel: Symmetric,
  epsilon: f64,
  rho: f64,
  most: i32,
  tolerance: f64,
  keepsAll: boolean,
): Scalings {
  return new Scalings(kernel, epsilon, rho, most, tolerance, keepsAll);
}

export function scalingCosts(scalings: Scalings): Doubles {
  return scalings.costs;
}

export function scalingData(scalings: Scalings): Doubles {
  return scalings.data;
}

export function scalingLogQ(scalings: Scalings): Doubles {
  return scalings.logQ;
}

export function scalingByLogQ(scalings: Scalings): Doubles {
  return scalings.byLogQ;
}

export function scalingLosses(scalings: Scalings): Doubles {
  return scalings.losses;
}

export function scalingRounds(scalings: Scalings): i32 {
  return scalings.rounds;
}
