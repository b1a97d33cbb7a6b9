import type { Measure } from "../measure/measure.js";
import { geometryOf } from "./geometries.js";
import { type PreparedReference, prepareReference, type TransportSolver } from "./prepared-reference.js";
import type { Reference } from "./reference.js";
import type { TangentVector } from "./tangent.js";

export interface LogMapOptions {
  /**
   * Default: `exact` for W2, `partial` for OPT, for HK `unbalancedExact` up to the most pairs of points that it takes, above
   * it `unbalanced`. The border is one of memory, 600 MB; time comes first: `unbalancedExact` took 3.5 s for 1000 x 1000 points
   * and 18 s for 2000 x 2000 (`unbalanced` 8 s), and takes minutes a measure at the border. For many large measures choose a
   * smaller reference, or `unbalanced`.
   */
  readonly solver?: TransportSolver;
}

/**
 * Logarithm of mu at the reference, in the reference's metric.
 *
 * W2: v_i = T_i - x_i, T the barycentric projection of an optimal plan. HK: velocity, growth and singular mass as
 * Cai, Cheng, Schmitzer and Thorpe 2022 have them. OPT: velocity and root of the kept share, and created mass.
 *
 * The vector determines mu only if the plan is a map; `residual` tells how far it is from one:
 *
 *   cost = |v|^2 + residual  (W2),   cost = |(v, growth)|^2 + unit * mass of the singular part + residual  (HK, OPT),
 *
 * with |.| the norm of `tangentInner` and unit = kappa^2 or the price, at an optimal plan. An entropic plan is a blurred one, be
 * it chosen or that of a large HK problem: the sum is then off by less than about epsilon times the mass, and the residual
 * holds the blur, which at exact plans there is none of. The bracket of the certificate is wide then.
 *
 * @throws ShapeError if the dimensions differ; MeasureError, for W2, if the total masses differ by more than 1e-9.
 *
 * One transport problem. Wang, Slepčev, Basu, Ozolek and Rohde 2013; Linwu et al. 2025 (pyLOT).
 */
export function logMap(reference: Reference, mu: Measure, options: LogMapOptions = {}): TangentVector {
  return preparedLogMap(prepareReference(reference, options.solver), mu);
}

/** `logMap` from a reference that is prepared already. */
export function preparedLogMap({ reference, transportTo }: PreparedReference, mu: Measure): TangentVector {
  const { plan, certificate } = transportTo(mu);
  const fields = geometryOf(reference.metric).logarithm(reference.measure, mu, plan);
  return { referenceId: reference.id, ...fields, certificate };
}
