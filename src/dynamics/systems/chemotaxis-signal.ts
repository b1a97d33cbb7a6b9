import { exponential } from "../../numeric/elementary.js";
import { tableExponential } from "../../numeric/table-exponential.js";
import type { ChemotaxisConstants } from "./chemotaxis-options.js";

/** f(S(x)), what the cell at x senses: f(S) = alpha S / (K_S + S), S a normal density. */
export function sensedLevel(constants: ChemotaxisConstants): (x: number) => number {
  const { signalMean, signalDeviation, sensitivity, halfSaturation } = constants;
  const height = 1 / (signalDeviation * Math.sqrt(2 * Math.PI));
  const narrowness = -1 / (2 * signalDeviation * signalDeviation);
  return (x) => {
    const off = x - signalMean;
    const signal = height * tableExponential(narrowness * off * off);
    return (sensitivity * signal) / (halfSaturation + signal);
  };
}

/** How u1 and the lag f - u2 come out of a micro-step with f frozen: both are linear in what they were. */
export interface Adaptation {
  readonly lagKept: number;
  readonly u1Kept: number;
  /** Share of the lag at the start of the step in u1 at its end. */
  readonly u1FromLag: number;
}

/**
 * The exact solution over one step h of  tau_e u1' = f - (u1 + u2),  tau_a u2' = f - u2  with f constant, so that tau_e
 * may be much shorter than h.
 */
export function adaptationOver({
  step,
  excitationTime,
  adaptationTime,
}: Pick<ChemotaxisConstants, "step" | "excitationTime" | "adaptationTime">): Adaptation {
  const lagKept = exponential(-step / adaptationTime);
  if (excitationTime === 0) return { lagKept, u1Kept: 0, u1FromLag: lagKept };
  const u1Kept = exponential(-step / excitationTime);
  const gap = adaptationTime - excitationTime;
  const u1FromLag =
    gap === 0 ? (step / adaptationTime) * lagKept : (adaptationTime / gap) * (lagKept - u1Kept);
  return { lagKept, u1Kept, u1FromLag };
}
