import { randomUUID } from "node:crypto";
import { constants, rmSync, type Stats } from "node:fs";
import { access, lstat, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { makeFolder } from "./make-folder.js";
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
 * @param names of the files to be written.
 * @param possible names of all files that any run may leave; a report that lists others is not believed.
 * @returns names of the files there that an earlier run left, by its report.json: those may be replaced or removed.
 * @throws StoreError if the path is or lies below a file, may not be written to, or holds entries of the names to be
 *   written that no earlier run left.
 */
export async function requireWritable(
  folder: string,
  names: readonly string[],
  possible: Pick<ReadonlySet<string>, "has">,
): Promise<readonly string[]> {
  await requireFolder(folder);
  const earlier = await earlierRun(folder);
  const writer = earlier === undefined ? "this program" : `the last run there (${earlier.command})`;
  const ours: string[] = [];
  for (const name of earlier?.files ?? []) {
    if (possible.has(name) && (await entryOf(folder, name))?.isFile()) ours.push(name);
  }
  for (const name of names) {
    if (ours.includes(name) || !(await entryOf(folder, name))) continue;
    throw new StoreError(
      `--out ${folder} holds ${name}, which ${writer} did not write; choose another folder`,
      "check",
    );
  }
  return ours;
}

/** A link is an entry of its own, also one that leads nowhere. */
async function entryOf(folder: string, name: string): Promise<Stats | undefined> {
  return lstat(join(folder, name)).catch(() => undefined);
}

/**
 * A folder of data must not get results: they would be read as data the next time.
 *
 * @throws StoreError if `folder` is one of the inputs or lies in one.
 */
export async function requireOutside(
  folder: string,
  inputs: readonly string[],
  option = "--out",
): Promise<void> {
  const destination = await realPlace(folder);
  for (const input of inputs) {
    const data = await present(input);
    if (!data?.isDirectory()) continue;
    const path = relative(await realpath(input), destination);
    if (path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path)) {
      throw new StoreError(
        `${option} ${folder} is in the dataset ${input}, which would read it as data; choose a folder elsewhere`,
        "check",
      );
    }
  }
}

/** Without links, also where the end of the path is not there yet. */
async function realPlace(path: string): Promise<string> {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  const found = await realpath(absolute).catch(() => undefined);
  if (found !== undefined || parent === absolute) return found ?? absolute;
  return join(await realPlace(parent), relative(parent, absolute));
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

interface EarlierRun {
  readonly command: string;
  readonly files: readonly string[];
}

/** The mark of an earlier run: a report.json with a command and a version. It lists what the run left besides. */
async function earlierRun(folder: string): Promise<EarlierRun | undefined> {
  try {
    const report: unknown = JSON.parse(await readFile(join(folder, "report.json"), "utf8"));
    if (typeof report !== "object" || report === null || !("version" in report)) return undefined;
    if (!("command" in report) || typeof report.command !== "string") return undefined;
    const listed: readonly unknown[] = "files" in report && Array.isArray(report.files) ? report.files : [];
    const files = listed.filter((name) => typeof name === "string");
    return { command: report.command, files: ["report.json", ...files] };
  } catch {
    return undefined;
  }
}

/**
 * Writes files, first all under temporary names, then all renamed: what fails while writing (a full disk) changes
 * nothing, and no file is ever half written. A rename that fails leaves the ones before it done.
 *
 * @param earlier names of files that an earlier run left there; those that are not written again are removed.
 * @throws StoreError with the cause if a file cannot be written; the temporary files are removed.
 */
export async function writeFolder(
  folder: string,
  files: readonly OutputFile[],
  earlier: readonly string[] = [],
): Promise<void> {
  const staged = files.map(({ name }) => ({
    temporary: join(folder, `.${name}.${randomUUID()}.tmp`),
    final: join(folder, name),
  }));
  const release = tidyWhenInterrupted(staged.map(({ temporary }) => temporary));
  try {
    await makeFolder(folder);
    for (const [index, { bytes }] of files.entries()) {
      await writeFile(staged[index]!.temporary, bytes, { flag: "wx" }); // never through a link that lies there
    }
    for (const { temporary, final } of staged) await rename(temporary, final);
    const stale = earlier.filter((name) => !files.some((file) => file.name === name));
    for (const name of stale) await rm(join(folder, name), { force: true });
  } catch (cause) {
    // Settled: what hinders tidying up must not hide what went wrong.
    await Promise.allSettled(staged.map(({ temporary }) => rm(temporary, { force: true })));
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`cannot write to ${folder}: ${reason}`, "write", cause);
  } finally {
    release();
  }
}

/** What a shell makes of a program ended by the signal: 128 + its number. */
const INTERRUPTS = [
  { signal: "SIGINT", exitCode: 130 },
  { signal: "SIGTERM", exitCode: 143 },
] as const;

/**
 * While files are being written, an interrupt first removes the temporary ones. Only then: during a computation the
 * loop that would run such a handler stands still, and the default, to end at once, is right.
 */
function tidyWhenInterrupted(temporary: readonly string[]): () => void {
  const handlers = INTERRUPTS.map(({ signal, exitCode }) => {
    const handler = (): void => {
      for (const path of temporary) rmSync(path, { force: true });
      process.exit(exitCode);
    };
    process.once(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
