import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { type IterationOptions, iterate, type Step, stopRule } from "../../numeric/iterate.js";
import { type EntropicProblem, entropicStep } from "./entropic-step.js";
import { logProducts } from "./gibbs-kernel.js";
import { firstScaling, histogramChange, type Scaling } from "./scaling.js";
import { epsilonOf, type Smoothing } from "./smoothing.js";
import { certifySupport, type FixedSupportBarycenter } from "./support-certificate.js";
import { entropicProblem, type SupportOptions, supportProblem } from "./support-input.js";

export type DebiasedOptions = SupportOptions & Smoothing & IterationOptions;

const DEFAULT_STOP = { tolerance: 1e-7, maxIterations: 2000 };

/**
 * Barycentre of measures of one mass on one support for the Sinkhorn divergence,
 * S(q, D) = T(q, D) - T(q, q) / 2 - T(D, D) / 2 with T the entropic transport cost: without the blur of the entropic one.
 *
 * Of one measure it is that measure, and of equal normal laws of different means one of the same variance.
 *
 * The iteration is that of `fixedSupportBarycenter` with q = d prod_s a_s^lambda_s and d <- sqrt(d q / K d). Arguments, stopping,
 * result and certificate are the same: the bracket is on the cost without entropy.
 *
 * Taking a blur away is ill-posed where it is much wider than the steps of the support: then the iteration slows down and
 * ends at its limit.
 *
 * @throws ShapeError, MeasureError as `fixedSupportBarycenter` does, and ShapeError if `costs` are not symmetric.
 *
 * O(N n^2) time an iteration. Janati, Cuturi and Gramfort 2020, algorithm 1.
 */
export function debiasedBarycenter(
  measures: readonly Measure[],
  options: DebiasedOptions,
): FixedSupportBarycenter {
  const problem = supportProblem(measures, options, Infinity);
  const entropic = entropicProblem(problem, epsilonOf(options));
  if (entropic.kernel.forward !== entropic.kernel.backward) {
    throw new ShapeError("the costs are not symmetric; a debiased barycentre needs c_ij = c_ji");
  }
  const rule = stopRule(options.stop, DEFAULT_STOP);
  const start: DebiasedScaling = { ...firstScaling(problem), logD: new Float64Array(measures[0]!.count) };
  const ended = iterate(start, (state) => debiasedStep(entropic, state), rule, options.onProgress);
  return certifySupport(measures[0]!, problem, entropic, ended, options.onProgress);
}

interface DebiasedScaling extends Scaling {
  /** Half the potential of q to itself, by epsilon. */
  readonly logD: Float64Array;
}

function debiasedStep(
  problem: EntropicProblem,
  { scaling, logD, tilts }: DebiasedScaling,
): Step<DebiasedScaling> {
  const biased = entropicStep(problem, scaling.logV);
  const logQ = biased.logQ.map((value, j) => value + logD[j]!);
  const logV = biased.logA.map((value, p) => logQ[p % logQ.length]! - value);
  const logKd = logProducts(problem.kernel.forward, logD, 1);
  return {
    state: {
      scaling: { ...biased, logQ, logV },
      tilts,
      logD: logD.map((value, j) => (value + logQ[j]! - logKd[j]!) / 2),
    },
    error: histogramChange(scaling.logQ, logQ),
  };
}
