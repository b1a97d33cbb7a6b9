import { crc32 } from "./crc32.js";

/** A member of an archive to be written, in one piece or several. */
export interface ZipMember {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly crc: number;
  readonly pieces: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A member without its content. */
type Listed = Omit<ZipMember, "pieces">;

interface Placed extends Listed {
  /** Byte at which its own header starts. */
  readonly start: number;
}

export interface ZipOptions {
  /** From which size or place on 64 bits are written for it; by default where 32 are not enough. */
  readonly longFrom?: number;
}

/** What 32 bits cannot say stands in an extra field of 64. */
const LONG = 0xffffffff;
/** Versions of the format that a reader has to know: of plain members, and of long ones. */
const PLAIN_VERSION = 20;
const LONG_VERSION = 45;
/** 1 January 1980, the earliest there is: the same content has the same bytes whenever it is written. */
const DATE = 0x21;
const UTF8_NAME = 2 ** 11;

/** A member that comes in pieces, which are asked for twice: now for size and checksum, and while it is written. */
export async function zipMemberOf(name: string, pieces: ZipMember["pieces"]): Promise<ZipMember> {
  let [size, crc] = [0, 0];
  for await (const piece of pieces()) {
    size += piece.length;
    crc = crc32(piece, crc);
  }
  return { name, size, crc, pieces };
}

/** A member that is in memory. */
export function zipMember(name: string, bytes: Uint8Array): ZipMember {
  return { name, size: bytes.length, crc: crc32(bytes), pieces: () => [bytes] };
}

/**
 * A zip archive piece by piece: members one after the other, as they are (not compressed), and the directory. APPNOTE.TXT
 * 6.3.10, sections 4.3 to 4.5.
 *
 * @throws Error if a member has other bytes than its size and checksum say.
 */
export async function* zipPieces(
  members: readonly ZipMember[],
  options: ZipOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { headers, end } = frameOf(members, options);
  for (const [m, { name, size, crc, pieces }] of members.entries()) {
    yield headers[m]!;
    let [sizeSeen, crcSeen] = [0, 0];
    for await (const piece of pieces()) {
      sizeSeen += piece.length;
      crcSeen = crc32(piece, crcSeen);
      yield piece;
    }
    if (sizeSeen !== size || crcSeen !== crc) throw new Error(`${name} changed while it was written`);
  }
  yield end;
}

/** A zip archive of members that are in memory. */
export function zipFile(members: ReadonlyMap<string, Uint8Array>, options: ZipOptions = {}): Uint8Array {
  const all = [...members];
  const { headers, end } = frameOf(
    all.map(([name, bytes]) => zipMember(name, bytes)),
    options,
  );
  return joined([...all.flatMap(([, bytes], m) => [headers[m]!, bytes]), end]);
}

/** What stands before each member, and after the last. */
function frameOf(members: readonly ZipMember[], { longFrom = LONG }: ZipOptions) {
  const headers: Uint8Array[] = [];
  const placed: Placed[] = [];
  let at = 0;
  for (const member of members) {
    const header = memberHeader(member, longFrom);
    headers.push(header);
    placed.push({ ...member, start: at });
    at += header.length + member.size;
  }
  return { headers, end: directory(placed, at, longFrom) };
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** A number of so many bytes, the lowest first. */
type Field = readonly [bytes: 2 | 4 | 8, value: number];

function record(fields: readonly Field[], ...rest: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    let left = value;
    for (let b = 0; b < bytes; b++) {
      head[at++] = left % 256;
      left = Math.floor(left / 256);
    }
  }
  return joined([head, ...rest]);
}

/** What both headers of a member say alike: version, flags, method, time, date, checksum, sizes, length of the name. */
function common({ size, crc }: Listed, name: Uint8Array, longFrom: number): readonly Field[] {
  const isLong = size >= longFrom;
  const written = isLong ? LONG : size;
  return [
    [2, isLong ? LONG_VERSION : PLAIN_VERSION],
    [2, UTF8_NAME],
    [2, 0],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, written],
    [4, written],
    [2, name.length],
  ];
}

/** The extra field with the numbers that need 64 bits. */
function longExtra(values: readonly number[]): Uint8Array {
  if (values.length === 0) return new Uint8Array(0);
  return record([[2, 1], [2, 8 * values.length], ...values.map((value): Field => [8, value])]);
}

function memberHeader(member: Listed, longFrom: number): Uint8Array {
  const name = new TextEncoder().encode(member.name);
  const extra = longExtra(member.size >= longFrom ? [member.size, member.size] : []);
  return record([[4, 0x04034b50], ...common(member, name, longFrom), [2, extra.length]], name, extra);
}

function directoryEntry(member: Placed, longFrom: number): Uint8Array {
  const name = new TextEncoder().encode(member.name);
  const isFar = member.start >= longFrom;
  const extra = longExtra([
    ...(member.size >= longFrom ? [member.size, member.size] : []),
    ...(isFar ? [member.start] : []),
  ]);
  const fields: Field[] = [
    [4, 0x02014b50],
    [2, LONG_VERSION],
    ...common(member, name, longFrom),
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, isFar ? LONG : member.start],
  ];
  return record(fields, name, extra);
}

/** @param first byte at which the directory starts. */
function directory(members: readonly Placed[], first: number, longFrom: number): Uint8Array {
  const entries = joined(members.map((member) => directoryEntry(member, longFrom)));
  const count = members.length;
  const isLong = first + entries.length >= longFrom || count >= 0xffff;
  const end: Field[] = [
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, isLong ? 0xffff : count],
    [2, isLong ? 0xffff : count],
    [4, isLong ? LONG : entries.length],
    [4, isLong ? LONG : first],
    [2, 0],
  ];
  return joined([entries, ...(isLong ? [longEnd(count, first, entries.length)] : []), record(end)]);
}

function longEnd(count: number, first: number, size: number): Uint8Array {
  const end: Field[] = [
    [4, 0x06064b50],
    [8, 44],
    [2, LONG_VERSION],
    [2, LONG_VERSION],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, size],
    [8, first],
  ];
  const locator: Field[] = [
    [4, 0x07064b50],
    [4, 0],
    [8, first + size],
    [4, 1],
  ];
  return record([...end, ...locator]);
}
