import type { Measure } from "../../measure/measure.js";
import { gromovProblem } from "./problem.js";
import { type GromovOptions, type GromovTransport, solveGromov } from "./solve-gromov.js";

/**
 * Gromov-Wasserstein transport between two spaces that need no common coordinates: distances within the one are compared
 * with distances within the other.
 *
 * Minimises  sum_ijkl |D1_ik - D2_jl|^2 p_ij p_kl  subject to  p 1 = a,  p^T 1 = b,  without a factor 1/2, so that `cost` is
 * the squared distance. The problem is not convex. From every start a conditional gradient method with exact line search
 * leads to a stationary plan, and exchanges of mass between two entries lead on from there; the best is returned. **It is a
 * local optimum**: "converged" says that it is stationary and that no exchange improves it, the certificate how much better
 * a plan could be at most, `attempts` what the other starts gave. Isometric copies of ordinary clouds are found (cost 0 to
 * rounding).
 *
 * @param source n points with masses a, zero masses get nothing.
 * @param target m points with masses b, of any dimension.
 * @param options.distances in whatever unit; the cost is in that unit squared, times the mass squared.
 * @param options.stop tolerance (default 1e-9) bounds <gradient, p - q> for the best q, and the gain of any exchange, relative to
 *   the scale sum D1^2 a a + sum D2^2 b b of the objective; maxIterations (default 500) counts from each start.
 * @param options.onProgress counts iterations of all starts; returning `false` gives the best plan so far.
 * @returns potentials of the problem linearised at the plan: f_i + g_j <= 2 sum_kl |D1_ik - D2_jl|^2 p_kl, equal where p_ij > 0;
 *   certificate.iterations of all starts together; lower is Mémoli's third bound, upper the objective at the plan
 *   rounded to its marginals, both with the rounding of their own computation, Euclidean distances included.
 * @throws ShapeError if distances have the wrong size or are not symmetric, a space has more than 8192 points, or `starts` makes
 *   no plan; MeasureError if the total masses differ by more than 1e-9, distances are not finite or their squares overflow, or a
 *   start is no plan between the two measures.
 *
 * Per iteration a linear transport problem and at most n m min(n, m) multiplications; three to a hundred iterations from a
 * start are usual. The default starts take 0.5 s in the plane and 4 s in ten dimensions for n = m = 200, 3 to 7 s for 500.
 * Memory for some 3 (n + m)^2 numbers. Mémoli 2011; Peyré, Cuturi and Solomon 2016; Vayer et al. 2019.
 */
export function gromovWasserstein(
  source: Measure,
  target: Measure,
  options: GromovOptions = {},
): GromovTransport {
  return solveGromov(gromovProblem(source, target, options.distances), options);
}
