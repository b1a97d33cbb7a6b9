import { logarithm, powerOfTwo } from "./exponential.js";
import {
  addPanel,
  conjugatePanel,
  copyPanel,
  dividePanels,
  dotLanes,
  expPanel,
  LANES,
  largestOff,
  leastLanes,
  multiplyPanel,
  multiplyPanels,
  raiseScalings,
  scaleLanes,
  shiftLanes,
  sumLanes,
} from "./panels.js";
import { clear } from "./products.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles, newInts } from "./subset.js";
import { NOT, positiveProducts, productsBy, type Symmetric } from "./symmetric.js";
import { LOG2_E } from "./terms.js";

/** A barycentre this small somewhere is left to logarithms. */
const LEAST: f64 = 1e-280;

/**
 * Entropic transport with relaxed marginals between eight rows of data x and eight barycentres q: plans
 * diag(x u) K diag(q v) with
 *
 *   u = (K (q v))^-phi,  v = (K (x u))^-phi,  phi = rho / (rho + epsilon)
 *
 * from v = 1 on, until log v changes nowhere by more than the tolerance. For rho = Infinity q is brought to the mass of x.
 */
export class Scalings {
  kernel: Symmetric;
  n: i32;
  epsilon: f64;
  rho: f64;
  phi: f64;
  /** Most iterations. */
  most: i32;
  tolerance: f64;
  /** n x n, to be filled by the caller: C_ij K_ij. */
  costs: Doubles;
  /** Panels, to be filled by the caller: the data and log q. */
  data: Doubles;
  logQ: Doubles;
  /** A panel and LANES: derivative by log q, and the losses. */
  byLogQ: Doubles;
  losses: Doubles;
  /** Iterations done, and how many of them are kept: all or one. */
  rounds: i32;
  kept: i32;
  /** Panels of the iterations: q v before each and at the end, K (q v), x u, K (x u). */
  target: Doubles;
  rowSums: Doubles;
  source: Doubles;
  columnSums: Doubles;
  forms: Ints;
  /** Panels. */
  q: Doubles;
  logU: Doubles;
  logV: Doubles;
  previous: Doubles;
  bySource: Doubles;
  byTarget: Doubles;
  scratch: Doubles;
  /** LANES numbers each: the masses of the data, and scratch. */
  masses: Doubles;
  first: Doubles;
  second: Doubles;

  constructor(kernel: Symmetric, epsilon: f64, rho: f64, most: i32, tolerance: f64, keepsAll: boolean) {
    const n = kernel.n;
    const kept = keepsAll ? most : 1;
    const panel = n * LANES;
    this.kernel = kernel;
    this.n = n;
    this.epsilon = epsilon;
    this.rho = rho;
    this.phi = rho === Infinity ? 1 : rho / (rho + epsilon);
    this.most = most;
    this.tolerance = tolerance;
    this.costs = newDoubles(n * n);
    this.data = newDoubles(panel);
    this.logQ = newDoubles(panel);
    this.byLogQ = newDoubles(panel);
    this.losses = newDoubles(LANES);
    this.rounds = 0;
    this.kept = kept;
    this.target = newDoubles((kept + 1) * panel);
    this.rowSums = newDoubles(kept * panel);
    this.source = newDoubles(kept * panel);
    this.columnSums = newDoubles(kept * panel);
    this.forms = newInts(2 * kept);
    this.q = newDoubles(panel);
    this.logU = newDoubles(panel);
    this.logV = newDoubles(panel);
    this.previous = newDoubles(panel);
    this.bySource = newDoubles(panel);
    this.byTarget = newDoubles(panel);
    this.scratch = newDoubles(panel);
    this.masses = newDoubles(LANES);
    this.first = newDoubles(LANES);
    this.second = newDoubles(LANES);
  }
}

