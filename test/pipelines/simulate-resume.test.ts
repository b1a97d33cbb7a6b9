import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../support/built-program.js";
import { interrupted, killed, PATIENCE, piecesIn, SIGNALS, untilSaved } from "../support/stopped-run.js";
import { filesOf } from "./run-program.js";

/** A second or two of maps on workers. */
const ARGUMENTS = [
  ..."simulate diffusion --particles 150 --start-up 5 --half-window 16 --jump 20 --burn-in 5 --cycles 5".split(
    " ",
  ),
  ..."--recovery 5 --record 2.5 --checkpoint 2".split(" "),
];

describe("a simulation", () => {
  let root: string;
  let whole: Map<string, string>;
  afterAll(() => rm(root, { recursive: true, force: true }));
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "pushforward-"));
    const out = join(root, "whole");
    expect((await runProgram(...ARGUMENTS, "--quiet", "--jobs", "1", "--out", out)).exitCode).toBe(0);
    whole = await filesOf(out);
    expect([...whole.keys()]).not.toContain("checkpoint");
  }, PATIENCE);

  it(
    "that is killed again and again is finished, on other numbers of workers, to the same bytes",
    async () => {
      const out = join(root, "killed");
      for (let round = 0; round < 4; round++) {
        const ready = untilSaved(out, await piecesIn(out));
        await killed([...ARGUMENTS, "--jobs", String(1 + (round % 2)), "--out", out], ready, out);
      }
      expect((await runProgram(...ARGUMENTS, "--jobs", "2", "--out", out)).exitCode).toBe(0);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );

  it.each(SIGNALS)(
    "that is ended by %s says how to go on, and goes on to the same bytes",
    async (signal, code) => {
      const out = join(root, signal);
      const argv = [...ARGUMENTS, "--jobs", "2", "--out", out];
      await interrupted(argv, untilSaved(out, new Map()), { out, signal, code });
      expect((await runProgram(...ARGUMENTS, "--quiet", "--out", out)).exitCode).toBe(0);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );
});
