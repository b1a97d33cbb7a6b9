import { expect, it } from "vitest";
import { busyClock } from "../../pipelines/busy-clock.js";

it("goes on while the process computes, and stands still while it waits", () => {
  const now = busyClock();
  const waited = now();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  const computed = now();
  const end = performance.now() + 400;
  while (performance.now() < end);
  const ended = now();
  // other threads of the process compute a little meanwhile
  expect(computed - waited).toBeLessThan(200);
  // on a machine that has eight other things to do a turn in ten is left
  expect(ended - computed).toBeGreaterThan(10);
});
