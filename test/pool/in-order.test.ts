import { getEventListeners } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { inOrder } from "../../src/pool/in-order.js";

async function* inputsOf(count: number): AsyncGenerator<number, void, undefined> {
  for (let n = 0; n < count; n++) yield n;
}

/** Two inputs, then nothing for good; `returned` is told when whoever reads it gives it up. */
function stalling(returned: () => void = () => undefined): AsyncIterable<number> {
  let next = 0;
  const never = new Promise<never>(() => undefined);
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => (next < 2 ? { done: false, value: next++ } : never),
      return: async () => {
        returned();
        return never;
      },
    }),
  };
}

async function taken<T>(results: AsyncIterable<T>): Promise<{ values: T[]; thrown: unknown }> {
  const values: T[] = [];
  try {
    for await (const value of results) values.push(value);
    return { values, thrown: undefined };
  } catch (thrown) {
    return { values, thrown };
  }
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Waits until it is aborted, as a task of a crew does. */
const endless = (_: number, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });

describe("results in order", () => {
  it("are those of the inputs, whichever is done first", async () => {
    const slowFirst = async (n: number): Promise<number> => {
      for (let left = 5 - n; left > 0; left--) await tick();
      return n * n;
    };
    expect((await taken(inOrder(inputsOf(6), 3, slowFirst, undefined))).values).toEqual([0, 1, 4, 9, 16, 25]);
  });

  it("are there as soon as they are done, though the inputs keep one waiting", async () => {
    const results = inOrder(stalling(), 8, async (n) => n, undefined);
    expect(await results.next()).toEqual({ done: false, value: 0 });
    expect(await results.next()).toEqual({ done: false, value: 1 });
  });

  it("are read ahead of so far and no farther", async () => {
    let read = 0;
    const counted = async function* () {
      for await (const n of inputsOf(20)) {
        read++;
        yield n;
      }
    };
    let farthest = 0;
    let done = 0;
    for await (const _ of inOrder(counted(), 4, async (n) => n, undefined)) {
      farthest = Math.max(farthest, read - done);
      done++;
    }
    expect(done).toBe(20);
    expect(farthest).toBeLessThanOrEqual(5); // 4 under way and the one that was asked for beside them
  });

  it("come before an error of the inputs that is behind them", async () => {
    const lost = new Error("the disk is gone");
    const inputs = async function* () {
      yield* inputsOf(5);
      throw lost;
    };
    const late = async (n: number): Promise<number> => {
      await tick();
      return n;
    };
    for (const ahead of [1, 2, 9]) {
      expect(await taken(inOrder(inputs(), ahead, late, undefined))).toEqual({
        values: [0, 1, 2, 3, 4],
        thrown: lost,
      });
    }
  });
});

describe("while the inputs keep one waiting", () => {
  it("an abort is heard at once, ends what is under way, and does not wait for the end of the inputs", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    let returned = 0;
    const inputs = stalling(() => {
      returned++;
    });
    const reasons: unknown[] = [];
    const run = (n: number, signal: AbortSignal): Promise<never> => {
      signal.addEventListener("abort", () => reasons.push(signal.reason));
      return endless(n, signal);
    };
    const work = taken(inOrder(inputs, 8, run, controller.signal));
    await tick();
    controller.abort(reason);
    expect(await work).toEqual({ values: [], thrown: reason });
    expect(reasons).toEqual([reason, reason]);
    expect(returned).toBe(1);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it("an abort is heard also when nothing is under way", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const work = taken(inOrder(stalling(), 8, async (n) => n, controller.signal));
    await tick();
    controller.abort(reason);
    expect(await work).toEqual({ values: [0, 1], thrown: reason });
  });

  it("a failure is told of, the first one in the order of the inputs", async () => {
    const run = async (n: number): Promise<number> => {
      if (n === 0) await tick();
      throw new Error(`input ${n}`);
    };
    const { thrown } = await taken(inOrder(stalling(), 8, run, undefined));
    expect(String(thrown)).toBe("Error: input 0");
  });
});

it("many tasks under way make no warning of too many listeners", async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on("warning", note);
  onTestFinished(() => {
    process.off("warning", note);
  });
  const controller = new AbortController();
  const work = taken(inOrder(inputsOf(40), 32, endless, controller.signal));
  await tick();
  controller.abort(new Error("enough"));
  await work;
  await tick(); // warnings are told of in a later turn
  expect(warnings).toEqual([]);
});
