import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Ended, type Running, startProgram } from "./built-program.js";

/** Milliseconds for a few runs of the program on a machine that has other things to do. */
export const PATIENCE = 120_000;

/** What a program that ends in good order on a signal exits with. */
export const SIGNALS = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const;

/** Milliseconds between two looks into the folder. */
const LOOK = 5;

/** When each piece of the checkpoint was last written, by name. */
export async function piecesIn(out: string): Promise<ReadonlyMap<string, number>> {
  const folder = join(out, "checkpoint");
  const names = await readdir(folder).catch(() => []);
  const pieces = new Map<string, number>();
  for (const name of names.filter((one) => /^[a-z0-9-]+\.bin$/.test(one))) {
    const found = await stat(join(folder, name)).catch(() => undefined); // it may be replaced meanwhile
    if (found) pieces.set(name, found.mtimeMs);
  }
  return pieces;
}

/** Waits until a piece is written that was not there before, or the program has ended. */
export function untilSaved(out: string, before: ReadonlyMap<string, number>) {
  return (run: Running): Promise<void> =>
    until(run, async () => [...(await piecesIn(out))].some(([name, time]) => before.get(name) !== time));
}

/** Waits until so many pieces are there, or the program has ended. */
export function untilPieces(out: string, count: number) {
  return (run: Running): Promise<void> => until(run, async () => (await piecesIn(out)).size >= count);
}

async function until(run: Running, isSo: () => Promise<boolean>): Promise<void> {
  let over = false;
  void run.ended.then(() => {
    over = true;
  });
  while (!over && !(await isSo())) await new Promise((resolve) => setTimeout(resolve, LOOK));
}

/** Starts the program and sends it a signal when it is ready. */
export async function stopped(
  argv: readonly string[],
  ready: (run: Running) => Promise<void>,
  signal: NodeJS.Signals,
): Promise<Ended> {
  const run = startProgram(...argv);
  await ready(run);
  run.child.kill(signal);
  return run.ended;
}

/** Kills the program, which leaves its checkpoint and no result. */
export async function killed(
  argv: readonly string[],
  ready: (run: Running) => Promise<void>,
  out: string,
): Promise<void> {
  expect((await stopped(argv, ready, "SIGKILL")).signal).toBe("SIGKILL");
  expect(await readdir(out), "no result before all is done").toEqual(["checkpoint"]);
}

/** Ends the program by a signal that it hears: it says how to go on, and leaves a checkpoint without halves of files. */
export async function interrupted(
  argv: readonly string[],
  ready: (run: Running) => Promise<void>,
  { out, signal, code }: { readonly out: string; readonly signal: NodeJS.Signals; readonly code: number },
): Promise<void> {
  const { exitCode, output, error } = await stopped(argv, ready, signal);
  expect({ exitCode, output }).toEqual({ exitCode: code, output: "" });
  expect(error).toContain(
    "pushforward: interrupted: what is done is kept; the same command goes on from there\n",
  );
  const left = await readdir(join(out, "checkpoint"));
  expect(left).toContain("settings.json");
  expect(left.filter((name) => !/^[a-z0-9-]+\.(?:bin|json)$/.test(name))).toEqual([]);
}
