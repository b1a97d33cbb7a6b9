import { asciiText, readDecimal } from "./decimal.js";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const HASH = 0x23;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** Bytes of a word that a message shows; longer than every keyword of every format. */
const LONGEST_WORD = 60;

/** Steps through bytes line by line and through each line word by word; nothing is copied. */
export interface LineReader {
  /** Goes to the next line that holds a word, before its first word; false at the end. */
  nextLine(): boolean;
  /** Goes to the next word of the line; false at the end of the line. */
  nextWord(): boolean;
  /** The word, cut after 60 bytes. */
  word(): string;
  /** The word as a decimal number; NaN if it is none. */
  number(): number;
  /** The words of the line from here on, `limit` of them at most. */
  words(limit: number): string[];
  /** Number of the line, from 1; of its first part if it is continued. */
  line(): number;
  /** Offset of the first byte after the line and its break. */
  end(): number;
}

export interface LineOptions {
  /** `#` starts a comment that runs to the end of the line. */
  readonly comments?: boolean;
  /** A `\` at the end of a line joins the next one to it. */
  readonly continuation?: boolean;
  /**
   * In a line with a comma, words are what stands between commas, so that "1,,2" has three and "1,5 2" is no
   * number.
   */
  readonly commas?: boolean;
}

/**
 * Reader of the lines of `bytes`.
 *
 * The first break decides: a lone carriage return makes that the line break of the file, anything else the
 * line feed. The other one is a blank, as is every control character. A byte order mark at the start is
 * skipped.
 */
export function lineReader(bytes: Uint8Array, options: LineOptions = {}): LineReader {
  const { comments = false, continuation = false, commas = false } = options;
  const lineBreak = findLineBreak(bytes);
  let next = hasByteOrderMark(bytes) ? 3 : 0;
  let nextNumber = 1;
  let number = 0;
  let lineEnd = next;
  let cursor = next;
  let wordStart = next;
  let wordEnd = next;
  let atCommas = false;

  const takeLine = (): void => {
    let end = next;
    for (;;) {
      while (end < bytes.length && bytes[end] !== lineBreak) end++;
      nextNumber++;
      if (!continuation || end >= bytes.length || !endsInBackslash(bytes, next, end)) break;
      end++;
    }
    lineEnd = end;
    next = Math.min(end + 1, bytes.length);
  };

  const nextLine = (): boolean => {
    while (next < bytes.length) {
      const start = next;
      number = nextNumber;
      takeLine();
      if (comments) cutComment(start);
      cursor = start;
      atCommas = commas && bytes.subarray(start, lineEnd).includes(COMMA);
      if (atCommas || nextWord()) {
        cursor = start;
        return true;
      }
    }
    return false;
  };

  const cutComment = (start: number): void => {
    let end = start;
    while (end < lineEnd && bytes[end] !== HASH) end++;
    lineEnd = end;
  };

  const isSeparator = (at: number): boolean =>
    bytes[at]! <= BLANK || (continuation && bytes[at] === BACKSLASH);

  const nextWord = (): boolean => {
    if (atCommas) return nextPiece();
    while (cursor < lineEnd && isSeparator(cursor)) cursor++;
    if (cursor >= lineEnd) return false;
    wordStart = cursor;
    while (cursor < lineEnd && !isSeparator(cursor)) cursor++;
    wordEnd = cursor;
    return true;
  };

  const nextPiece = (): boolean => {
    if (cursor > lineEnd) return false;
    wordStart = cursor;
    while (cursor < lineEnd && bytes[cursor] !== COMMA) cursor++;
    wordEnd = cursor;
    cursor++;
    while (wordStart < wordEnd && bytes[wordStart]! <= BLANK) wordStart++;
    while (wordEnd > wordStart && bytes[wordEnd - 1]! <= BLANK) wordEnd--;
    return true;
  };

  const word = (): string => asciiText(bytes, wordStart, Math.min(wordEnd, wordStart + LONGEST_WORD));

  const words = (limit: number): string[] => {
    const found: string[] = [];
    while (found.length < limit && nextWord()) found.push(word());
    return found;
  };

  return {
    nextLine,
    nextWord,
    word,
    words,
    number: () => readDecimal(bytes, wordStart, wordEnd),
    line: () => number,
    end: () => next,
  };
}

function findLineBreak(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at++;
  const lone = bytes[at] === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED;
  return lone ? CARRIAGE_RETURN : LINE_FEED;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function endsInBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  let last = end - 1;
  while (last >= start && bytes[last]! <= BLANK) last--;
  return last >= start && bytes[last] === BACKSLASH;
}
