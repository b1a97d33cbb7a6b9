import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../support/built-program.js";
import { interrupted, killed, PATIENCE, SIGNALS, untilPieces } from "../support/stopped-run.js";
import { filesOf } from "./run-program.js";

/** Some hundred evaluations of a few milliseconds. */
const ARGUMENTS = [
  "steady-state",
  "double-well",
  ...["--particles", "2000", "--quantiles", "40", "--iterations", "6", "--tolerance", "0"],
];

describe("a search for a steady state", () => {
  let root: string;
  let whole: Map<string, string>;
  afterAll(() => rm(root, { recursive: true, force: true }));
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "pushforward-"));
    const out = join(root, "whole");
    expect(await runProgram(...ARGUMENTS, "--quiet", "--out", out)).toMatchObject({ exitCode: 0, error: "" });
    whole = await filesOf(out);
    expect([...whole.keys()]).not.toContain("checkpoint");
  }, PATIENCE);

  it(
    "that is killed twice is finished by the third run, to the same bytes",
    async () => {
      const out = join(root, "killed");
      for (const count of [5, 20]) await killed([...ARGUMENTS, "--out", out], untilPieces(out, count), out);
      const { exitCode, error } = await runProgram(...ARGUMENTS, "--out", out);
      expect(exitCode).toBe(0);
      expect(
        Number(/(\d+) of \d+ evaluations were made by an earlier run/.exec(error)?.[1]),
      ).toBeGreaterThanOrEqual(20);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );

  it.each(SIGNALS)(
    "ends in good order on %s, and the same command goes on from there",
    async (signal, code) => {
      const out = join(root, signal);
      const argv = [...ARGUMENTS, "--out", out];
      await interrupted(argv, untilPieces(out, 5), { out, signal, code });
      expect((await runProgram(...argv)).exitCode).toBe(0);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );
});
