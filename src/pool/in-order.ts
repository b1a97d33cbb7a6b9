/**
 * Results in the order of the inputs, at most `ahead` of them under way or waiting to be taken, so that memory is
 * bounded however long the inputs are. Whoever stops taking, or a failure, aborts what is under way.
 */
export async function* inOrder<Input, Output>(
  inputs: AsyncIterable<Input> | Iterable<Input>,
  ahead: number,
  run: (input: Input, signal: AbortSignal) => Promise<Output>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Output, void, undefined> {
  const inner = new AbortController();
  const abort = (): void => inner.abort(signal!.reason);
  signal?.addEventListener("abort", abort);
  const under: Promise<Output>[] = [];
  const queue = (input: Input): void => {
    const result = run(input, inner.signal);
    result.catch(() => undefined); // it is waited for in its turn, which may come late or never
    under.push(result);
  };
  try {
    signal?.throwIfAborted();
    for await (const input of inputs) {
      queue(input);
      if (under.length >= ahead) yield await under.shift()!;
      signal?.throwIfAborted();
    }
    for (let result = under.shift(); result; result = under.shift()) yield await result;
  } finally {
    signal?.removeEventListener("abort", abort);
    inner.abort(new Error("no longer wanted"));
  }
}
