import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, runProgram, startProgram } from "../support/built-program.js";
import { filesOf } from "./run-program.js";

/** A second or two of maps on workers. */
const ARGUMENTS = [
  ..."simulate diffusion --particles 150 --start-up 5 --half-window 16 --jump 20 --burn-in 5 --cycles 5".split(
    " ",
  ),
  ..."--recovery 5 --record 2.5 --checkpoint 2".split(" "),
];

/** Milliseconds for a few runs of the program on a machine that has other things to do. */
const PATIENCE = 120_000;

/** When each piece was last written, by name. */
async function piecesIn(out: string): Promise<Map<string, number>> {
  const folder = join(out, "checkpoint");
  const names = await readdir(folder).catch(() => []);
  const pieces = new Map<string, number>();
  for (const name of names.filter((one) => /^[a-z-]+\.bin$/.test(one))) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found) pieces.set(name, found.mtimeMs);
  }
  return pieces;
}

/** Waits until a piece is written that was not there before, or the program has ended. */
async function untilSaved(out: string, before: ReadonlyMap<string, number>, run: Running): Promise<void> {
  let over = false;
  void run.ended.then(() => {
    over = true;
  });
  while (!over) {
    const pieces = await piecesIn(out);
    if ([...pieces].some(([name, time]) => before.get(name) !== time)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

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
      let kills = 0;
      for (let round = 0; round < 4; round++) {
        const before = await piecesIn(out);
        const run = startProgram(...ARGUMENTS, "--jobs", String(1 + (round % 2)), "--out", out);
        await untilSaved(out, before, run);
        run.child.kill("SIGKILL");
        const { signal } = await run.ended;
        if (signal === "SIGKILL") kills += 1;
        expect(await readdir(out), "no result before all is done").toEqual(["checkpoint"]);
      }
      expect(kills).toBe(4);
      expect((await runProgram(...ARGUMENTS, "--jobs", "2", "--out", out)).exitCode).toBe(0);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "that is ended by %s says how to go on, and goes on to the same bytes",
    async (signal, code) => {
      const out = join(root, signal);
      const run = startProgram(...ARGUMENTS, "--jobs", "2", "--out", out);
      await untilSaved(out, new Map(), run);
      run.child.kill(signal);
      const { exitCode, output, error } = await run.ended;
      expect({ exitCode, output }).toEqual({ exitCode: code, output: "" });
      expect(error).toBe(
        "pushforward: interrupted: what is done is kept; the same command goes on from there\n",
      );
      const left = await readdir(join(out, "checkpoint"));
      expect(left).toContain("settings.json");
      expect(left.filter((name) => !/^[a-z-]+\.(?:bin|json)$/.test(name))).toEqual([]);
      expect((await runProgram(...ARGUMENTS, "--quiet", "--out", out)).exitCode).toBe(0);
      expect(await filesOf(out)).toEqual(whole);
    },
    PATIENCE,
  );
});
