/**
 * A micro-simulator did what none may do: it changed the number of particles, returned numbers that are not finite, threw, or
 * took longer for a step than its work can be saved in.
 */
export class SimulatorError extends Error {
  readonly tag = "SimulatorError";
  override readonly name = "SimulatorError";
  constructor(
    message: string,
    readonly details: {
      /** Micro-steps of the run before the one that failed. */
      readonly step: number;
      /** Of the system, at the start of that step. */
      readonly time: number;
      readonly cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }
}
