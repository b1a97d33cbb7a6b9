import { logarithm } from "./exponential.js";
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

/**
 * Steps of the scalings where only their end counts, once they have found their way. Plain ones, that shrink errors by eta,
 * make the best factor 2 / (1 + sqrt(1 - eta)): this for eta = 8/9. Thibault, Chizat, Dossal and Papadakis 2021.
 */
const OVERSHOT: f64 = 1.5;
const PLAIN_ROUNDS: i32 = 3;

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
  /** LANES numbers each: log u and log v are kept less, and plus, a constant, which may be large where rho is. */
  constants: Doubles;
  /** The masses of the data, and scratch. */
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
    this.constants = newDoubles(LANES);
    this.masses = newDoubles(LANES);
    this.first = newDoubles(LANES);
    this.second = newDoubles(LANES);
  }
}

/** <plan, C> and its derivative through the iterations. @returns false if numbers left the range of doubles. */
export function planCosts(scalings: Scalings): boolean {
  if (!scale(scalings, 1)) return false;
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
  if (!scale(scalings, OVERSHOT)) return false;
  const n = scalings.n;
  const last = scalings.kept === 1 ? 0 : (scalings.rounds - 1) * n * LANES;
  shiftLanes(scalings.logU, 0, n, scalings.constants, 0);
  conjugatePanel(scalings.logU, 0, scalings.epsilon, scalings.rho, scalings.scratch, 0, n);
  dotLanes(scalings.scratch, 0, scalings.data, 0, n, scalings.losses, 0);
  for (let b = 0; b < LANES; b++) scalings.first[b] = -scalings.constants[b];
  shiftLanes(scalings.logV, 0, n, scalings.first, 0);
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

/**
 * All iterations: plain, or with steps longer by the factor `omega`, after each of which f and g exchange the best constant.
 * Should changes grow, steps are plain again.
 */
function scale(scalings: Scalings, omega: f64): boolean {
  const n = scalings.n;
  const panel = n * LANES;
  const exchanges = omega !== 1 && scalings.rho !== Infinity;
  let longest = omega;
  let last: f64 = Infinity;
  if (!prepare(scalings)) return false;
  scalings.rounds = 0;
  while (scalings.rounds < scalings.most) {
    const r = scalings.kept === 1 ? 0 : scalings.rounds;
    if (r !== scalings.rounds) copyPanel(scalings.target, panel, scalings.target, 0, n);
    if (!iterate(scalings, r, scalings.rounds < PLAIN_ROUNDS ? 1 : longest)) return false;
    if (exchanges) exchange(scalings);
    scalings.rounds++;
    const change = largestOff(scalings.logV, 0, scalings.previous, 0, n);
    if (change <= scalings.tolerance) return true;
    if (scalings.rounds > PLAIN_ROUNDS + 1 && change > 2 * last) longest = 1;
    last = change;
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
  clear(scalings.constants, 0, LANES);
  return true;
}

function iterate(scalings: Scalings, r: i32, omega: f64): boolean {
  const n = scalings.n;
  const at = r * n * LANES;
  scalings.forms[2 * r] = positiveProducts(scalings.kernel, scalings.target, at, scalings.rowSums, at);
  if (scalings.forms[2 * r] === NOT) return false;
  for (let b = 0; b < LANES; b++) scalings.first[b] = (scalings.phi - 1) * scalings.constants[b];
  fitScaling(scalings, scalings.data, scalings.rowSums, at, omega, scalings.logU, scalings.source, at);
  scalings.forms[2 * r + 1] = positiveProducts(scalings.kernel, scalings.source, at, scalings.columnSums, at);
  if (scalings.forms[2 * r + 1] === NOT) return false;
  for (let b = 0; b < LANES; b++) scalings.first[b] = (1 - scalings.phi) * scalings.constants[b];
  fitScaling(
    scalings,
    scalings.q,
    scalings.columnSums,
    at,
    omega,
    scalings.logV,
    scalings.target,
    at + n * LANES,
  );
  return true;
}

/** From products to logs and out = weights exp(logs); what the constant is to the logarithms stands in `first`. */
function fitScaling(
  scalings: Scalings,
  weights: Doubles,
  products: Doubles,
  at: i32,
  omega: f64,
  logs: Doubles,
  out: Doubles,
  ot: i32,
): void {
  const phi = scalings.phi;
  raiseScalings(weights, 0, products, at, phi, scalings.first, omega, logs, 0, out, ot, scalings.n);
}

/**
 * f grows and g shrinks by the number where the dual is largest: sum x exp(-f / rho) and sum q exp(-g / rho) are the same
 * then.
 */
function exchange(scalings: Scalings): void {
  const n = scalings.n;
  const scale = scalings.epsilon / scalings.rho;
  expPanel(scalings.logU, 0, -scale, scalings.scratch, 0, n);
  dotLanes(scalings.scratch, 0, scalings.data, 0, n, scalings.first, 0);
  expPanel(scalings.logV, 0, -scale, scalings.scratch, 0, n);
  dotLanes(scalings.scratch, 0, scalings.q, 0, n, scalings.second, 0);
  for (let b = 0; b < LANES; b++) {
    scalings.constants[b] = logarithm(scalings.first[b] / scalings.second[b]) / (2 * scale);
  }
}
