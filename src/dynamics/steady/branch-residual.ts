import { isOtError } from "../../errors.js";
import type { Simulator } from "../particles.js";
import type { CoarseDescription } from "./coarse-description.js";
import type { CoarseTimestepperOptions } from "./coarse-timestepper.js";
import { coarseResidual } from "./steady-state.js";

/**
 * psi(q, g) = q - Phi_g(q) of simulators that depend on a parameter, for `continuation`: the same random numbers at every point of the
 * branch, so that psi is one smooth function.
 *
 * Where particles cannot be simulated (they run away, or leave the numbers) psi is NaN, on which a continuation takes a shorter step.
 *
 * @param noise number of the stream of random numbers; default: 0. Branches with other streams show the sampling error.
 */
export function branchResidual(
  simulatorAt: (parameter: number) => Simulator,
  description: CoarseDescription,
  { noise = 0, ...options }: CoarseTimestepperOptions & { readonly noise?: number },
): (solution: Float64Array, parameter: number) => Float64Array {
  return (point, parameter) => {
    try {
      return coarseResidual(simulatorAt(parameter), description, options)({ point, noise });
    } catch (error) {
      if (!isOtError(error, "SimulatorError", "MeasureError") || isMistake(error.cause)) throw error;
      return new Float64Array(description.size).fill(Number.NaN);
    }
  };
}

/** What a simulator threw that is none of our errors: a mistake in it, which is no matter of where particles run to. */
function isMistake(cause: unknown): boolean {
  return cause !== undefined && !isOtError(cause);
}
