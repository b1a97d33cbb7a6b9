import { exponential, logarithm, logarithmOfOnePlus } from "../../numeric/elementary.js";

/** Below this modulus differences of exponentials and logarithms are sums of few terms. */
const SMALL = 0.25;

/**
 * What a marginal may cost at a point: the conjugate rho (1 - exp(-f / rho)) of rho KL, f itself for rho = Infinity. At most
 * f; right to a few units in the last place for f / rho however small.
 */
export function conjugate(f: number, rho: number): number {
  return rho === Infinity ? f : -rho * exponentialMinusOne(-f / rho);
}

function exponentialMinusOne(x: number): number {
  return Math.abs(x) <= SMALL ? x + beyondFirstOrder(x) : exponential(x) - 1;
}

/** exp(x) - 1 - x for |x| <= 1/4, to full relative precision: the next term is below 2^-57 of the sum. */
export function beyondFirstOrder(x: number): number {
  let sum = 1;
  for (let n = 13; n > 2; n--) sum = 1 + (sum * x) / n;
  return (x * x * sum) / 2;
}

/**
 * KL at a point: p log(p / q) - p + q, at least 0, Infinity where p > 0 = q. Near p = q as q (x^2/2 + x^3/3 + ...) with
 * x = log(p / q), which keeps its digits where the three terms would lose them.
 */
export function divergenceAt(p: number, q: number): number {
  if (p === 0) return q;
  if (q === 0) return Infinity;
  const off = (p - q) / q;
  if (Math.abs(off) > SMALL) return p * logRatio(p, q) - p + q;
  const x = logarithmOfOnePlus(off);
  return q * (x * x + (x - 1) * beyondFirstOrder(x));
}

/** Quotients between this and its inverse have all their digits. */
const LEAST_RATIO = 1e-300;

/** log(p / q) of positive numbers, however far apart. */
export function logRatio(p: number, q: number): number {
  const ratio = p / q;
  const isUsable = ratio > LEAST_RATIO && ratio < 1 / LEAST_RATIO;
  return isUsable ? logarithm(ratio) : logarithm(p) - logarithm(q);
}
