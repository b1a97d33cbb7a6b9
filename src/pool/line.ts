/** One worker, as the thread that started it sees it. */
export interface Line {
  /** Sends a message; `transfer` holds the buffers in it that are handed over and not copied. */
  readonly post: (message: unknown, transfer: readonly ArrayBuffer[]) => void;
  /** A busy worker keeps the process alive, an idle one does not. */
  readonly setBusy: (busy: boolean) => void;
  /** Ends the worker at once, whatever it is doing; nothing is heard of it after. */
  readonly end: () => Promise<void>;
}

export interface LineEvents {
  readonly onMessage: (message: unknown) => void;
  /** The worker ended by itself: it could not be started, ran out of memory, threw, or stopped. Told once. */
  readonly onEnd: (reason: string) => void;
}

/** What `#spawn` offers, for Node and for browsers. */
export interface Spawner {
  readonly spawn: (events: LineEvents) => Line;
  /** How many threads this machine runs at a time. */
  readonly cores: () => number;
}
