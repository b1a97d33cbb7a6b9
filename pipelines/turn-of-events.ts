import { setImmediate } from "node:timers/promises";

/**
 * Gives signals and timers their turn between two pieces of computing.
 *
 * The promise is rejected with the reason of the signal, if that is aborted by then.
 */
export async function turnOfEvents(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}
