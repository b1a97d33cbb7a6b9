import { ConvergenceError } from "../errors.js";
import { type Certificate, relativeGap } from "../numeric/certificate.js";
import type { Plan } from "./plan.js";
import type { Potentials } from "./potentials.js";

export type { Potentials };

/** The answer of every transport solver. `cost` is <c, plan> for c = |x - y|^2; `distance` is its root. */
export interface Transport<P extends Plan = Plan> {
  readonly cost: number;
  readonly plan: P;
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
