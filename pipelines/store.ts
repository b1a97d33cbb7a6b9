import { access, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
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
 * @throws StoreError if the path is a file, or holds files of the names to be written that no earlier run left.
 */
export async function requireWritable(folder: string, names: readonly string[]): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    throw new StoreError(`--out ${folder} is a file; name a folder (it is made if it is absent)`, "check");
  }
  if (await holdsReport(folder)) return;
  for (const name of names) {
    if (await exists(join(folder, name))) {
      throw new StoreError(
        `--out ${folder} holds a ${name} that this program did not write; choose another folder`,
        "check",
      );
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The mark of an earlier run: a report.json with a command and a version. */
async function holdsReport(folder: string): Promise<boolean> {
  try {
    const report: unknown = JSON.parse(await readFile(join(folder, "report.json"), "utf8"));
    return typeof report === "object" && report !== null && "command" in report && "version" in report;
  } catch {
    return false;
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