/** <plan, C> and its derivative through the iterations. @returns false if numbers left the range of doubles. */
export function planCosts(scalings: Scalings): boolean {
  if (!scale(scalings, false)) return false;
  const n = scalings.n;
  const panel = n * LANES;
  const last = (scalings.rounds - 1) * panel;
  multiplyPanel(scalings.costs, 0, n, n, scalings.target, last + panel, scalings.scratch, 0);
  multiplyPanels(scalings.source, last, scalings.scratch, 0, scalings.bySource, 0, n);
  sumLanes(scalings.bySource, 0, n, scalings.losses, 0);
  multiplyPanel(scalings.costs, 0, n, n, scalings.source, last, scalings.scratch, 0);
  multiplyPanels(scalings.target, last + panel, scalings.scratch, 0, scalings.byTarget, 0, n);
  throughRounds(scalings);
  fromMass(scalings);
  return true;
}

/** Backwards through the rounds, until what is left is below the tolerance. */
function throughRounds(scalings: Scalings): void {
  const n = scalings.n;
  const panel = n * LANES;
  copyPanel(scalings.byTarget, 0, scalings.byLogQ, 0, n);
  clear(scalings.previous, 0, panel);
  const negligible = scalings.tolerance * largestOff(scalings.byTarget, 0, scalings.previous, 0, n);
  for (let r = scalings.rounds - 1; r >= 0; r--) {
    const at = r * panel;
    dividePanels(scalings.byTarget, 0, scalings.columnSums, at, -scalings.phi, scalings.scratch, 0, n);
    productsBy(scalings.kernel, scalings.forms[2 * r + 1], scalings.scratch, 0, scalings.byTarget, 0);
    multiplyPanels(scalings.source, at, scalings.byTarget, 0, scalings.scratch, 0, n);
    addPanel(scalings.bySource, 0, scalings.scratch, 0, 1, n);
    dividePanels(scalings.bySource, 0, scalings.rowSums, at, -scalings.phi, scalings.scratch, 0, n);
    productsBy(scalings.kernel, scalings.forms[2 * r], scalings.scratch, 0, scalings.byTarget, 0);
    multiplyPanels(scalings.target, at, scalings.byTarget, 0, scalings.byTarget, 0, n);
    addPanel(scalings.byLogQ, 0, scalings.byTarget, 0, 1, n);
    if (largestOff(scalings.byTarget, 0, scalings.previous, 0, n) <= negligible) return;
    clear(scalings.bySource, 0, panel);
  }
}

/**
 * The dual value  sum x rho (1 - exp(-f / rho)) + sum q rho (1 - exp(-g / rho)) - epsilon (sum p - sum x sum q)  and its
 * derivative with the potentials held. @returns false if numbers left the range of doubles.
 */
export function dualValues(scalings: Scalings): boolean {
  if (!scale(scalings, scalings.rho !== Infinity)) return false;
  const n = scalings.n;
  const last = scalings.kept === 1 ? 0 : (scalings.rounds - 1) * n * LANES;
  conjugatePanel(scalings.logU, 0, scalings.epsilon, scalings.rho, scalings.scratch, 0, n);
  dotLanes(scalings.scratch, 0, scalings.data, 0, n, scalings.losses, 0);
  conjugatePanel(scalings.logV, 0, scalings.epsilon, scalings.rho, scalings.scratch, 0, n);
  for (let b = 0; b < LANES; b++) scalings.first[b] = scalings.epsilon * scalings.masses[b];
  shiftLanes(scalings.scratch, 0, n, scalings.first, 0);
  multiplyPanels(scalings.q, 0, scalings.scratch, 0, scalings.byLogQ, 0, n);
  multiplyPanels(scalings.target, last + n * LANES, scalings.columnSums, last, scalings.scratch, 0, n);
  addPanel(scalings.byLogQ, 0, scalings.scratch, 0, -scalings.epsilon, n);
  sumLanes(scalings.byLogQ, 0, n, scalings.first, 0);
  for (let b = 0; b < LANES; b++) scalings.losses[b] += scalings.first[b];
  fromMass(scalings);
  return true;
}

/** For rho = Infinity: the derivative by log q before it was brought to the mass of the data. */
function fromMass(scalings: Scalings): void {
  if (scalings.rho !== Infinity) return;
  const n = scalings.n;
  sumLanes(scalings.byLogQ, 0, n, scalings.first, 0);
  for (let b = 0; b < LANES; b++) scalings.first[b] = -scalings.first[b] / scalings.masses[b];
  copyPanel(scalings.q, 0, scalings.scratch, 0, n);
  scaleLanes(scalings.scratch, 0, n, scalings.first, 0);
  addPanel(scalings.byLogQ, 0, scalings.scratch, 0, 1, n);
}

