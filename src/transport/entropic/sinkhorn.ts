import { type Measure, totalMass } from "../../measure/measure.js";
import { relativeGap } from "../../numeric/certificate.js";
import { type IterationOptions, stopRule } from "../../numeric/iterate.js";
import { certifyPair } from "../certify-pair.js";
import { fastestCTransform } from "../choose-c-transform.js";
import type { Potentials } from "../potentials.js";
import type { Transport } from "../transport.js";
import { type CentredPair, centredPair, entropicPlan, intoPair, outOfPair } from "./centred-pair.js";
import { WANTED_GAP } from "./default-epsilon.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { epsilonInFrame, givenEpsilon, type Softness } from "./epsilon.js";
import type { Level } from "./level.js";
import { forEachPart } from "./plan-rows.js";
import { DEFAULT_STOP, solvePair } from "./solve-pair.js";
import { requireStart } from "./start.js";

/** Default stop: tolerance 1e-6, 2000 iterations. */
export interface SinkhornOptions extends Softness, IterationOptions {
  /**
   * Potentials of a neighbouring problem for the points as given, such as those of its transport: the iteration begins with
   * them at the wanted epsilon. Only f is used, and only where points have mass.
   */
  readonly start?: Potentials;
}

/**
 * Entropic transport plan between two measures, by Sinkhorn's iteration.
 *
 * Minimises  sum |x_i - y_j|^2 p_ij + epsilon KL(p | a b^T / mass)  subject to  p 1 = a,  p^T 1 = b.
 *
 * @param options.epsilon in units of the cost, or `blur`, a length, with epsilon = 2 blur^2. By default epsilon falls until
 *   the certified gap of the cost without entropy is at most 5 % of it, or to 1e-5 of the largest squared distance; the
 *   plan says which it is. Above 1e-12 of the largest squared distance any epsilon is legal.
 * @param options.stop tolerance bounds the L1 error of the target marginal relative to the mass; that of the source is
 *   rounding. Iterations are those of all epsilons together.
 * @returns cost is <c, p> without the entropy and before rounding to the marginals, so it may leave the bracket by what the
 *   marginal error is worth; the certificate and the potentials are those of the cost without entropy. A small epsilon that
 *   would take too many iterations ends as "iteration-limit", with a bracket that is true. The plan's rows are exact
 *   whatever the status.
 * @throws ShapeError if dimensions differ, epsilon and blur are both given, one is not positive and finite, epsilon is below
 *   1e-12 of the largest squared distance, or the start does not fit; MeasureError if the total masses differ by more than
 *   1e-9, or squared distances overflow or underflow.
 *
 * O(n m) time per iteration, with a kernel matrix of 8 n m bytes up to 2.5e7 pairs; above in O((n + m) d) memory, with one
 * exponential per pair and iteration; where epsilon is small beside the extent of large clouds in up to 8 dimensions, far
 * pairs are passed over. Log domain by absorption into the kernel, epsilon scaling, Anderson mixing; small problems end by
 * Newton's method. Peyré and Cuturi 2019, section 4.4; Schmitzer 2019; Walker and Ni 2011; Brauer et al. 2017.
 */
export function sinkhorn(
  source: Measure,
  target: Measure,
  options: SinkhornOptions = {},
): Transport<EntropicPlan> {
  const { start, onProgress } = options;
  const stop = stopRule(options.stop, DEFAULT_STOP);
  const epsilon = givenEpsilon(options);
  if (start) requireStart(source, target, start);
  const pair = centredPair(source, target);
  return solvePair(
    pair,
    {
      epsilon: epsilon === undefined ? undefined : epsilonInFrame(pair, epsilon),
      f: start && intoPair(pair, start.f),
      stop,
      ...(onProgress && { onProgress }),
    },
    (level, iterations) => certified(pair, level, iterations, stop.tolerance),
    ({ certificate }) => relativeGap(certificate) <= WANTED_GAP,
  );
}

function certified(pair: CentredPair, level: Level, iterations: number, tolerance: number) {
  const plan = entropicPlan(pair, level);
  const outcome = { status: level.status, iterations };
  const transport = certifyPair(
    pair,
    plan,
    forEachPart,
    outOfPair(pair, level.f),
    outcome,
    fastestCTransform,
  );
  const { status, sourceError, targetError } = transport.certificate;
  const allowed = (SLACK * tolerance + ROUNDING) * totalMass(pair.source);
  if (status !== "converged" || sourceError + targetError <= allowed) return transport;
  return { ...transport, certificate: { ...transport.certificate, status: "stalled" as const } };
}

/**
 * Marginal error of the plan as returned, relative to the tolerance and absolutely, up to which it is as good as that of the
 * iteration; more is left by rounding where epsilon is a tiny part of the costs.
 */
const SLACK = 1.01;
const ROUNDING = 1e-11;
