import { constants, type Stats } from "node:fs";
import { access, lstat, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { OutputFile } from "./report.js";

/** A place that cannot be written to, or holds something that is not ours to replace. */
export class StoreError extends Error {
  readonly tag = "StoreError";
  override readonly name = "StoreError";
  constructor(
    message: string,
    /** "check": found before any work was done; "write": found while writing. */
    readonly stage: "check" | "write",
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/**
 * Is this folder fit to be written to? Asked before long work, so that hours are not lost to a typing error.
 *
 * @param filesOf names of the files that a command leaves: those may be replaced where its report.json lies.
 * @throws StoreError if the path is or lies below a file, may not be written to, or holds entries of the names to be
 *   written that no earlier run left.
 */
export async function requireWritable(
  folder: string,
  names: readonly string[],
  filesOf: (command: string) => readonly string[],
): Promise<void> {
  await requireFolder(folder);
  const earlier = await earlierCommand(folder);
  const ours = new Set(earlier === undefined ? [] : ["report.json", ...filesOf(earlier)]);
  const writer = earlier === undefined ? "this program" : `the last run there (${earlier})`;
  for (const name of names) {
    const entry = await lstat(join(folder, name)).catch(() => undefined); // a link that leads nowhere counts too
    if (entry && !(ours.has(name) && entry.isFile())) {
      throw new StoreError(
        `--out ${folder} holds ${name}, which ${writer} did not write; choose another folder`,
        "check",
      );
    }
  }
}

/** Only a folder can be written to; of one that is absent, the nearest folder above it decides. */
async function requireFolder(folder: string): Promise<void> {
  let nearest = resolve(folder);
  let found = await present(nearest);
  while (!found && dirname(nearest) !== nearest) {
    nearest = dirname(nearest);
    found = await present(nearest);
  }
  if (found && !found.isDirectory()) {
    const what = nearest === resolve(folder) ? "is a file" : `lies below ${nearest}, which is a file`;
    throw new StoreError(`--out ${folder} ${what}; name a folder (it is made if it is absent)`, "check");
  }
  const allowed = access(nearest, constants.W_OK | constants.X_OK);
  await allowed.catch((cause: unknown) => {
    throw new StoreError(
      `--out ${folder}: no permission to write to ${nearest}; choose another folder`,
      "check",
      cause,
    );
  });
}

async function present(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** The mark of an earlier run: the command of a report.json that also has a version. */
async function earlierCommand(folder: string): Promise<string | undefined> {
  try {
    const report: unknown = JSON.parse(await readFile(join(folder, "report.json"), "utf8"));
    if (typeof report !== "object" || report === null || !("command" in report)) return undefined;
    return "version" in report && typeof report.command === "string" ? report.command : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes files, first all under temporary names, then all renamed: what fails while writing (a full disk) changes
 * nothing, and no file is ever half written. A rename that fails leaves the ones before it done.
 *
 * @throws StoreError with the cause if a file cannot be written; the temporary files are removed.
 */
export async function writeFolder(folder: string, files: readonly OutputFile[]): Promise<void> {
  const staged = files.map(({ name }) => ({
    temporary: join(folder, `.${name}.${process.pid}.tmp`),
    final: join(folder, name),
  }));
  try {
    await mkdir(folder, { recursive: true });
    for (const [index, { bytes }] of files.entries()) await writeFile(staged[index]!.temporary, bytes);
    for (const { temporary, final } of staged) await rename(temporary, final);
  } catch (cause) {
    // Settled: what hinders tidying up must not hide what went wrong.
    await Promise.allSettled(staged.map(({ temporary }) => rm(temporary, { force: true })));
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`cannot write to ${folder}: ${reason}`, "write", cause);
  }
}
