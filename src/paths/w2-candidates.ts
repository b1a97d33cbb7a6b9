import { planPieces } from "../lot/plan-pieces.js";
import type { Measure } from "../measure/measure.js";
import { certify } from "../transport/certify.js";
import type { SparsePlan } from "../transport/plan.js";
import type { Potentials } from "../transport/potentials.js";
import { type Candidate, type Prove, toParticles } from "./candidate.js";

/** Candidates from both ends to the measure between them, 0 < t < 1. */
export type CandidatesAt = (t: number) => { readonly source: Candidate; readonly target: Candidate };

/**
 * Particles of a W2 geodesic come from their own source points. With f and g optimal between the ends, t f is optimal from the
 * source to time t, and (1 - t) g from the target: by the Brenier potential u with f = |x|^2 - 2 u, whose mixture with
 * |x|^2 / 2 pushes to time t. McCann 1997.
 */
export function w2Candidates(
  source: Measure,
  target: Measure,
  plan: SparsePlan,
  { f, g }: Potentials,
): CandidatesAt {
  const { rows, cols, masses } = planPieces(source, target, plan);
  const sent = toParticles(rows, masses, source.count);
  const received = toParticles(cols, masses, target.count);
  return (t) => ({
    source: { plan: sent, f: f.map((value) => t * value) },
    target: { plan: received, f: g.map((value) => (1 - t) * value) },
  });
}

/** O(n m d) at worst. */
export const proveW2: Prove = (end, mu, { plan, f }) =>
  certify(end, mu, plan, { f }, { status: "converged", iterations: 0 });
