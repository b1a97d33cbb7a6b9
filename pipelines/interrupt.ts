/** The user, or the system, ended the program while it could still tidy up. */
export class InterruptError extends Error {
  readonly tag = "InterruptError";
  override readonly name = "InterruptError";
  constructor(
    message: string,
    /** What a shell makes of a program ended by the signal: 128 + its number. */
    readonly exitCode: 130 | 143,
  ) {
    super(message);
  }
}

/** Runs `work` with a signal that says when it should end in good order. */
export type Interruptible = <T>(work: (signal?: AbortSignal) => Promise<T>) => Promise<T>;

const KEPT = "interrupted: what is done is kept; the same command goes on from there";
const LOST = "interrupted: nothing is kept without --out";

/** Nobody interrupts. */
export const uninterrupted: Interruptible = (work) => work();

/**
 * The first interrupt asks `work` to end, the second one ends the program. Only for work that leaves the loop of events
 * free: while a computation holds it no handler would run, and the default, to end at once, is right.
 *
 * @param keeps does `work` keep what is done?
 */
export function untilInterrupted(keeps: boolean): Interruptible {
  return async (work) => {
    const controller = new AbortController();
    const stop = (exitCode: 130 | 143) => () =>
      controller.abort(new InterruptError(keeps ? KEPT : LOST, exitCode));
    const handlers = [
      ["SIGINT", stop(130)],
      ["SIGTERM", stop(143)],
    ] as const;
    for (const [name, handler] of handlers) process.once(name, handler);
    try {
      return await work(controller.signal);
    } finally {
      for (const [name, handler] of handlers) process.off(name, handler);
    }
  };
}
