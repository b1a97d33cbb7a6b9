import { logProductsAdjoint } from "./log-adjoint.js";
import { planCost } from "./log-plan.js";
import { dampingOf, logarithms, logScalings, type ScalingRound } from "./log-scalings.js";
import type { LossKind, LossSettings, RowLoss } from "./loss.js";
import { fromProfile, profileOf } from "./profile.js";

/**
 * The published loss: <plan, C> of the entropic plan that `lossIterations` of
 *
 *   u = (x / K' v)^phi,  v = (q / K'^T u)^phi,  K' = (x q^T) o exp(-C / epsilon),  phi = rho / (rho + epsilon)
 *
 * make from v = 1, or fewer where v no longer changes. The derivative is that of the iterations. For rho = Infinity q is
 * brought to the mass of x first.
 *
 * It is no distance: a barycentre that loses mass has less of a plan, and with it less cost, down to 0.
 *
 * O(d^2) time an iteration, and as much on the way back. Lentz, Karris, Cloninger and Murphy 2026.
 */
export const transportLoss: LossKind = {
  name: "transport",
  atRow: transportLossAt,
  inPanels: { keepsRounds: true, run: (functions, scalings) => functions.planCosts(scalings) },
};

function transportLossAt(settings: LossSettings, data: Float64Array, logBarycenter: Float64Array): RowLoss {
  const profile = profileOf(settings.rhoLoss, data, logBarycenter);
  const rounds = logScalings(settings, logarithms(data), profile);
  const last = rounds.at(-1)!;
  const { cost, rows, cols } = planCost(settings, last.logSource, last.logTarget);
  const gradient = throughRounds(settings, rounds, rows, cols);
  return {
    loss: cost,
    gradient: fromProfile(settings.rhoLoss, profile, gradient),
    iterations: rounds.length,
  };
}

/** Backwards through the rounds: from derivatives by log x u and log q v of the last to that by log q. */
function throughRounds(
  { kernel, rhoLoss, lossTolerance }: LossSettings,
  rounds: readonly ScalingRound[],
  bySource: Float64Array,
  byTarget: Float64Array,
): Float64Array {
  const phi = dampingOf(rhoLoss, kernel.epsilon);
  const gradient = byTarget.slice();
  let byU = bySource;
  let byV = byTarget;
  const size = largest(byTarget);
  for (let t = rounds.length - 1; t >= 0; t--) {
    const { before, logRowSums, logSource, logColumnSums } = rounds[t]!;
    const byColumnSums = byV.map((value) => -phi * value);
    const through = logProductsAdjoint(kernel.backward, logSource, logColumnSums, byColumnSums, 1);
    const byRowSums = through.map((value, i) => -phi * (value + byU[i]!));
    byV = logProductsAdjoint(kernel.forward, before, logRowSums, byRowSums, 1);
    byU = new Float64Array(byU.length);
    for (let j = 0; j < gradient.length; j++) gradient[j]! += byV[j]!;
    if (largest(byV) <= lossTolerance * size) break;
  }
  return gradient;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
