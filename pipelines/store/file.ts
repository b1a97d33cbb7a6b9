import { open, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { SavedFile } from "../report.js";
import { requireOutside, StoreError } from "../store.js";
import { placeWhole } from "./sealed-file.js";

/** What an option names, and what a file of that kind begins with. */
export interface FilePlace {
  readonly path: string;
  /** As the command line spells it. */
  readonly option: string;
  /** Whether bytes are the beginning of such a file, which may be replaced. */
  readonly isOwn: (start: Uint8Array) => boolean;
}

/** Bytes at the beginning of a file that is there already, to tell what it is. */
const START = 64;

/**
 * Is this place fit for a file? Asked before long work.
 *
 * @throws StoreError if it is a folder, lies in no folder or in one of the inputs, or holds a file of another kind.
 */
export async function requireFilePlace(
  { path, option, isOwn }: FilePlace,
  inputs: readonly string[],
): Promise<void> {
  const folder = dirname(resolve(path));
  const parent = await stat(folder).catch(() => undefined);
  if (!parent?.isDirectory()) throw refused(option, path, "lies in no folder that is there; make it first");
  await requireOutside(path, inputs, option);
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  if (found.isDirectory()) throw refused(option, path, "is a folder; name a file");
  if (!found.isFile() || !isOwn(await startOf(path))) {
    throw refused(option, path, "holds something that this program did not write there; choose another name");
  }
}

function refused(option: string, path: string, reason: string): StoreError {
  return new StoreError(`${option} ${path} ${reason}`, "check");
}

async function startOf(path: string): Promise<Uint8Array> {
  const file = await open(path).catch(() => undefined);
  if (!file) return new Uint8Array(0);
  try {
    const start = new Uint8Array(START);
    const { bytesRead } = await file.read(start, 0, START, 0);
    return start.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Writes a file under a temporary name, then renames it: it is there whole or not at all. @throws StoreError. */
export async function writeSaved({ path, bytes }: SavedFile): Promise<void> {
  try {
    await placeWhole(path, bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`cannot write ${path}: ${reason}`, "write", cause);
  }
}
