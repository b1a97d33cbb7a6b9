import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../make-folder.js";
import type { Settings } from "../report.js";
import { StoreError } from "../store.js";
import { decodePiece, encodePiece, type Piece } from "./checkpoint-piece.js";
import { isBesideLock, takeLock } from "./lock.js";
import { isTemporary, placeWhole, readIfThere, sealed, unsealed, writingTo } from "./sealed-file.js";

export type { Piece } from "./checkpoint-piece.js";

/** Where a long computation keeps what it has, under names that it chooses, so that the same command goes on from there. */
export interface Checkpoint {
  /** Undefined if there is none of that name, or what is there is damaged. @throws StoreError if it cannot be read. */
  readonly load: (name: string) => Promise<Piece | undefined>;
  /** Takes the place of an earlier piece of that name. @throws StoreError if it cannot be written; the earlier one is left. */
  readonly save: (name: string, piece: Piece) => Promise<void>;
  /** Removes all pieces, and lets another run have the place. */
  readonly clear: () => Promise<void>;
  /** Says that the run came to nothing: the same one still goes on from the pieces, any other one may take the place. */
  readonly fail: () => Promise<void>;
  /** Lets another run have the place, and leaves the pieces; a second call does nothing. */
  readonly close: () => void;
}

/** What a checkpoint is of: only a run of the same goes on from it. */
export interface CheckpointOwner {
  readonly command: string;
  readonly version: string;
  readonly seed: number;
  readonly settings: Settings;
}

/** Pieces that live as long as the process. */
export function memoryCheckpoint(): Checkpoint {
  const pieces = new Map<string, Uint8Array>();
  return {
    load: async (name) => {
      const bytes = pieces.get(name);
      return bytes && decodePiece(bytes);
    },
    save: async (name, piece) => {
      pieces.set(name, encodePiece(piece));
    },
    clear: async () => pieces.clear(),
    fail: async () => undefined,
    close: () => undefined,
  };
}

/** Sub-folder of `--out`. */
const FOLDER = "checkpoint";
const LOCK = "in-use.json";
const OWNER = "settings.json";
const NAME = /^[a-z0-9-]+$/;
const PIECE_FILE = /^[a-z0-9-]+\.bin$/;

/**
 * Pieces as files `NAME.bin` in the sub-folder `checkpoint` of `out`, each followed by the SHA-256 of what is before it.
 * They are renamed into place when they are whole: a run that is killed leaves the last whole one.
 *
 * @throws StoreError if another run is using the folder, it cannot be made, or it holds the checkpoint of a run with other
 *   settings, another seed or of another version.
 */
export async function folderCheckpoint(out: string, owner: CheckpointOwner): Promise<Checkpoint> {
  const folder = join(out, FOLDER);
  const place = (name: string, parts: readonly Uint8Array[]): Promise<void> =>
    writingTo(folder, () => placeWhole(join(folder, name), parts));
  await writingTo(folder, () => makeFolder(folder));
  const release = await takeLock(join(folder, LOCK));
  try {
    await claim(folder, owner, place);
  } catch (error) {
    release();
    throw error;
  }
  return {
    load: async (name) => {
      const bytes = await readIfThere(join(folder, fileOf(name)));
      const body = bytes && unsealed(bytes);
      return body && decodePiece(body);
    },
    save: async (name, piece) => place(fileOf(name), sealed(encodePiece(piece))),
    clear: () =>
      writingTo(folder, async () => {
        await removePieces(folder);
        await rm(join(folder, OWNER), { force: true });
        release();
        await rmdir(folder).catch(() => undefined); // something of the user's is in it
      }),
    fail: () => place(OWNER, [ownerBytes({ ...owner, failed: true })]),
    close: release,
  };
}

/** The owner as it is kept. */
interface KeptOwner extends CheckpointOwner {
  /** Its run came to nothing, and nobody has gone on with it since. */
  readonly failed: boolean;
}

function ownerBytes(owner: KeptOwner): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(owner, null, 2)}\n`);
}

/** Makes the folder this run's, unless it is another one's that can still come to something. */
async function claim(
  folder: string,
  owner: CheckpointOwner,
  place: (name: string, bytes: readonly Uint8Array[]) => Promise<void>,
): Promise<void> {
  const bytes = await readIfThere(join(folder, OWNER));
  const found = bytes && ownerIn(bytes);
  const differences = found ? differencesOf(found, owner) : [];
  if (found && !found.failed && differences.length > 0) {
    throw new StoreError(
      `${folder} is the checkpoint of a run with other settings (${differences.join("; ")}): give the same ones to go on with it, ` +
        "choose another --out, or remove that folder",
      "check",
    );
  }
  if (!found || differences.length > 0) await removePieces(folder); // without the record nobody knows what they are of
  if (!found || found.failed) await place(OWNER, [ownerBytes({ ...owner, failed: false })]);
}

/** Undefined where it is no such record. */
function ownerIn(bytes: Uint8Array): KeptOwner | undefined {
  try {
    const found: Partial<KeptOwner> | null = JSON.parse(new TextDecoder().decode(bytes));
    const { command, version, seed, settings, failed = false } = found ?? {};
    return command === undefined || version === undefined || seed === undefined || !settings
      ? undefined
      : { command, version, seed, settings, failed };
  } catch {
    return undefined;
  }
}

/** In words, at most a few. */
function differencesOf(found: CheckpointOwner, wanted: CheckpointOwner): string[] {
  const before = flat(found);
  const now = flat(wanted);
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names]
    .filter((name) => before.get(name) !== now.get(name))
    .slice(0, 5)
    .map((name) => `${name} is ${before.get(name) ?? "absent"} there and ${now.get(name) ?? "absent"} here`);
}

function flat({ command, version, seed, settings }: CheckpointOwner): Map<string, string> {
  const entries = Object.entries({ command, version, seed, ...settings });
  return new Map(entries.map(([name, value]) => [name, JSON.stringify(value)]));
}

/** @throws Error for a name that is no file name of ours, a mistake of the program. */
function fileOf(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" is no name of a piece: small letters, digits and -`);
  return `${name}.bin`;
}

async function removePieces(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(isOurs);
  for (const name of names) await rm(join(folder, name), { force: true });
}

function isOurs(name: string): boolean {
  return PIECE_FILE.test(name) || isTemporary(name) || isBesideLock(name, LOCK);
}
