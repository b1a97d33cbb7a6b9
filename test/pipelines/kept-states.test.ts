import { expect, it } from "vitest";
import { InterruptError } from "../../pipelines/interrupt.js";
import { keptStates } from "../../pipelines/store/kept-states.js";
import { StoreError } from "../../pipelines/store.js";

interface Count {
  readonly count: number;
}

async function* counted(to: number, onCount: (count: number) => void = () => undefined) {
  for (let count = 1; count <= to; count++) {
    onCount(count);
    yield { count };
  }
}

/** Computing for so many milliseconds, in which no event has its turn. */
function compute(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function keeping() {
  const kept: number[] = [];
  const save = async ({ count }: Count): Promise<void> => {
    kept.push(count);
  };
  return { kept, save };
}

it("the last state is saved and given back; where there is none, nothing is", async () => {
  const { kept, save } = keeping();
  expect(await keptStates(counted(3), { save })).toEqual({ count: 3 });
  expect(kept).toEqual([3]);
  expect(await keptStates(counted(0), { save })).toBeUndefined();
  expect(kept).toEqual([3]);
});

it("states are saved on the way when the interval is over, and not before", async () => {
  const { kept, save } = keeping();
  const slow = counted(4, (count) => count === 3 && compute(20));
  await keptStates(slow, { save, interval: 10 });
  expect(kept).toContain(3);
  const often = keeping();
  await keptStates(counted(4), { save: often.save, interval: 1e9 });
  expect(often.kept).toEqual([4]);
});

it("an error ends it, with what went before kept", async () => {
  const { kept, save } = keeping();
  const broken = counted(5, (count) => {
    if (count === 4) throw new Error("the fourth");
  });
  await expect(keptStates(broken, { save })).rejects.toThrow("the fourth");
  expect(kept).toEqual([3]);
});

it("a signal that comes while it computes is heard after a while of computing, and ends it in the same way", async () => {
  const { kept, save } = keeping();
  const controller = new AbortController();
  setTimeout(() => controller.abort(new InterruptError("enough", 130)), 0);
  const told: number[] = [];
  const slow = counted(100, () => compute(20));
  const { signal } = controller;
  const run = keptStates(slow, { save, signal, onTurn: ({ count }) => told.push(count) });
  await expect(run).rejects.toThrow("enough");
  expect(told.length, "events have had their turn before the end").toBeGreaterThan(0);
  expect(kept).toEqual([told.at(-1)]);
  expect(kept[0]).toBeLessThan(100);
});

it("where nothing can be saved it says so once", async () => {
  let tried = 0;
  const save = async (): Promise<void> => {
    tried += 1;
    throw new StoreError("the disk is full", "write");
  };
  await expect(
    keptStates(
      counted(3, () => compute(2)),
      { save, interval: 1 },
    ),
  ).rejects.toThrow("full");
  expect(tried).toBe(1);
});
