import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { link, lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { StoreError } from "../store.js";

/** Who holds a lock: a process of this machine, told from a later one of the same number by when it started. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly started: string;
}

/** Times that a lock found dead or gone is tried again; each time another run has got it, and let it go. */
const MOST_ROUNDS = 50;
/** Milliseconds after which a lock that is cut off is so for good: it has some hundred bytes. */
const SETTLED = 100;
/** What a file system answers that has no hard links. */
const NO_LINKS: ReadonlySet<unknown> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/**
 * Makes the file that says a run is at work, and gives back how to remove it, which is done once and only while the file
 * is this run's. The file of a run that was killed is replaced: its process is gone.
 *
 * @throws StoreError if another run holds it, or it cannot be made or read.
 */
export async function takeLock(path: string): Promise<() => void> {
  const text = JSON.stringify(ownHolder());
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (await makeLock(path, text)) return releaser(path, text);
    await removeDead(path);
  }
  throw new StoreError(`other runs keep taking ${path}; wait for them`, "check");
}

function releaser(path: string, text: string): () => void {
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (textNow(path) === text) rmSync(path, { force: true });
  };
}

function textNow(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // what cannot be read is not known to be ours
  }
}

/** Is the lock ours now? */
async function makeLock(path: string, text: string): Promise<boolean> {
  const temporary = besideOf(path);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    return await placeLock(temporary, path, text);
  } catch (cause) {
    throw new StoreError(`cannot write ${path}: ${String(cause)}`, "write", cause);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // what went wrong before matters more
  }
}

/**
 * Gives a written file the name of the lock; false if there is a lock. By a link, so that nobody reads a part of it;
 * where there are none it is written in its place, and who reads a part of it waits and reads again.
 */
async function placeLock(written: string, path: string, text: string): Promise<boolean> {
  try {
    await link(written, path).catch((error: unknown) => {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      return writeFile(path, text, { flag: "wx" });
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** A name in the same folder that nobody else has; `isBesideLock` knows it. */
function besideOf(path: string): string {
  return `${path}.${randomUUID()}`;
}

/** Is this the name of what a run that was killed while it took the lock `lock` may have left? */
export function isBesideLock(name: string, lock: string): boolean {
  return name.startsWith(`${lock}.`) && /^[0-9a-f-]{36}$/.test(name.slice(lock.length + 1));
}

/** @throws StoreError if the holder is at work, or may be. */
async function removeDead(path: string): Promise<void> {
  const text = await lockText(path);
  if (text === undefined) return; // removed in the meantime
  if (isAlive(text)) {
    throw new StoreError(
      `another run is writing there (${path}: ${text}); wait for it, or remove that file if there is none`,
      "check",
    );
  }
  if (!parsed(text)) {
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    if ((await lockText(path)) !== text) return; // it was being written
  }
  // Renamed before it is removed: of two runs that find it dead only one gets it.
  const aside = besideOf(path);
  await reading(path, async () => {
    const moved = await renamed(path, aside);
    if (moved === undefined) return;
    // Who comes late has got the lock of the other one, and gives it back, but not over one that was made meanwhile.
    if (moved !== text) await placeLock(aside, path, moved);
    await rm(aside, { force: true });
  });
}

/** What stands in the lock; undefined if there is none. */
async function lockText(path: string): Promise<string | undefined> {
  return reading(path, async () => {
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || (await isLink(path))) throw error;
      return undefined;
    }
  });
}

/** A link that leads nowhere can be neither read nor replaced by a lock. */
async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

/** What stands in a file that got another name; undefined if it is gone. */
async function renamed(path: string, aside: string): Promise<string | undefined> {
  try {
    await rename(path, aside);
    return await readFile(aside, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StoreError(
      `cannot tell if another run is writing there: ${path} cannot be read (${String(cause)}); remove it if there is none`,
      "check",
      cause,
    );
  }
}

function isAlive(text: string): boolean {
  const found = parsed(text);
  if (!found) return false; // cut off while it was written
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

/** With a number of its own: one process may take a lock several times. */
function ownHolder(): Holder & { readonly id: string } {
  const { pid } = process;
  return { pid, host: hostname(), started: startOf(pid) ?? "", id: randomUUID() };
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
