import { exponential } from "../numeric/elementary.js";
import { compensatedSum } from "../numeric/sum.js";
import { conjugate } from "../transport/barycenter/marginal-penalty.js";
import { logarithms, logScalings, logTotal, type Shift } from "./log-scalings.js";
import type { LossKind, LossSettings, RowLoss } from "./loss.js";
import { fromProfile, profileOf } from "./profile.js";

/**
 * The least value of  <p, C> + rho KL(p 1 | x) + rho KL(p^T 1 | q) + epsilon KL(p | x q^T)  over plans p, by its dual
 *
 *   sum_i x_i rho (1 - exp(-f_i / rho)) + sum_j q_j rho (1 - exp(-g_j / rho)) - epsilon (sum p - sum x sum q)
 *
 * at the potentials found; its derivative is that with the potentials held (envelope theorem). For rho = Infinity it is
 * f.x + g.q, with q brought to the mass of x, which is to be 1.
 *
 * The derivative is as near to that of the least value as the potentials are to the best ones; with a loss that stops at
 * `lossIterations` it may be off by more than rounding.
 *
 * O(d^2) time an iteration. The constant that f and g exchange is set right after each: Séjourné, Vialard and Peyré 2022. In
 * panels steps are longer than plain ones: Thibault, Chizat, Dossal and Papadakis 2021.
 */
export const valueLoss: LossKind = {
  name: "value",
  atRow: valueLossAt,
  inPanels: { keepsRounds: false, run: (functions, scalings) => functions.dualValues(scalings) },
};

function valueLossAt(settings: LossSettings, data: Float64Array, logBarycenter: Float64Array): RowLoss {
  const { kernel, rhoLoss: rho } = settings;
  const { epsilon } = kernel;
  const profile = profileOf(rho, data, logBarycenter);
  const logData = logarithms(data);
  const rounds = logScalings(settings, logData, profile, exchange(rho, epsilon, logData, profile));
  const { logU, logV, logTarget, logColumnSums } = rounds.at(-1)!;
  const mass = compensatedSum(data);
  const target = profile.map(exponential);
  const received = logTarget.map((value, j) => exponential(value + logColumnSums[j]!));
  const gradient = target.map(
    (value, j) => value * (conjugate(epsilon * logV[j]!, rho) + epsilon * mass) - epsilon * received[j]!,
  );
  const kept = data.map((value, i) => value * conjugate(epsilon * logU[i]!, rho));
  return {
    loss: compensatedSum(kept) + compensatedSum(gradient),
    gradient: fromProfile(rho, profile, gradient),
    iterations: rounds.length,
  };
}

/** The constant, over epsilon, by which f should grow and g shrink: where the dual value is largest. */
function exchange(
  rho: number,
  epsilon: number,
  logData: Float64Array,
  logTarget: Float64Array,
): Shift | undefined {
  if (rho === Infinity) return undefined;
  const scale = epsilon / rho;
  return (logU, logV) => {
    const sent = logTotal(logU.map((value, i) => logData[i]! - scale * value));
    const received = logTotal(logV.map((value, j) => logTarget[j]! - scale * value));
    return (sent - received) / (2 * scale);
  };
}
