/**
 * The barycentre problem on a fixed support, without entropy: over histograms q on m places and plans p_s,
 *
 *   minimise  sum_s lambda_s (<c, p_s> + rho KL(p_s 1 | D_s) + rho KL(p_s^T 1 | q)).
 *
 * For rho = Infinity the marginals are D_s and q, and all have the same mass.
 */
export interface SupportProblem {
  /** n x m, row-major, finite and at least 0. */
  readonly costs: Float64Array;
  /** The costs meant may differ from those stored by this part of them. */
  readonly costRounding: number;
  /** N histograms D_s on n places. */
  readonly atoms: readonly Float64Array[];
  /** N positive weights of sum 1. */
  readonly lambda: Float64Array;
  readonly rho: number;
}

/** Products with weights and masses, penalties and the sums over them: in units of the sum of the moduli. */
export const TERM_ROUNDING = 256 * Number.EPSILON;
