import { expect, it } from "vitest";
import { untilInterrupted } from "../../pipelines/interrupt.js";

/** Work that is sent a signal, and ends as it is asked to. */
const sent = (name: "SIGINT" | "SIGTERM") => async (signal?: AbortSignal) => {
  process.emit(name);
  signal!.throwIfAborted();
};

it.each([
  [true, "SIGINT", 130, /what is done is kept; the same command goes on/],
  [false, "SIGINT", 130, /nothing is kept without --out/],
  [false, "SIGTERM", 143, /nothing is kept without --out/],
] as const)(
  "work that keeps what is done (%s) ends on %s with %i and says so",
  async (keeps, name, exitCode, message) => {
    const before = process.listenerCount(name);
    const ended = untilInterrupted(keeps)(sent(name));
    await expect(ended).rejects.toMatchObject({
      tag: "InterruptError",
      exitCode,
      message: expect.stringMatching(message),
    });
    expect(process.listenerCount(name)).toBe(before);
  },
);
