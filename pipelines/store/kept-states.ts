import { StoreError } from "../store.js";
import { turnOfEvents } from "../turn-of-events.js";

/** How the states of a computation are kept while they come. */
export interface Keeping<State> {
  readonly save: (state: State) => Promise<void>;
  /** Milliseconds between two saves; undefined: only at the end, and when the computation is left. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told the latest state whenever events have their turn. */
  readonly onTurn?: ((state: State) => void) | undefined;
}

/** Milliseconds of computing after which events are let in: signals, and the bar of progress. */
const BREATH = 50;

/**
 * Runs a computation that goes from state to state to its end, and gives back its last one; undefined if there is none. Events are let
 * in on the way, states are saved when it is time, and so is the last one, also when a signal or an error ends the computation: what
 * went before is good.
 *
 * @throws the reason of the signal, what the computation throws, StoreError if a state cannot be saved.
 */
export async function keptStates<State extends object>(
  states: AsyncIterable<State>,
  { save, interval = Number.POSITIVE_INFINITY, signal, onTurn }: Keeping<State>,
): Promise<State | undefined> {
  let last: State | undefined;
  let saved = performance.now();
  let breath = saved;
  try {
    for await (const state of states) {
      last = state;
      const now = performance.now();
      if (now - saved > interval) {
        await save(state);
        saved = performance.now();
      }
      if (now - breath < BREATH) continue;
      onTurn?.(state);
      await turnOfEvents(signal);
      breath = performance.now();
    }
  } catch (error) {
    if (last && !(error instanceof StoreError)) await save(last);
    throw error;
  }
  if (last) await save(last);
  return last;
}
