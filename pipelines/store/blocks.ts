import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../make-folder.js";
import { StoreError } from "../store.js";
import { isBesideLock, takeLock } from "./lock.js";

/** Pieces of a long computation by the hash of what they are made from, so that a later run can take them over. */
export interface BlockStore {
  /**
   * The piece as it was saved; undefined if there is none, or what is there is damaged.
   *
   * @throws StoreError if there is one that cannot be read.
   */
  readonly load: (key: string) => Promise<Uint8Array | undefined>;
  /** @throws StoreError if it cannot be written; then there is none, and not a part of one. */
  readonly save: (key: string, bytes: Uint8Array) => Promise<void>;
  /** Removes all pieces, of this run and earlier ones. */
  readonly clear: () => Promise<void>;
  /** Lets another run have the place; a second call does nothing. */
  readonly close: () => void;
}

/** Pieces that live as long as the process. */
export function memoryBlocks(): BlockStore {
  const blocks = new Map<string, Uint8Array>();
  return {
    load: async (key) => blocks.get(key),
    save: async (key, bytes) => {
      blocks.set(key, bytes);
    },
    clear: async () => blocks.clear(),
    close: () => undefined,
  };
}

/** Sub-folder of `--out` for pieces. */
const BLOCKS_FOLDER = "blocks";
const LOCK = "in-use.json";
/** Names of pieces, and of those that were being written when a run was killed. */
const PIECES = /^[0-9a-f]{64}\.npy$|^\.[0-9a-f]{64}\.[0-9a-f-]{36}\.tmp$/;
const HASH_BYTES = 32;

/**
 * Pieces as files `KEY.npy` in the sub-folder `blocks` of `out`: an NPY array that any reader opens, followed by the
 * SHA-256 of what is before it. They are renamed into place when they are whole.
 *
 * @throws StoreError if another run is using the folder, or it cannot be made.
 */
export async function folderBlocks(out: string): Promise<BlockStore> {
  const folder = join(out, BLOCKS_FOLDER);
  const writing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StoreError(`cannot write to ${folder}: ${reason}`, "write", cause);
    }
  };
  await writing(() => makeFolder(folder));
  const release = await takeLock(join(folder, LOCK));
  return {
    load: async (key) => {
      const bytes = await readPiece(join(folder, `${key}.npy`));
      return bytes && verified(bytes);
    },
    save: async (key, bytes) => {
      const temporary = join(folder, `.${key}.${randomUUID()}.tmp`);
      await writing(async () => {
        try {
          await writeFile(temporary, [bytes, sha256(bytes)], { flag: "wx" });
          await rename(temporary, join(folder, `${key}.npy`));
        } catch (cause) {
          await rm(temporary, { force: true }).catch(() => undefined); // the cause matters more
          throw cause;
        }
      });
    },
    clear: () =>
      writing(async () => {
        const names = (await readdir(folder)).filter(isOurs);
        for (const name of names) await rm(join(folder, name), { force: true });
        release();
        await rmdir(folder).catch(() => undefined); // something of the user's is in it
      }),
    close: release,
  };
}

function isOurs(name: string): boolean {
  return PIECES.test(name) || isBesideLock(name, LOCK);
}

/** Undefined only if there is no such file: one that is there and cannot be read would be computed again for nothing. */
async function readPiece(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new StoreError(`cannot read ${path}: ${String(cause)}; remove it`, "write", cause);
  }
}

function verified(bytes: Uint8Array): Uint8Array | undefined {
  const body = bytes.subarray(0, Math.max(bytes.length - HASH_BYTES, 0));
  const hash = bytes.subarray(body.length);
  return sha256(body).equals(hash) ? body : undefined;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
