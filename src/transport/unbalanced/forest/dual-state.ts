/**
 * The dual problem in units of rho: maximise  sum_v w_v (1 - exp(-z_v))  subject to  z_i + z_j <= c_ij,  over the n
 * sources (nodes 0 .. n-1) and m targets (nodes n .. n+m-1), all of positive mass. The potentials are changed in place and
 * stay feasible.
 */
export interface DualState {
  readonly n: number;
  readonly m: number;
  /** n x m, row-major; Infinity where nothing is moved. */
  readonly costs: Float64Array;
  /** w: the masses of sources, then targets. */
  readonly masses: Float64Array;
  /** z: potentials of sources, then targets. Infinity for nodes without an arc of finite cost. */
  readonly potentials: Float64Array;
}

/** Cost of the arc between two nodes, one of which is a source and the other a target, in any order. */
export function arcCost({ n, m, costs }: DualState, v: number, w: number): number {
  return v < n ? costs[v * m + w - n]! : costs[w * m + v - n]!;
}

const ROUNDINGS = 32 * Number.EPSILON;
/** Of compensated sums. */
const LEAST = 8 * Number.EPSILON * Number.EPSILON;

/** Rounding of the potentials of a tree and, relatively, of what they let take part: of 1 - exp(-z), not of exp(-z). */
export function noiseOf({ potentials }: DualState, nodes: readonly number[]): number {
  let largest = 0;
  for (const v of nodes) largest = Math.max(largest, Math.abs(potentials[v]!));
  return ROUNDINGS * largest + LEAST;
}
