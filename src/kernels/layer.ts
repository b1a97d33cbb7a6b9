import {
  addAcross,
  addPanel,
  dividePanels,
  expPanel,
  fillLanes,
  LANES,
  logPanel,
  meanAdjoint,
  multiplyPanels,
  powerMeanPanels,
  raiseQuotients,
} from "./panels.js";
import { clear } from "./products.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles, newInts } from "./subset.js";
import { NOT, positiveProducts, productsBy, type Symmetric } from "./symmetric.js";

/**
 * Eight entropic barycentres of the same k atoms with n entries: iterations of
 *
 *   u_s = (D_s / K v_s)^phi,  a_s = K u_s,  q = (sum_s lambda_s a_s^t)^(1/t),  v_s = (q / a_s)^phi,  t = 1 - phi
 *
 * from v = 1 on. The first a_s, the same for all, is given; what later ones need on the way back is kept.
 */
export class Layer {
  kernel: Symmetric;
  n: i32;
  atoms: i32;
  iterations: i32;
  phi: f64;
  t: f64;
  /** k x n, to be filled by the caller: log D and the first log a. */
  logAtoms: Doubles;
  firstLogs: Doubles;
  /** k x LANES, to be filled by the caller. */
  weights: Doubles;
  /** Panels, atom after atom, iteration after iteration from the second on. */
  v: Doubles;
  rowSums: Doubles;
  u: Doubles;
  a: Doubles;
  /** log a - log q, from the first iteration on. */
  off: Doubles;
  /** By what the two products of each were computed. */
  forms: Ints;
  /** A panel: the result, and the derivative by it, to be filled by the caller. */
  logQ: Doubles;
  byLogQ: Doubles;
  /** k x LANES: derivative by the weights. */
  byWeights: Doubles;
  /** k x n, added to: derivatives by log D, but for what comes through the first a, and by the first log a. */
  byLogAtoms: Doubles;
  byFirstLogs: Doubles;
  /** Panels: derivatives by log v, atom after atom. */
  byLogV: Doubles;
  scratch: Doubles;
  other: Doubles;

  constructor(kernel: Symmetric, atoms: i32, iterations: i32, phi: f64, t: f64) {
    const n = kernel.n;
    const panels = atoms * n * LANES;
    this.kernel = kernel;
    this.n = n;
    this.atoms = atoms;
    this.iterations = iterations;
    this.phi = phi;
    this.t = t;
    this.logAtoms = newDoubles(atoms * n);
    this.firstLogs = newDoubles(atoms * n);
    this.weights = newDoubles(atoms * LANES);
    this.v = newDoubles((iterations - 1) * panels);
    this.rowSums = newDoubles((iterations - 1) * panels);
    this.u = newDoubles((iterations - 1) * panels);
    this.a = newDoubles((iterations - 1) * panels);
    this.off = newDoubles(iterations * panels);
    this.forms = newInts(2 * iterations * atoms);
    this.logQ = newDoubles(n * LANES);
    this.byLogQ = newDoubles(n * LANES);
    this.byWeights = newDoubles(atoms * LANES);
    this.byLogAtoms = newDoubles(atoms * n);
    this.byFirstLogs = newDoubles(atoms * n);
    this.byLogV = newDoubles(panels);
    this.scratch = newDoubles(n * LANES);
    this.other = newDoubles(n * LANES);
  }
}

/** Computes logQ. @returns false if numbers left the range of doubles: nothing is to be used then. */
export function runLayer(layer: Layer): boolean {
  const n = layer.n;
  for (let s = 0; s < layer.atoms; s++) fillLanes(layer.off, s * n * LANES, layer.firstLogs, s * n, n);
  powerMeanPanels(layer.off, 0, layer.weights, layer.atoms, layer.t, layer.logQ, 0, n);
  for (let r = 1; r < layer.iterations; r++) if (!iterate(layer, r)) return false;
  return true;
}

function iterate(layer: Layer, r: i32): boolean {
  const n = layer.n;
  const panel = n * LANES;
  for (let s = 0; s < layer.atoms; s++) {
    const before = ((r - 1) * layer.atoms + s) * panel; // of arrays that begin with the second iteration, it is the place too
    const place = 2 * ((r - 1) * layer.atoms + s);
    expPanel(layer.off, before, -layer.phi, layer.v, before, n);
    layer.forms[place] = positiveProducts(layer.kernel, layer.v, before, layer.rowSums, before);
    if (layer.forms[place] === NOT) return false;
    raiseQuotients(layer.logAtoms, s * n, layer.rowSums, before, layer.phi, layer.u, before, n);
    layer.forms[place + 1] = positiveProducts(layer.kernel, layer.u, before, layer.a, before);
    if (layer.forms[place + 1] === NOT) return false;
    logPanel(layer.a, before, layer.off, before + layer.atoms * panel, n);
  }
  powerMeanPanels(layer.off, r * layer.atoms * panel, layer.weights, layer.atoms, layer.t, layer.logQ, 0, n);
  return true;
}

/**
 * Backwards from byLogQ, which is changed, to byWeights, and added to byLogAtoms and byFirstLogs. The derivative by the
 * weights is that along the simplex. Through the first iteration, the same for all, the caller has to go on.
 */
export function differentiateLayer(layer: Layer): void {
  const panel = layer.n * LANES;
  clear(layer.byLogV, 0, layer.atoms * panel);
  clear(layer.byWeights, 0, layer.atoms * LANES);
  for (let r = layer.iterations - 1; r > 0; r--) {
    for (let s = 0; s < layer.atoms; s++) throughAtom(layer, r, s);
    clear(layer.byLogQ, 0, panel);
    for (let s = 0; s < layer.atoms; s++) {
      addPanel(layer.byLogQ, 0, layer.byLogV, s * panel, layer.phi, layer.n);
    }
  }
  for (let s = 0; s < layer.atoms; s++) {
    throughMean(layer, 0, s);
    addAcross(layer.byFirstLogs, s * layer.n, layer.scratch, 0, layer.n, 1);
  }
}

/** To scratch: the derivative by log a_s of iteration r. */
function throughMean(layer: Layer, r: i32, s: i32): void {
  const panel = layer.n * LANES;
  meanAdjoint(
    layer.byLogQ,
    layer.off,
    (r * layer.atoms + s) * panel,
    layer.byLogV,
    s * panel,
    layer.weights,
    s * LANES,
    layer.t,
    layer.phi,
    layer.scratch,
    0,
    layer.byWeights,
    s * LANES,
    layer.n,
  );
}

/** From the derivative by log v_s of iteration r to that of the one before. */
function throughAtom(layer: Layer, r: i32, s: i32): void {
  const n = layer.n;
  const panel = n * LANES;
  const before = ((r - 1) * layer.atoms + s) * panel;
  const place = 2 * ((r - 1) * layer.atoms + s);
  throughMean(layer, r, s);
  dividePanels(layer.scratch, 0, layer.a, before, 1, layer.scratch, 0, n);
  productsBy(layer.kernel, layer.forms[place + 1], layer.scratch, 0, layer.other, 0);
  multiplyPanels(layer.u, before, layer.other, 0, layer.other, 0, n);
  addAcross(layer.byLogAtoms, s * n, layer.other, 0, n, layer.phi);
  dividePanels(layer.other, 0, layer.rowSums, before, -layer.phi, layer.scratch, 0, n);
  productsBy(layer.kernel, layer.forms[place], layer.scratch, 0, layer.other, 0);
  multiplyPanels(layer.v, before, layer.other, 0, layer.byLogV, s * panel, n);
}
