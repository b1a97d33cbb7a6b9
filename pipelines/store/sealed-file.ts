import { createHash, randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StoreError } from "../store.js";

const HASH_BYTES = 32;
const TEMPORARY = /^\.[0-9a-f-]{36}\.tmp$/;

/** Bytes and their SHA-256, the parts of a file that shows whether it was damaged since. */
export function sealed(body: Uint8Array): readonly Uint8Array[] {
  return [body, sha256(body)];
}

/** What was sealed; undefined where the bytes are not as they were. */
export function unsealed(bytes: Uint8Array): Uint8Array | undefined {
  const body = bytes.subarray(0, Math.max(bytes.length - HASH_BYTES, 0));
  return sha256(body).equals(bytes.subarray(body.length)) ? body : undefined;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/**
 * The bytes of a file; undefined only if there is none: what is there and cannot be read would be computed again for nothing.
 *
 * @throws StoreError if it cannot be read.
 */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new StoreError(`cannot read ${path}: ${String(cause)}; remove it`, "write", cause);
  }
}

/**
 * Writes a file under a temporary name, then renames it: it is there whole or not at all, and one that was there before stays until
 * then. Its bytes are on the disk before its name is, so that a power cut leaves one of both.
 *
 * @throws what the file system says.
 */
export async function placeWhole(path: string, parts: Uint8Array | readonly Uint8Array[]): Promise<void> {
  const temporary = join(dirname(resolve(path)), `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, parts, { flag: "wx", flush: true });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined); // the cause matters more
    throw cause;
  }
}

/** Is this the name of a file that was being written when a run was killed? */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Work on files of a folder. @throws StoreError with the folder and the cause if it fails. */
export async function writingTo<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`cannot write to ${folder}: ${reason}`, "write", cause);
  }
}
