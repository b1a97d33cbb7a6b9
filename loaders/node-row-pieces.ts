import { parseCsv, type Table } from "./csv.js";
import { formatError } from "./format-error.js";
import { readRange } from "./node-files.js";

/** Bytes of a piece before it is filled up to the end of a row. */
const PIECE_BYTES = 2 ** 20;
/** Longest row, in bytes: 4096 x 4096 pixels of three digits. Without a limit a quotation mark that is not closed holds all. */
const MOST_ROW_BYTES = 2 ** 26;
const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Blanks and control characters are not above it. */
const BLANK = 0x20;

/** Bytes and names of the header, and the lines that it takes; undefined if the first piece is no table. */
export function headerOf(file: string, piece: Uint8Array) {
  const table = tableOf(file, piece);
  if (!table) return undefined;
  const ends = rowEnds();
  const decoder = new TextDecoder();
  for (const [b, byte] of piece.entries()) {
    if (!ends.endsRow(byte)) continue;
    if (decoder.decode(piece.subarray(0, b + 1)).trim() === "") continue;
    return { bytes: piece.subarray(0, b + 1), lines: ends.breaks(), table };
  }
  return undefined;
}

function tableOf(file: string, bytes: Uint8Array): Table | undefined {
  try {
    return parseCsv(bytes, { file });
  } catch {
    return undefined; // whoever reads the file as a whole says why
  }
}

/** Follows bytes from the start of a CSV and tells where rows end: with a line, outside quotation marks. */
function rowEnds() {
  let quoted = false;
  let breaks = 0;
  let before = 0;
  return {
    endsRow: (byte: number): boolean => {
      if (byte === QUOTE) quoted = !quoted;
      const isBreak = byte === LINE_FEED || byte === CARRIAGE_RETURN;
      // the line feed after a carriage return belongs to it
      if (isBreak && !(byte === LINE_FEED && before === CARRIAGE_RETURN)) breaks++;
      before = byte;
      return isBreak && !quoted;
    },
    /** Line breaks so far. */
    breaks: () => breaks,
  };
}

export interface Piece {
  readonly from: number;
  readonly bytes: Uint8Array;
  /** Number of the line that it starts with. */
  readonly line: number;
}

/**
 * A CSV in pieces that end with a row and are not blank.
 *
 * @throws FormatError if a row (or a stretch without one) has more than 64 MiB.
 */
export async function* rowPieces(file: string, size: number): AsyncGenerator<Piece, void, undefined> {
  const ends = rowEnds();
  let from = 0;
  let line = 1;
  let held: Uint8Array[] = [];
  for (let at = 0; at < size; at += PIECE_BYTES) {
    const bytes = await readRange(file, at, Math.min(at + PIECE_BYTES, size));
    let cut = 0;
    let cutBreaks = 0;
    let solid = held.length > 0;
    for (let b = 0; b < bytes.length; b++) {
      const byte = bytes[b]!;
      const isEnd = ends.endsRow(byte) && (byte === LINE_FEED || b + 1 < bytes.length);
      if (byte > BLANK) solid = true;
      if (isEnd && solid && bytes[b + 1] !== LINE_FEED) {
        cut = b + 1;
        cutBreaks = ends.breaks();
      }
    }
    if (cut === 0) {
      held.push(bytes);
      requireRowEnd(file, line, at + bytes.length - from);
      continue;
    }
    yield { from, bytes: concatenated([...held, bytes.subarray(0, cut)]), line };
    from = at + cut;
    line = 1 + cutBreaks;
    held = cut < bytes.length ? [bytes.subarray(cut)] : [];
  }
  const rest = concatenated(held);
  if (rest.some((byte) => byte > BLANK)) yield { from, bytes: rest, line };
}

function requireRowEnd(file: string, line: number, bytes: number): void {
  if (bytes <= MOST_ROW_BYTES) return;
  throw formatError(
    file,
    `line ${line}`,
    `no row ends in the ${bytes} bytes from here on; close the quotation mark, or end each row with a line break`,
  );
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Places in a piece at which its rows start, blank ones left out; rows of the header first if it is the first piece. */
export function rowStarts(piece: Uint8Array): number[] {
  const ends = rowEnds();
  const starts: number[] = [];
  let start = 0;
  let solid = false;
  for (let b = 0; b < piece.length; b++) {
    if (piece[b]! > BLANK) solid = true;
    if (!ends.endsRow(piece[b]!) && b + 1 < piece.length) continue;
    if (solid) starts.push(start);
    start = b + 1;
    solid = false;
  }
  return starts;
}

/** Line breaks in some bytes; a carriage return with its line feed is one. */
export function lineBreaksIn(bytes: Uint8Array): number {
  const ends = rowEnds();
  for (const byte of bytes) ends.endsRow(byte);
  return ends.breaks();
}
