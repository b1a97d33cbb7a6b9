import type { Plan } from "./plan.js";
import type { Transport } from "./transport.js";

/** Width of the bracket, relative to the cost, at which an exact solver has proved its plan optimal. */
const RELATIVE_GAP = 1e-9;

/**
 * Width that rounding alone can cause, in units of mass times largest squared distance about the means. The bounds
 * take off, or add, at most a few epsilon of sum |f_i| a_i + sum |g_j| b_j, each below two such units, and the solver
 * calls reduced costs above -1e-15 of the largest 0. It decides when the cost is tiny compared with the clouds.
 */
const ROUNDING_GAP = 1e-14;

/**
 * The transport as an exact solver returns it: "converged" stays only if the certificate proves it, otherwise
 * it becomes "stalled" ("non-finite" if the bracket is not made of numbers).
 *
 * @param largest mass times an upper bound of the squared distances.
 */
export function proveConverged<P extends Plan>(transport: Transport<P>, largest: number): Transport<P> {
  const { certificate } = transport;
  const { status, lower, upper } = certificate;
  if (!Number.isFinite(upper - lower)) {
    return { ...transport, certificate: { ...certificate, status: "non-finite" } };
  }
  const closed = upper - lower <= Math.max(RELATIVE_GAP * upper, ROUNDING_GAP * largest);
  if (status !== "converged" || closed) return transport;
  return { ...transport, certificate: { ...certificate, status: "stalled" } };
}
