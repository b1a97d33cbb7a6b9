import { SimulatorError } from "../../src/index.js";
import { short } from "../text-table.js";

/** Micro-steps take longer than the time between two saves of a checkpoint. */
export class SlowStepError extends SimulatorError {
  constructor(took: number, longest: number, where: { readonly step: number; readonly time: number }) {
    super(
      `the micro-simulator took ${short(took / 1000)} s for a micro-step, more than the ${short(longest / 1000)} s of --checkpoint that its work ` +
        `can be saved in, in micro-step ${where.step} at time ${short(where.time)} of a simulation`,
      where,
    );
  }
}
