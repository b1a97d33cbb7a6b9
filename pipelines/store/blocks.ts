import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../make-folder.js";
import { isBesideLock, takeLock } from "./lock.js";
import { isTemporary, placeWhole, readIfThere, sealed, unsealed, writingTo } from "./sealed-file.js";

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
/** Names of pieces, and of those that runs of earlier versions were writing when they were killed. */
const PIECES = /^[0-9a-f]{64}\.npy$|^\.[0-9a-f]{64}\.[0-9a-f-]{36}\.tmp$/;

/**
 * Pieces as files `KEY.npy` in the sub-folder `blocks` of `out`: an NPY array that any reader opens, followed by the
 * SHA-256 of what is before it. They are renamed into place when they are whole.
 *
 * @throws StoreError if another run is using the folder, or it cannot be made.
 */
export async function folderBlocks(out: string): Promise<BlockStore> {
  const folder = join(out, BLOCKS_FOLDER);
  await writingTo(folder, () => makeFolder(folder));
  const release = await takeLock(join(folder, LOCK));
  return {
    load: async (key) => {
      const bytes = await readIfThere(join(folder, `${key}.npy`));
      return bytes && unsealed(bytes);
    },
    save: (key, bytes) => writingTo(folder, () => placeWhole(join(folder, `${key}.npy`), sealed(bytes))),
    clear: () =>
      writingTo(folder, async () => {
        const names = (await readdir(folder)).filter(isOurs);
        for (const name of names) await rm(join(folder, name), { force: true });
        release();
        await rmdir(folder).catch(() => undefined); // something of the user's is in it
      }),
    close: release,
  };
}

function isOurs(name: string): boolean {
  return PIECES.test(name) || isTemporary(name) || isBesideLock(name, LOCK);
}
