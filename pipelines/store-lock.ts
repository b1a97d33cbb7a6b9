import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { StoreError } from "./store.js";

/** Who holds a lock: a process of this machine, told from a later one of the same number by when it started. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly started: string;
}

/**
 * Makes the file that says a run is at work, and gives back how to remove it. The file of a run that was killed is
 * replaced: its process is gone.
 *
 * @throws StoreError if another run holds it, or it cannot be made.
 */
export async function takeLock(path: string): Promise<() => void> {
  for (;;) {
    if (await makeLock(path)) return () => rmSync(path, { force: true });
    await removeDead(path);
  }
}

/** Is there a lock now, and is it ours? It gets its name when it is written, so nobody reads a part of it. */
async function makeLock(path: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, JSON.stringify(holder(process.pid)), { flag: "wx" });
    await link(temporary, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    throw new StoreError(`cannot write ${path}: ${String(cause)}`, "write", cause);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // what went wrong before matters more
  }
}

/** @throws StoreError if the holder is at work, or may be. */
async function removeDead(path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return; // removed in the meantime
  if (isAlive(text)) {
    throw new StoreError(
      `another run is writing there (${path}: ${text}); wait for it, or remove that file if there is none`,
      "check",
    );
  }
  // Renamed before it is removed: of two runs that find it dead only one gets it. Who comes late has got the lock of
  // the other one, and gives it back.
  const aside = `${path}.${randomUUID()}`;
  const moved = await rename(path, aside).then(
    () => readFile(aside, "utf8"),
    () => text,
  );
  if (moved === text) return rm(aside, { force: true });
  await rename(aside, path);
}

function isAlive(text: string): boolean {
  const found = parsed(text);
  if (!found) return false; // cut off while it was written: whoever wrote it is gone
  return found.host !== hostname() || startOf(found.pid) === found.started;
}

function parsed(text: string): Holder | undefined {
  try {
    const found: Partial<Holder> | null = JSON.parse(text);
    const { pid, host, started } = found ?? {};
    return pid === undefined || host === undefined || started === undefined
      ? undefined
      : { pid, host, started };
  } catch {
    return undefined;
  }
}

function holder(pid: number): Holder {
  return { pid, host: hostname(), started: startOf(pid) ?? "" };
}

/** When a process started, in ticks since the machine did; "" where the system does not tell; undefined if it is gone. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return undefined;
  }
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return fields[0] === "Z" ? undefined : fields[19]!; // a zombie computes no more
  } catch {
    return "";
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
