import type { Measure } from "../../measure/measure.js";
import { type IterationOptions, iterate, stopRule } from "../../numeric/iterate.js";
import { firstScaling, type Scaling, scalingStep } from "./scaling.js";
import { epsilonOf, type Relaxation, rhoOf, type Smoothing } from "./smoothing.js";
import { certifySupport, type FixedSupportBarycenter } from "./support-certificate.js";
import { entropicProblem, type SupportOptions, supportProblem } from "./support-input.js";

export type { FixedSupportBarycenter };

export type FixedSupportOptions = SupportOptions & Smoothing & Relaxation & IterationOptions;

/** Iterations are linear: at this change of a step what is left to come is some times as much. */
const DEFAULT_STOP = { tolerance: 1e-7, maxIterations: 2000 };

/**
 * Entropic barycentre of measures on one support: masses on the same points.
 *
 * Minimises over q and plans p_s, with KL(p | q) = sum p log(p / q) - p + q,
 *
 *   sum_s lambda_s (<c, p_s> + rho KL(p_s 1 | D_s) + rho KL(p_s^T 1 | q) + epsilon sum p_s (log p_s - 1)),
 *
 * for rho = Infinity, the default, with p_s 1 = D_s and p_s^T 1 = q. Then all measures need the same mass, and q gets it.
 * For finite rho masses may differ; scaling all by s scales q by s^(rho / (rho + epsilon)), and where transport costs nothing
 * beside rho, q has the mass (sum_s lambda_s sqrt(mass_s))^2. The entropy is against counting points: with epsilon above
 * rho it makes mass of its own, as many points as there are.
 *
 * The smoothing blurs q by about sqrt(epsilon / 2). `debiasedBarycenter` takes that away.
 *
 * @param measures on the same points in the same order; zero weights are legal.
 * @param options.epsilon, options.blur one of the two: epsilon in units of the cost, or epsilon = 2 blur^2.
 * @param options.rho, options.reach at most one of the two: rho in units of the cost, or rho = 2 reach^2.
 * @param options.costs n x n instead of |x_i - x_j|^2; need not be symmetric.
 * @param options.stop tolerance (default 1e-7) bounds sum |q - q before| of an iteration relative to the larger of their masses;
 *   maxIterations (default 2000).
 *
 * @returns cost and certificate of the problem without entropy: cost and upper are proved for the histogram returned, by
 *   exact transports from the measures (for finite rho between the marginals of the entropic plans); lower is a bound of
 *   the least cost of all histograms on these points, proved by `potentials`, see `supportDual`. The gap is what epsilon costs, and
 *   "converged" says that the iteration rests. sourceError and targetError are the weighted means of the L1 distances of the
 *   entropic plans' marginals from D_s and q: errors for rho = Infinity, what is created and destroyed otherwise.
 * @throws ShapeError if supports differ or have more than 20,000 points, or an option is not a number it can be (epsilon below
 *   1e-10 of the largest cost among them); MeasureError if a cost or barycentre weight is negative or not finite, all
 *   weights are 0, or masses differ by more than 1e-9 where they must agree.
 *
 * O(N n^2) time an iteration, in logarithms; then N exact transports, about O(n^2) each. 24 n^2 bytes, with costs that are
 * not symmetric 40 n^2. Benamou, Carlier, Cuturi, Nenna and Peyré 2015, section 3.2; Chizat, Peyré, Schmitzer and Vialard
 * 2018, section 5.3.
 */
export function fixedSupportBarycenter(
  measures: readonly Measure[],
  options: FixedSupportOptions,
): FixedSupportBarycenter {
  const problem = supportProblem(measures, options, rhoOf(options));
  const entropic = entropicProblem(problem, epsilonOf(options));
  const rule = stopRule(options.stop, DEFAULT_STOP);
  const step = (state: Scaling) => scalingStep(entropic, state);
  const ended = iterate(firstScaling(problem), step, rule, options.onProgress);
  return certifySupport(measures[0]!, problem, entropic, ended, options.onProgress);
}
