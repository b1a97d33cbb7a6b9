import type { MetricCost } from "../lot/geometry.js";
import type { Measure } from "../measure/measure.js";
import { type SparsePlan, sparsePlan } from "../transport/plan.js";

/**
 * A guess of the optimal plan from one end of a path to a measure on it, and of the potential at that end: on a geodesic both
 * are known. Nothing is believed of it: its certificate tells whether it is optimal.
 */
export interface Candidate {
  readonly plan: SparsePlan;
  readonly f: Float64Array;
}

/** Proves what can be proved of a candidate for the transport from `end` to `mu`. */
export type Prove = (end: Measure, mu: Measure, candidate: Candidate) => MetricCost;

/** Entry e from rows[e] to the particle of number e. */
export function toParticles(rows: Int32Array, mass: Float64Array, points: number): SparsePlan {
  return sparsePlan({ rows, cols: Int32Array.from(rows.keys()), mass }, [points, rows.length]);
}

/** A measure to itself. */
export function stay({ weights, count }: Measure): Candidate {
  const places = Int32Array.from(weights.keys());
  return {
    plan: sparsePlan({ rows: places, cols: places, mass: weights }, [count, count]),
    f: new Float64Array(count),
  };
}

/** Relative width of a bracket at which a candidate is proved optimal. */
const RELATIVE_GAP = 1e-9;
/** The same in parts of the cost between the ends, beside which the cost near an end is tiny. */
const ROUNDING_GAP = 1e-13;

/**
 * Squared distance from one end of a path to mu: that of the candidate where it fits and is proved optimal, else solved.
 *
 * @param whole squared distance of the two ends.
 */
export function provedOrSolved(
  end: Measure,
  mu: Measure,
  candidate: Candidate | undefined,
  prove: Prove,
  solve: (a: Measure, b: Measure) => MetricCost,
  whole: number,
): MetricCost {
  if (candidate === undefined || candidate.plan.shape[1] !== mu.count) return solve(end, mu);
  const proved = prove(end, mu, candidate);
  const { lower, upper } = proved.certificate;
  const isClosed = upper - lower <= Math.max(RELATIVE_GAP * upper, ROUNDING_GAP * whole);
  return isClosed ? proved : solve(end, mu);
}
