/** Signals and timers get their turn between two pieces of computing. */
export const turnOfEvents = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
