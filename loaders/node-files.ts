import { createHash } from "node:crypto";
import { open, readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { formatError, quoted } from "./format-error.js";

/** A file that was read, with the SHA-256 of its bytes in hexadecimal digits. */
export interface InputFile {
  readonly path: string;
  readonly sha256: string;
}

export interface ReadFile {
  readonly bytes: Uint8Array;
  readonly input: InputFile;
}

/** Bytes: 2 GiB less one, the most that Node 20 reads in one piece. */
const MOST_BYTES = 2 ** 31 - 1;
/** Bytes that are hashed in one piece. */
const HASHED_BYTES = 2 ** 22;
/** Files open at a time: enough to hide the disk's latency, far below every system's limit. */
const MOST_OPEN = 16;

/**
 * A folder as listed once: names from data are looked up in this list and never joined into paths.
 * Hidden entries are left out; names are in the order of their UTF-16 units.
 */
export interface Folder {
  readonly path: string;
  /** Real path of the dataset that the folder belongs to; nothing outside is read. */
  readonly root: string;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** What system calls refuse, in words. */
const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file or folder; check the path"],
  ["ENOTDIR", "a part of the path is a file, not a folder; check the path"],
  ["EISDIR", "it is a folder, not a file; name a file in it"],
  ["EACCES", "no permission to read it; change its permissions"],
  ["EPERM", "no permission to read it; change its permissions"],
  ["ELOOP", "its symbolic links lead in a circle; remove them"],
  ["ENAMETOOLONG", "the path is too long for this system"],
]);

async function reached<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const reason = REASONS.get(code) ?? `it cannot be read (${code ?? String(cause)})`;
    throw formatError(path, "", reason, cause);
  }
}

/** @throws FormatError if the path is absent or unreadable. */
export async function isFolder(path: string): Promise<boolean> {
  return (await reached(path, () => stat(path))).isDirectory();
}

/**
 * Bytes of a regular file.
 *
 * @throws FormatError if it is absent, unreadable, no regular file (a pipe would never end) or of 2 GiB and more.
 */
export async function readInput(path: string): Promise<ReadFile> {
  const size = await fileSize(path);
  if (size > MOST_BYTES) {
    throw formatError(path, "", `${size} bytes are over the limit of ${MOST_BYTES}; split the file`);
  }
  const buffer = await reached(path, () => readFile(path));
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return { bytes, input: { path, sha256: createHash("sha256").update(bytes).digest("hex") } };
}

/** Bytes of a regular file. @throws FormatError if it is absent, unreadable or no regular file. */
export async function fileSize(path: string): Promise<number> {
  const found = await reached(path, () => stat(path));
  if (found.isDirectory()) throw formatError(path, "", REASONS.get("EISDIR")!);
  if (!found.isFile()) throw formatError(path, "", "it is a device or a pipe; copy its content into a file");
  return found.size;
}

/** Bytes `from` to `to - 1` of a file. @throws FormatError if it has become shorter. */
export async function readRange(path: string, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(to - from);
  const file = await reached(path, () => open(path));
  try {
    for (let got = 0; got < bytes.length; ) {
      const { bytesRead } = await reached(path, () => file.read(bytes, got, bytes.length - got, from + got));
      if (bytesRead === 0)
        throw formatError(path, `byte ${from + got}`, "it ends here, but was longer before");
      got += bytesRead;
    }
  } finally {
    await file.close();
  }
  return bytes;
}

/** A file by name and hash, read a piece at a time. */
export async function hashInput(path: string): Promise<InputFile> {
  const hash = createHash("sha256");
  const size = await fileSize(path);
  for (let at = 0; at < size; at += HASHED_BYTES) {
    hash.update(await readRange(path, at, Math.min(at + HASHED_BYTES, size)));
  }
  return { path, sha256: hash.digest("hex") };
}

/** @param root real path of the dataset, if the folder lies in one. */
export async function listFolder(path: string, root?: string): Promise<Folder> {
  const entries = await reached(path, () => readdir(path, { withFileTypes: true }));
  const visible = entries.filter((entry) => !entry.name.startsWith("."));
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of visible) {
    const folder = entry.isSymbolicLink()
      ? await pointsToFolder(join(path, entry.name))
      : entry.isDirectory();
    (folder ? folders : files).push(entry.name);
  }
  return {
    path,
    root: root ?? (await reached(path, () => realpath(path))),
    files: files.sort(),
    folders: folders.sort(),
  };
}

/** A link that leads nowhere counts as a file: reading it says so. */
async function pointsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A file that the listing names. @throws FormatError if its real path lies outside the dataset. */
export async function readListed(folder: Folder, name: string): Promise<ReadFile> {
  return readInput(await insidePath(folder, name));
}

/** A sub-folder that the listing names. @throws FormatError if its real path lies outside the dataset. */
export async function listSubFolder(folder: Folder, name: string): Promise<Folder> {
  return listFolder(await insidePath(folder, name), folder.root);
}

/** Path of a file or folder that the listing names. @throws FormatError if its real path lies outside the dataset. */
export async function insidePath(folder: Folder, name: string): Promise<string> {
  const path = join(folder.path, name);
  const real = await reached(path, () => realpath(path));
  const prefix = folder.root.endsWith(sep) ? folder.root : folder.root + sep;
  if (!real.startsWith(prefix)) {
    throw formatError(
      path,
      "",
      `it is a link to ${quoted(real)}, outside the dataset; put a copy there instead`,
    );
  }
  return path;
}

/** Results in the order of `values`, a bounded number at a time; the first failure in that order is thrown. */
export async function mapBounded<T, R>(
  values: readonly T[],
  visit: (value: T, s: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < values.length; start += MOST_OPEN) {
    const batch = values.slice(start, start + MOST_OPEN);
    const settled = await Promise.allSettled(batch.map((value, b) => visit(value, start + b)));
    for (const outcome of settled) {
      if (outcome.status === "rejected") throw outcome.reason;
      results.push(outcome.value);
    }
  }
  return results;
}
