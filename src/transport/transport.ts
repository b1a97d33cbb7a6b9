import { ConvergenceError } from "../errors.js";
import { type Certificate, relativeGap } from "../numeric/certificate.js";
import type { Plan } from "./plan.js";

/**
 * Dual prices: f_i for source points, g_j for target points; f_i + g_j <= c_ij where they are feasible.
 * The free constant is fixed by sum f_i a_i = sum g_j b_j.
 */
export interface Potentials {
  readonly f: Float64Array;
  readonly g: Float64Array;
}

/** The answer of every transport solver. `cost` is <c, plan> for c = |x - y|^2; `distance` is its root. */
export interface Transport {
  readonly cost: number;
  readonly plan: Plan;
  readonly potentials: Potentials;
  readonly certificate: Certificate;
}

/**
 * The transport itself if it converged.
 *
 * @throws ConvergenceError with the certificate if it ended in any other way.
 */
export function requireConverged<T extends Pick<Transport, "certificate">>(transport: T): T {
  const { certificate } = transport;
  const { status, iterations, lower, upper } = certificate;
  if (status === "converged") return transport;
  throw new ConvergenceError(
    `the solver ended with status "${status}" after ${iterations} iterations: the optimal cost lies between ` +
      `${lower} and ${upper} (relative gap ${relativeGap(certificate)}); allow more iterations, or use the ` +
      "result as it is if this gap will do",
    certificate,
  );
}
