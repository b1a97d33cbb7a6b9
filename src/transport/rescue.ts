import type { ExactOptions } from "./exact-options.js";
import type { SparsePlan } from "./sparse-plan.js";
import type { Transport } from "./transport.js";

/** Pairs of points up to which the simplex can take the place of the auctions: a scan of all costs is half a second. */
export const LARGEST_RESCUED = 1e9;

/**
 * The answer of the auctions, or, where they gave up though they might have gone on, that of the simplex if its bracket is
 * narrower. Prices that span many orders of magnitude can do that; very large clouds are too much for the simplex too.
 *
 * @param pairs of points. @param simplex is given what is left of the options; its steps are added to those made before.
 */
export function rescued(
  transport: Transport<SparsePlan>,
  pairs: number,
  options: ExactOptions,
  simplex: (rest: ExactOptions) => Transport<SparsePlan>,
): Transport<SparsePlan> {
  const { status, iterations } = transport.certificate;
  const { maxPivots = Infinity } = options;
  const gaveUp = status === "stalled" || (status === "iteration-limit" && iterations < maxPivots);
  if (!gaveUp || pairs > LARGEST_RESCUED) return transport;
  const rest =
    maxPivots === Infinity ? options : { ...options, maxPivots: Math.max(0, maxPivots - iterations) };
  const other = simplex(rest);
  const better = gap(other) < gap(transport) ? other : transport;
  const steps = iterations + other.certificate.iterations;
  return { ...better, certificate: { ...better.certificate, iterations: steps } };
}

const gap = ({ certificate }: Transport<SparsePlan>): number => certificate.upper - certificate.lower;
