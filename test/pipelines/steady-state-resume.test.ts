import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, runProgram, startProgram } from "../support/built-program.js";
import { filesOf } from "./run-program.js";

/** Some hundred evaluations of a few milliseconds. */
const ARGUMENTS = [
  "steady-state",
  "double-well",
  ...["--particles", "2000", "--quantiles", "40", "--iterations", "6", "--tolerance", "0"],
];

/** Milliseconds for a few runs of the program on a machine that has other things to do. */
const PATIENCE = 120_000;

async function piecesIn(out: string): Promise<number> {
  const names = await readdir(join(out, "checkpoint")).catch(() => []);
  return names.filter((name) => /^[a-z0-9-]+\.bin$/.test(name)).length;
}

/** Waits until so many pieces are there, or the program has ended. */
async function untilPieces(out: string, count: number, run: Running): Promise<void> {
  let over = false;
  void run.ended.then(() => {
    over = true;
  });
  while (!over && (await piecesIn(out)) < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

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
      for (const count of [5, 20]) {
        const run = startProgram(...ARGUMENTS, "--out", out);
        await untilPieces(out, count, run);
        run.child.kill("SIGKILL");
        expect((await run.ended).signal).toBe("SIGKILL");
        expect(await readdir(out), "no result before all is done").toEqual(["checkpoint"]);
      }
      const { exitCode, error } = await runProgram(...ARGUMENTS, "--out", out);
      expect(exitCode).toBe(0);
      expect(
        Number(/(\d+) of \d+ evaluations were made by an earlier run/.exec(error)?.[1]),
      ).toBeGreaterThanOrEqual(20);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "ends in good order on %s, and the same command goes on from there",
    async (signal, code) => {
      const out = join(root, signal);
      const run = startProgram(...ARGUMENTS, "--out", out);
      await untilPieces(out, 5, run);
      run.child.kill(signal);
      const { exitCode, output, error } = await run.ended;
      expect({ exitCode, output }).toEqual({ exitCode: code, output: "" });
      expect(error).toContain("the same command goes on from there");
      expect((await runProgram(...ARGUMENTS, "--out", out)).exitCode).toBe(0);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );
});
