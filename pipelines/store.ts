import { lstat, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
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
 * @throws StoreError if the path is a file, or holds entries of the names to be written that no earlier run left.
 */
export async function requireWritable(
  folder: string,
  names: readonly string[],
  filesOf: (command: string) => readonly string[],
): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    throw new StoreError(`--out ${folder} is a file; name a folder (it is made if it is absent)`, "check");
  }
  const earlier = await earlierCommand(folder);
  const ours = new Set(earlier === undefined ? [] : ["report.json", ...filesOf(earlier)]);
  for (const name of names) {
    const present = await lstat(join(folder, name)).catch(() => undefined);
    if (present && !(ours.has(name) && present.isFile())) {
      throw new StoreError(
        `--out ${folder} holds a ${name} that this program did not write; choose another folder`,
        "check",
      );
    }
  }
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
 * Writes all files or none: first all under temporary names, then all renamed.
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
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`cannot write to ${folder}: ${reason}`, "write", cause);
  }
}
