import type { Measure } from "../measure/measure.js";
import { certify } from "../transport/certify.js";
import type { EntropicPlan } from "../transport/entropic/entropic-plan.js";
import { type SinkhornOptions, sinkhorn } from "../transport/entropic/sinkhorn.js";
import type { Transport } from "../transport/transport.js";
import { movedToMean } from "./one-mean.js";

/**
 * The entropic plan whose default epsilon does not depend on where the target lies as a whole: that of `sinkhorn` between the
 * measures moved to one mean, which has the same plans. The certificate and the potentials are those of the measures as given.
 */
export function entropicAboutOneMean(
  source: Measure,
  target: Measure,
  options: Omit<SinkhornOptions, "start"> = {},
): Transport<EntropicPlan> {
  const { moved, shift, potentialBack } = movedToMean(source, target);
  const { plan, potentials, certificate } = sinkhorn(source, moved, options);
  const origins = plan.origins && {
    ...plan.origins,
    target: plan.origins.target.map((value, k) => value + shift[k]!),
  };
  return certify(
    source,
    target,
    { ...plan, ...(origins && { origins }) },
    { f: potentialBack(potentials.f) },
    { status: certificate.status, iterations: certificate.iterations },
  );
}