/** All iterations. With `exchanges` f and g exchange the best constant after each. */
function scale(scalings: Scalings, exchanges: boolean): boolean {
  const n = scalings.n;
  const panel = n * LANES;
  if (!prepare(scalings)) return false;
  scalings.rounds = 0;
  while (scalings.rounds < scalings.most) {
    const r = scalings.kept === 1 ? 0 : scalings.rounds;
    if (r !== scalings.rounds) copyPanel(scalings.target, panel, scalings.target, 0, n);
    if (!iterate(scalings, r)) return false;
    if (exchanges) exchange(scalings, r * panel);
    scalings.rounds++;
    const change = largestOff(scalings.logV, 0, scalings.previous, 0, n);
    if (change <= scalings.tolerance) return true;
    copyPanel(scalings.logV, 0, scalings.previous, 0, n);
  }
  return true;
}

function prepare(scalings: Scalings): boolean {
  const n = scalings.n;
  sumLanes(scalings.data, 0, n, scalings.masses, 0);
  expPanel(scalings.logQ, 0, 1, scalings.q, 0, n);
  if (scalings.rho === Infinity) {
    sumLanes(scalings.q, 0, n, scalings.first, 0);
    for (let b = 0; b < LANES; b++) scalings.first[b] = scalings.masses[b] / scalings.first[b];
    scaleLanes(scalings.q, 0, n, scalings.first, 0);
  }
  leastLanes(scalings.q, 0, n, scalings.first, 0);
  for (let b = 0; b < LANES; b++) if (!(scalings.first[b] >= LEAST)) return false;
  copyPanel(scalings.q, 0, scalings.target, 0, n);
  clear(scalings.previous, 0, n * LANES);
  return true;
}

function iterate(scalings: Scalings, r: i32): boolean {
  const n = scalings.n;
  const at = r * n * LANES;
  const next = at + n * LANES;
  const phi = scalings.phi;
  scalings.forms[2 * r] = positiveProducts(scalings.kernel, scalings.target, at, scalings.rowSums, at);
  if (scalings.forms[2 * r] === NOT) return false;
  raiseScalings(scalings.data, 0, scalings.rowSums, at, phi, scalings.logU, 0, scalings.source, at, n);
  scalings.forms[2 * r + 1] = positiveProducts(scalings.kernel, scalings.source, at, scalings.columnSums, at);
  if (scalings.forms[2 * r + 1] === NOT) return false;
  raiseScalings(scalings.q, 0, scalings.columnSums, at, phi, scalings.logV, 0, scalings.target, next, n);
  return true;
}

/**
 * f grows and g shrinks by the number where the dual is largest, rho / 2 log(sum x exp(-f / rho) / sum q exp(-g / rho)). Of a
 * plan that u, or v, has just been fitted to these are the sums.
 */
function exchange(scalings: Scalings, at: i32): void {
  const n = scalings.n;
  const next = at + n * LANES;
  dotLanes(scalings.source, at, scalings.rowSums, at, n, scalings.first, 0);
  dotLanes(scalings.target, next, scalings.columnSums, at, n, scalings.second, 0);
  const half = scalings.rho / (2 * scalings.epsilon);
  for (let b = 0; b < LANES; b++)
    scalings.first[b] = half * logarithm(scalings.first[b] / scalings.second[b]);
  shiftLanes(scalings.logU, 0, n, scalings.first, 0);
  for (let b = 0; b < LANES; b++) scalings.second[b] = -scalings.first[b];
  shiftLanes(scalings.logV, 0, n, scalings.second, 0);
  for (let b = 0; b < LANES; b++) scalings.first[b] = powerOfTwo(scalings.first[b] * LOG2_E);
  scaleLanes(scalings.source, at, n, scalings.first, 0);
  scaleLanes(scalings.columnSums, at, n, scalings.first, 0);
  for (let b = 0; b < LANES; b++) scalings.second[b] = powerOfTwo(scalings.second[b] * LOG2_E);
  scaleLanes(scalings.target, next, n, scalings.second, 0);
}
