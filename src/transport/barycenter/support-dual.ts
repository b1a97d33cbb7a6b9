import { compensatedSum } from "../../numeric/sum.js";
import { conjugate } from "./marginal-penalty.js";
import { logPowerMean } from "./power-mean.js";
import { type SupportProblem, TERM_ROUNDING } from "./support-problem.js";

/** Potentials g_s of the barycentre's side, N x m, and the lower bound that they prove. */
export interface SupportDual {
  readonly potentials: Float64Array;
  readonly lower: number;
}

/** Rounds of improvement at most, and the relative gain below which another is not worth its time. */
const ROUNDS = 30;
const LEAST_GAIN = 1e-5;

/**
 * Lower bound of the barycentre problem on a fixed support by its dual, from any potentials g_s:
 *
 *   maximise  sum_s lambda_s sum_i D_si rho (1 - exp(-f_si / rho))
 *   subject to  f_si + g_sj <= c_ij  and  sum_s lambda_s exp(-g_sj / rho) <= 1,
 *
 * for rho = Infinity  sum_s lambda_s f_s . D_s  and  sum_s lambda_s g_sj >= 0. Potentials are first shifted, at each place j by
 * one number for all s, until the second constraint holds with equality; f_s is their c-transform. Then g_s becomes the
 * c-transform of f_s, which is larger, and is shifted again: no round lowers the bound.
 *
 * Rounding: g is raised and f lowered by more than their rounding, and that of the sum is taken off.
 *
 * O(N n m) time a round, at most 30. Agueh and Carlier 2011, section 2, of the discrete problem; with the conjugates of
 * Chizat, Peyré, Schmitzer and Vialard 2018, section 5.3.
 */
export function supportDual(problem: SupportProblem, given: Float64Array): SupportDual {
  const least = problem.costs.map((cost) => (1 - problem.costRounding) * cost);
  const m = given.length / problem.lambda.length;
  let potentials = feasible(problem, given, m);
  let f = towardsRows(least, potentials, problem.lambda.length, m);
  let best: SupportDual = { potentials, lower: provedValue(problem, f) };
  for (let round = 0; round < ROUNDS; round++) {
    potentials = feasible(problem, towardsColumns(least, f, problem.lambda.length, m), m);
    f = towardsRows(least, potentials, problem.lambda.length, m);
    const lower = provedValue(problem, f);
    const gain = lower - best.lower;
    if (gain > 0) best = { potentials, lower };
    if (!(gain > LEAST_GAIN * Math.abs(lower))) break;
  }
  return best;
}

/** The potentials shifted at each place so that the constraint across s holds, and raised by more than their rounding. */
function feasible({ lambda, rho }: SupportProblem, given: Float64Array, m: number): Float64Array {
  const shift = logPowerMean(given, lambda, -1 / rho);
  const raise = new Float64Array(m);
  for (let p = 0; p < given.length; p++) raise[p % m] = Math.max(raise[p % m]!, Math.abs(given[p]!));
  for (let j = 0; j < m; j++) raise[j]! *= 64 * (lambda.length + 8) * Number.EPSILON;
  return given.map((value, p) => value - shift[p % m]! + raise[p % m]!);
}

/** f_si = min_j c_ij - g_sj, rounded down. */
function towardsRows(costs: Float64Array, g: Float64Array, count: number, m: number): Float64Array {
  const n = costs.length / m;
  const f = new Float64Array(count * n);
  for (let i = 0; i < n; i++) {
    for (let s = 0; s < count; s++) {
      let least = Infinity;
      for (let j = 0, p = i * m, r = s * m; j < m; j++, p++, r++) {
        const value = costs[p]! - g[r]!;
        if (value < least) least = value;
      }
      f[s * n + i] = least - Number.EPSILON * Math.abs(least);
    }
  }
  return f;
}

/** g_sj = min_i c_ij - f_si. */
function towardsColumns(costs: Float64Array, f: Float64Array, count: number, m: number): Float64Array {
  const n = costs.length / m;
  const g = new Float64Array(count * m).fill(Infinity);
  for (let i = 0; i < n; i++) {
    for (let s = 0; s < count; s++) {
      const own = f[s * n + i]!;
      for (let j = 0, p = i * m, r = s * m; j < m; j++, p++, r++) {
        const value = costs[p]! - own;
        if (value < g[r]!) g[r] = value;
      }
    }
  }
  return g;
}

/** The dual objective, rounded down; -Infinity where a penalty overflows. */
function provedValue({ atoms, lambda, rho }: SupportProblem, f: Float64Array): number {
  const n = f.length / lambda.length;
  const terms = new Float64Array(f.length);
  atoms.forEach((masses, s) => {
    for (let i = 0; i < n; i++) {
      terms[s * n + i] = masses[i] === 0 ? 0 : lambda[s]! * masses[i]! * conjugate(f[s * n + i]!, rho);
    }
  });
  if (terms.includes(-Infinity)) return -Infinity;
  const value = compensatedSum(terms);
  for (let p = 0; p < terms.length; p++) terms[p] = Math.abs(terms[p]!);
  const mass = atoms.reduce((sum, masses) => sum + compensatedSum(masses), 0);
  return (
    value - TERM_ROUNDING * compensatedSum(terms) - Number.MIN_VALUE * (terms.length + UNDERFLOWS * mass)
  );
}

/** What f is off by below the smallest double, in units of that: a cost, two shifts and three differences. */
const UNDERFLOWS = 16;
