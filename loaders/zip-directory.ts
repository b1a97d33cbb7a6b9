import { asciiText } from "./decimal.js";

/** A member as the directory of a zip archive lists it; its bytes are start .. start + packedSize - 1. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
  readonly start: number;
}

/** Throws for what is wrong with the archive, in words. */
type Refuse = (reason: string) => never;

/** A kind of record: the four bytes that it starts with, and the length of its fixed part. */
interface RecordKind {
  readonly signature: number;
  readonly length: number;
  readonly name: string;
}

const END: RecordKind = { signature: 0x06054b50, length: 22, name: "end record" };
const LONG_END: RecordKind = { signature: 0x06064b50, length: 56, name: "zip64 end record" };
const LONG_END_LOCATOR: RecordKind = { signature: 0x07064b50, length: 20, name: "zip64 locator" };
const ENTRY: RecordKind = { signature: 0x02014b50, length: 46, name: "directory entry" };
const MEMBER: RecordKind = { signature: 0x04034b50, length: 30, name: "member" };

/** A 32-bit field of all ones: the number stands in the zip64 extra field. */
const IN_EXTRA = 0xffffffff;
const ZIP64_EXTRA = 1;
const ENCRYPTED = 1;
const UTF8_NAME = 2 ** 11;

/**
 * Members of a zip archive in the order of its directory, which must fill its place exactly and agree with what
 * stands before each member: so a damaged name or count is noticed as a damaged checksum is.
 *
 * Contents are not looked at. APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
 *
 * @throws what `refuse` throws. O(entries) time.
 */
export function zipDirectory(bytes: Uint8Array, refuse: Refuse): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, first, end } = findDirectory(view, refuse);
  const entries: ZipEntry[] = [];
  let at = first;
  for (let s = 0; s < count; s++) {
    requireRecord(view, at, ENTRY, refuse);
    const next =
      at + ENTRY.length + readShort(view, at + 28) + readShort(view, at + 30) + readShort(view, at + 32);
    if (next > end) refuse(`directory entry ${s} is cut off`);
    entries.push(readEntry(view, at, refuse));
    at = next;
  }
  if (at !== end) refuse(`its directory of ${count} entries ends at byte ${at}, not ${end}`);
  return entries;
}

interface Directory {
  readonly count: number;
  readonly first: number;
  readonly end: number;
}

function findDirectory(view: DataView, refuse: Refuse): Directory {
  const end = findEnd(view);
  if (end < 0) return refuse("the end record is missing");
  const locator = end - LONG_END_LOCATOR.length;
  if (isRecord(view, locator, LONG_END_LOCATOR)) {
    const longEnd = readLong(view, locator + 8);
    requireRecord(view, longEnd, LONG_END, refuse);
    const first = readLong(view, longEnd + 48);
    const size = readLong(view, longEnd + 40);
    if (first + size !== longEnd) refuse("the zip64 end record does not fit the directory");
    return { count: readLong(view, longEnd + 32), first, end: longEnd };
  }
  const count = readShort(view, end + 10);
  const first = readWord(view, end + 16);
  const sizesAgree = readShort(view, end + 8) === count && first + readWord(view, end + 12) === end;
  return sizesAgree ? { count, first, end } : refuse("the end record does not fit the directory");
}

/** Place of the end record, whose comment fills the rest of the file; -1 if there is none. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END.length;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (isRecord(view, at, END) && readShort(view, at + 20) === last - at) return at;
  }
  return -1;
}

function readEntry(view: DataView, at: number, refuse: Refuse): ZipEntry {
  const flags = readShort(view, at + 8);
  if (flags & ENCRYPTED) refuse("it is encrypted");
  const wide = wideReader(view, at, refuse);
  const size = wide(24);
  const packedSize = wide(20);
  const member = wide(42);
  requireRecord(view, member, MEMBER, refuse);
  const nameLength = readShort(view, member + 26);
  const start = member + MEMBER.length + nameLength + readShort(view, member + 28);
  if (start + packedSize > view.byteLength) {
    refuse(`of ${packedSize} bytes from byte ${start} on only ${view.byteLength - start} are there`);
  }
  const name = readName(view, at + ENTRY.length, readShort(view, at + 28), flags);
  const method = readShort(view, at + 10);
  const ownName = readName(view, member + MEMBER.length, nameLength, readShort(view, member + 6));
  if (ownName !== name || readShort(view, member + 8) !== method) {
    refuse(`the member at byte ${member} is another than its directory says`);
  }
  return { name, method, packedSize, size, crc: readWord(view, at + 16), start };
}

/** Reads the 32-bit field at an offset of an entry, or what the zip64 extra field has for it (asked for in its order). */
function wideReader(view: DataView, at: number, refuse: Refuse): (offset: number) => number {
  let extra = at + ENTRY.length + readShort(view, at + 28);
  const end = extra + readShort(view, at + 30);
  while (extra + 4 <= end && readShort(view, extra) !== ZIP64_EXTRA) extra += 4 + readShort(view, extra + 2);
  extra += 4;
  return (offset) => {
    const word = readWord(view, at + offset);
    if (word !== IN_EXTRA) return word;
    if (extra + 8 > end) refuse("a size of 64 bits is missing");
    extra += 8;
    return readLong(view, extra - 8);
  };
}

/** A name in UTF-8 if its flag says so, else one character a byte. */
function readName(view: DataView, at: number, length: number, flags: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  return flags & UTF8_NAME ? new TextDecoder().decode(bytes) : asciiText(bytes, 0, length);
}

function isRecord(view: DataView, at: number, { signature, length }: RecordKind): boolean {
  return at >= 0 && at + length <= view.byteLength && readWord(view, at) === signature;
}

function requireRecord(view: DataView, at: number, kind: RecordKind, refuse: Refuse): void {
  if (!isRecord(view, at, kind)) refuse(`there is no ${kind.name} at byte ${at}`);
}

function readShort(view: DataView, at: number): number {
  return view.getUint16(at, true);
}

function readWord(view: DataView, at: number): number {
  return view.getUint32(at, true);
}

/** 64 bits; inexact from 2^53 on, where no file reaches. */
function readLong(view: DataView, at: number): number {
  return readWord(view, at) + 2 ** 32 * readWord(view, at + 4);
}
