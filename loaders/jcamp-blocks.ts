import { convert } from "jcampconverter";
import { formatError, quoted } from "./format-error.js";

/** A labelled record `##LABEL=` that holds numbers: its text after the "=", and the line that it starts in (from 1). */
export interface TableRecord {
  readonly label: string;
  readonly text: string;
  readonly line: number;
}

/** A block of a JCAMP-DX file, from ##TITLE= to its ##END=; blocks inside it (LINK) are blocks of their own. */
export interface Block {
  readonly title: string;
  /** "" where there is none. */
  readonly dataType: string;
  /** Line of its ##TITLE=. */
  readonly line: number;
  /** Values of the records that `LABELS` names, without comments. */
  readonly labels: ReadonlyMap<string, string>;
  readonly tables: readonly TableRecord[];
}

/** Records that hold a table of numbers, or say that there is one of a kind. */
const TABLES = /^(?:XYDATA|XYPOINTS|PEAKTABLE|PEAKASSIGNMENTS|NTUPLES|RADATA)$/;
/** What a reader of the tables must know. */
const LABELS = /^(?:XUNITS|YUNITS|XFACTOR|YFACTOR|FIRSTX|LASTX|DELTAX|NPOINTS|FIRSTY)$/;

/** Records that say which block is which. */
const FRAME = /^(?:TITLE|DATATYPE|END)$/;

/**
 * Blocks of a file in the order of their titles; LINK blocks, which hold others, are among them.
 *
 * jcampconverter sorts the labels into blocks. It does not get the tables, because it passes over what makes them wrong;
 * measured of 9.6.4 were: numbers with exponents ("1.5E+03" gives 1.5, 5, 3); "?" for a value that was not measured,
 * letters, lines that are lost, abscissae and ordinates for checking that do not agree, and another number of values than
 * NPOINTS says, all without a word; the factor of a block without data, which goes to the next one; a missing ##END=;
 * XYPOINTS, which are not read; and time that grows with the square of the length of a row of blanks or empty lines.
 *
 * @throws FormatError if there is no block, one is not closed, or a record that must be known occurs twice.
 */
export function jcampBlocks(text: string, file: string): Block[] {
  const { blocks, labels } = scanBlocks(text, file);
  const entries = labelEntries(labels, file);
  if (entries.length !== blocks.length) {
    const found = `${entries.length} or ${blocks.length}`;
    throw formatError(file, "", `its blocks cannot be told apart (${found}); check its ##TITLE= and ##END=`);
  }
  return blocks.map(({ line, tables }, b) => {
    const { title = "", dataType = "", info } = entries[b]!;
    const values = Object.entries(info).map(
      ([label, value]) => [label, onlyValue(value, label, file, line)] as const,
    );
    return { title, dataType, line, labels: new Map(values), tables };
  });
}

function labelEntries(labels: readonly string[], file: string) {
  const options = { withoutXY: true, keepRecordsRegExp: LABELS, dynamicTyping: false };
  try {
    return convert(labels.join("\n"), options).flatten;
  } catch (cause) {
    throw formatError(file, "", "its records cannot be told apart; check ##TITLE= and ##END=", cause);
  }
}

function onlyValue(value: unknown, label: string, file: string, line: number): string {
  const values = new Set([value].flat().map(String));
  if (values.size > 1) {
    throw formatError(
      file,
      `block at line ${line}`,
      `##${label}= occurs twice with different values; keep one`,
    );
  }
  return [...values][0]!;
}

interface Scanned {
  readonly line: number;
  readonly tables: TableRecord[];
}

/** Blocks with their tables, and the records, a line each, that say the rest about them. */
function scanBlocks(text: string, file: string): { blocks: Scanned[]; labels: string[] } {
  const blocks: Scanned[] = [];
  const open: Scanned[] = [];
  const labels: string[] = [];
  for (const record of records(text)) {
    const { label, line } = record;
    if (FRAME.test(label) || LABELS.test(label)) labels.push(`##${label}=${firstLine(record)}`);
    if (label === "TITLE") {
      const block = { line, tables: [] };
      blocks.push(block);
      open.push(block);
      continue;
    }
    if (label === "") continue; // a comment between records
    const block = open.at(-1);
    if (!block) {
      throw formatError(
        file,
        `line ${line}`,
        `${quoted(`##${label}=`)} stands outside of a block; it must follow ##TITLE=`,
      );
    }
    if (label === "END") open.pop();
    else if (TABLES.test(label)) block.tables.push(record);
  }
  if (blocks.length === 0)
    throw formatError(file, "", "it holds no ##TITLE=, with which every JCAMP-DX file begins");
  const unclosed = open.at(-1);
  if (unclosed) {
    throw formatError(
      file,
      `block at line ${unclosed.line}`,
      "it has no ##END=; the file seems to be cut off",
    );
  }
  return { blocks, labels };
}

/** The first line of a record, without its comment: no label that is read has more. */
export function firstLine({ text }: TableRecord): string {
  const end = text.indexOf("\n");
  return withoutComment(end < 0 ? text : text.slice(0, end));
}

/** Lines that begin with ## start a record; its label is known by its letters and digits, in capitals. */
function* records(text: string): Generator<TableRecord> {
  const lines = text.split(/\r\n|\n|\r/);
  let label = "";
  let held: string[] = [];
  let start = 0;
  for (const [n, line] of lines.entries()) {
    if (!line.startsWith("##")) {
      if (held.length > 0) held.push(line);
      continue;
    }
    if (held.length > 0) yield { label, text: held.join("\n"), line: start };
    const equals = line.indexOf("=");
    const name = equals < 0 ? line.slice(2) : line.slice(2, equals);
    label = name.replace(/[_ \t-]/g, "").toUpperCase();
    held = [equals < 0 ? "" : line.slice(equals + 1)];
    start = n + 1;
  }
  if (held.length > 0) yield { label, text: held.join("\n"), line: start };
}

/** A line without what follows `$$`. */
export function withoutComment(text: string): string {
  const at = text.indexOf("$$");
  return (at < 0 ? text : text.slice(0, at)).trim();
}
