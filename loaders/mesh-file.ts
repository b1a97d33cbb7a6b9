import { formatError, quoted, quotedList } from "./format-error.js";

export interface MeshFileOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
}

/** Throws the FormatError `file, place: problem`. */
export type Refuse = (place: string, problem: string) => never;

/** @throws FormatError (at once) if there are no bytes. */
export function refusal(format: string, bytes: Uint8Array, options: MeshFileOptions): Refuse {
  const file = options.file ?? `${format} data`;
  const refuse: Refuse = (place, problem) => {
    throw formatError(file, place, problem);
  };
  if (bytes.length === 0) refuse("byte 0", "the file is empty; export it again");
  return refuse;
}

/** Word of a header as a count. @throws FormatError unless it is a whole number of at least 0. */
export function headerCount(word: string, what: string, place: string, refuse: Refuse): number {
  const count = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (!Number.isSafeInteger(count)) {
    refuse(place, `the number of ${what} is ${quoted(word)}; it must be a whole number of at least 0`);
  }
  return count;
}

/**
 * Checked before anything is allocated, so that a wrong header costs nothing.
 *
 * @throws FormatError if what the header promises cannot fit into the bytes that follow it.
 */
export function requireRoom(needed: number, found: number, promise: string, refuse: Refuse): void {
  if (needed > found) {
    refuse(
      "header",
      `it promises ${promise}, which take at least ${needed} bytes, but ${found} follow; ` +
        "the file is truncated or its header is wrong",
    );
  }
}

/** Zeros and blanks after the data are padding. @throws FormatError if there is anything else. */
export function requirePadding(bytes: Uint8Array, start: number, refuse: Refuse): void {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== 0 && byte !== 0x20 && !(byte >= 0x09 && byte <= 0x0d)) {
      refuse(
        `byte ${at}`,
        `there are ${bytes.length - start} bytes after the data that the header promises; correct its counts`,
      );
    }
  }
}

/** @throws FormatError if there is no vertex: nothing can be made of such a file. */
export function requireVertices(count: number, place: string, refuse: Refuse): void {
  if (count === 0) refuse(place, "the file holds no vertices; a measure needs at least one");
}

/**
 * Where x, y and z stand among the named columns: one, two or three of them.
 *
 * @throws FormatError if there is no x, one is left out, or one occurs twice.
 */
export function coordinateColumns(names: readonly string[], refuse: Refuse): readonly number[] {
  const found = ["x", "y", "z"].map((name) => onlyColumn(names, name, refuse));
  const dim = found.indexOf(-1) < 0 ? 3 : found.indexOf(-1);
  if (dim === 0 || found.slice(dim).some((column) => column >= 0)) {
    refuse(
      "header",
      `the columns are ${quotedList(names)}; coordinates must be x, or x and y, or x, y and z`,
    );
  }
  return found.slice(0, dim);
}

/** Column of that name, -1 if there is none. @throws FormatError if there are two. */
export function onlyColumn(names: readonly string[], name: string, refuse: Refuse): number {
  const column = names.indexOf(name);
  if (column !== names.lastIndexOf(name)) {
    refuse("header", `there are two columns ${quoted(name)}; rename one of them`);
  }
  return column;
}

export function badCoordinate(name: string, vertex: number, shown: string): string {
  return (
    `${name} of vertex ${vertex} is ${quoted(shown)}; coordinates must be finite decimal numbers, ` +
    "so repair or remove this vertex"
  );
}

export function badWeight(vertex: number, shown: string): string {
  return `the weight of vertex ${vertex} is ${quoted(shown)}; weights must be finite and at least 0`;
}

export function badCorner(face: number, shown: string, first: number, last: number): string {
  return (
    `face ${face} names vertex ${quoted(shown)}, but vertices are numbered from ${first} to ${last}; ` +
    "repair the face or the count of vertices"
  );
}
