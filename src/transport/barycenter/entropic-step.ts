import { type GibbsKernel, logProducts } from "./gibbs-kernel.js";
import { logPowerMean } from "./power-mean.js";

/** What an entropic barycentre is of. All matrices hold one vector per atom, row after row. */
export interface EntropicProblem {
  readonly kernel: GibbsKernel;
  /** N x n: logarithms of the masses of the atoms; -Infinity for none. */
  readonly logAtoms: Float64Array;
  /** N positive barycentre weights of sum 1. */
  readonly lambda: Float64Array;
  /** How hard the marginals are held to, in units of cost; Infinity holds them exactly. */
  readonly rho: number;
}

/** One iteration, all of it in logarithms: what a derivative through the iterations needs is here. */
export interface EntropicState {
  /** N x n. */
  readonly logU: Float64Array;
  /** N x m: of K^T u_s. */
  readonly logA: Float64Array;
  /** m: of the barycentre. */
  readonly logQ: Float64Array;
  /** N x m. */
  readonly logV: Float64Array;
}

/**
 * One iteration of the scaling algorithm for barycentres, from log v alone:
 *
 *   u_s = (D_s / K v_s)^phi,   a_s = K^T u_s,   q = (sum_s lambda_s a_s^(1-phi))^(1/(1-phi)),   v_s = (q / a_s)^phi
 *
 * with K = exp(-c / epsilon) and phi = rho / (rho + epsilon). For rho = Infinity q is the geometric mean, and this is the
 * projection algorithm of Benamou et al.
 *
 * It ends in the minimum over q and plans p_s of
 * sum_s lambda_s (<c, p_s> + rho KL(p_s 1 | D_s) + rho KL(p_s^T 1 | q) + epsilon sum p_s (log p_s - 1)).
 *
 * O(N n m) time. Chizat, Peyré, Schmitzer and Vialard 2018, section 5.3; Benamou, Carlier, Cuturi, Nenna and Peyré 2015,
 * section 3.2.
 */
export function entropicStep(problem: EntropicProblem, logV: Float64Array): EntropicState {
  const { kernel, logAtoms, lambda, rho } = problem;
  const count = lambda.length;
  const phi = rho === Infinity ? 1 : rho / (rho + kernel.epsilon);
  const logU = damped(logAtoms, logProducts(kernel.forward, logV, count), phi);
  const logA = logProducts(kernel.backward, logU, count);
  const logQ = logPowerMean(logA, lambda, rho === Infinity ? 0 : kernel.epsilon / (rho + kernel.epsilon));
  return { logU, logA, logQ, logV: dampedFromOne(logQ, logA, phi) };
}

/** phi (numerator - denominator), entry by entry. */
function damped(numerator: Float64Array, denominator: Float64Array, phi: number): Float64Array {
  return numerator.map((value, p) => phi * (value - denominator[p]!));
}

/** The same with one numerator for every row. */
function dampedFromOne(numerator: Float64Array, denominators: Float64Array, phi: number): Float64Array {
  const size = numerator.length;
  return denominators.map((value, p) => phi * (numerator[p % size]! - value));
}
