/** What is under way, and what ends it. */
interface Running<Output> {
  readonly result: Promise<Output>;
  readonly stop: AbortController;
}

/** What came of the inputs; `input` throws what they threw. */
type Read<Input> = { readonly input: () => Input } | { readonly end: true };

/**
 * Results in the order of the inputs, each as soon as it and those before it are there; at most `ahead` of them under
 * way or waiting to be taken, so that memory is bounded however long the inputs are. An error of the inputs comes in its
 * turn, after the results of what was read before.
 *
 * Whoever stops taking, a failure, or an abort (at once, also while the inputs keep one waiting) aborts what is under
 * way and ends the inputs; where the next one is still to come, they end when it does.
 */
export async function* inOrder<Input, Output>(
  inputs: AsyncIterable<Input>,
  ahead: number,
  run: (input: Input, signal: AbortSignal) => Promise<Output>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Output, void, undefined> {
  const iterator = inputs[Symbol.asyncIterator]();
  const running: Running<Output>[] = [];
  const stopAll = (reason: unknown): void => {
    for (const { stop } of running) stop.abort(reason);
  };
  let asked: Promise<Read<Input>> | undefined;
  let ended = false;
  let refuse: (reason: unknown) => void = () => undefined;
  const abort = (): void => {
    refuse(signal!.reason);
    stopAll(signal!.reason);
  };
  signal?.addEventListener("abort", abort);
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (!ended && running.length < ahead) {
        asked ??= new Promise((resolve, reject) => {
          refuse = reject;
          void nextOf(iterator).then(resolve);
        });
      }
      const event = await firstOf(asked, running[0]?.result);
      if (event === undefined) return;
      signal?.throwIfAborted();
      if ("output" in event) {
        running.shift();
        yield event.output;
        continue;
      }
      asked = undefined;
      ended = "end" in event;
      if ("input" in event) running.push(started((stop) => run(event.input(), stop)));
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    stopAll(new Error("no longer wanted"));
    const closed = ended ? undefined : iterator.return?.();
    // what keeps one waiting for an input may keep one waiting for its end
    if (asked || signal?.aborted) closed?.catch(() => undefined);
    else await closed;
  }
}

async function nextOf<Input>(iterator: AsyncIterator<Input>): Promise<Read<Input>> {
  try {
    const { done, value } = await iterator.next();
    return done ? { end: true } : { input: () => value };
  } catch (error) {
    return {
      input: () => {
        throw error;
      },
    };
  }
}

/** Whichever is there first; undefined if there is nothing to wait for. */
async function firstOf<Input, Output>(
  asked: Promise<Read<Input>> | undefined,
  head: Promise<Output> | undefined,
): Promise<Read<Input> | { readonly output: Output } | undefined> {
  const output = head?.then((value) => ({ output: value }));
  if (!asked || !output) return asked ?? output;
  return Promise.race([asked, output]);
}

/** One signal each: Node warns of more than ten that listen to the same one. */
function started<Output>(run: (signal: AbortSignal) => Promise<Output>): Running<Output> {
  const stop = new AbortController();
  const result = (async () => run(stop.signal))();
  result.catch(() => undefined); // it is waited for in its turn, which may come late or never
  return { result, stop };
}
