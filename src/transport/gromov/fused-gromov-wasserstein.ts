import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { type Features, givenFeatures, squaredDistanceFeatures } from "./features.js";
import { gromovProblem } from "./problem.js";
import { type GromovOptions, type GromovTransport, solveGromov } from "./solve-gromov.js";

/** How distances within the spaces and features of their points are weighed. */
export interface Fused {
  /** Between 0 and 1: the part of the distances; the features have 1 - alpha. */
  readonly alpha: number;
  /** M, n x m, row after row: what matching features costs. Default: |x_i - y_j|^2, for points of one dimension. */
  readonly features?: Float64Array;
}

export interface FusedGromovOptions extends GromovOptions, Fused {}

/**
 * Fused Gromov-Wasserstein transport: distances within two spaces and features of their points at once.
 *
 * Minimises  alpha sum |D1_ik - D2_jl|^2 p_ij p_kl + (1 - alpha) <M, p>  subject to  p 1 = a,  p^T 1 = b.  This is POT's
 * convention of alpha (and that of Vayer et al.): alpha = 1 is `gromovWasserstein`; alpha = 0 is exact transport for the costs M,
 * by default W2^2.
 *
 * Everything else, errors included, is as for `gromovWasserstein`; the scale of the tolerance is
 * alpha (sum D1^2 a a + sum D2^2 b b) + (1 - alpha) mass max |M|, the lower bound is the third one with the features in its costs.
 * Note that the first term grows with the square of the mass, the second with the mass.
 *
 * @throws ShapeError if alpha is not in 0 .. 1, features are not n x m, or there are none and the dimensions differ; MeasureError if
 *   a feature cost is not finite. Vayer et al. 2019.
 */
export function fusedGromovWasserstein(
  source: Measure,
  target: Measure,
  options: FusedGromovOptions,
): GromovTransport {
  const fused = fusedFeatures(source, target, options);
  return solveGromov(gromovProblem(source, target, options.distances, fused), options);
}

/** Checked and computed; no features where they count for nothing. */
export function fusedFeatures(
  source: Measure,
  target: Measure,
  { alpha, features }: Fused,
): { alpha: number; features: Features | undefined } {
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new ShapeError(
      `alpha is ${alpha}; it must be a number from 0 (features only) to 1 (distances only)`,
      {
        found: alpha,
      },
    );
  }
  const costs = features
    ? givenFeatures(features, source.count, target.count)
    : alpha < 1
      ? squaredDistanceFeatures(source, target)
      : undefined;
  return { alpha, features: alpha < 1 ? costs : undefined };
}
