import { csvParseRows } from "d3-dsv";
import { formatError, quoted, quotedList } from "./format-error.js";
import { decodeText } from "./text.js";

/** Cells of a comma-separated file, as text. Row r stands at line `lines[r]` of the file (from 1). */
export interface Table {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/**
 * Table from comma-separated text with a header line (RFC 4180 quoting; LF, CRLF or CR; blank lines are skipped).
 *
 * No cell is interpreted and no name becomes an object key, so `__proto__` is a column like any other.
 *
 * @param options.linesLeftOut lines of the file between the header and the rows that are given; for error sentences.
 * @throws FormatError if there is no header or no row, a column name occurs twice, a row has another number of
 *   cells than the header, or a quote is not closed.
 *
 * O(size) time and memory.
 */
export function parseCsv(
  input: Uint8Array | string,
  options: { file?: string; linesLeftOut?: number } = {},
): Table {
  const file = options.file ?? "CSV";
  const text = decodeText(input, file);
  requireClosedQuotes(text, file);
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  csvParseRows(text, (cells) => {
    if (cells.length > 1 || cells[0]!.trim() !== "") {
      rows.push(cells);
      lines.push(line);
    }
    const isHeader = rows.length === 1 && lines.at(-1) === line;
    line += 1 + lineBreaks(cells) + (isHeader ? (options.linesLeftOut ?? 0) : 0);
    return null; // kept here, with its line
  });
  const header = (rows.shift() ?? []).map((name) => name.trim());
  lines.shift();
  const table = { file, header, rows, lines };
  requireRectangle(table);
  return table;
}

/** d3-dsv drops the last character of a file whose last quote is open: a silently shortened number. */
function requireClosedQuotes(text: string, file: string): void {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  if (quotes % 2 === 1) {
    throw formatError(file, "", `it has ${quotes} quotation marks, so one is not closed; quote a mark as ""`);
  }
}

/** Line breaks inside quoted cells, which make one row several lines long. */
function lineBreaks(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    if (cell.includes("\n") || cell.includes("\r")) breaks += cell.match(/\r\n|\r|\n/g)!.length;
  }
  return breaks;
}

function requireRectangle({ file, header, rows, lines }: Table): void {
  if (header.length === 0) throw formatError(file, "", "it is empty; the first line must name the columns");
  requireCommas(file, header);
  const seen = new Set<string>();
  for (const name of header) {
    if (name !== "" && seen.has(name)) {
      const remedy = isNumberRow(header) ? NAMES_ABOVE : "rename one";
      throw formatError(file, "header", `the column ${quoted(name)} occurs twice; ${remedy}`);
    }
    seen.add(name);
  }
  if (rows.length === 0) {
    const remedy = isNumberRow(header) ? `; ${NAMES_ABOVE}` : "";
    throw formatError(file, "", `it has no rows below the header ${quotedList(header)}${remedy}`);
  }
  const odd = rows.findIndex((cells) => cells.length !== header.length);
  if (odd >= 0) {
    const found = rows[odd]!.length;
    throw formatError(
      file,
      `line ${lines[odd]}`,
      `${found} cells, but the header names ${header.length} columns; give every column a cell, separated by commas`,
    );
  }
}

/** What spreadsheets write instead of a comma, most of all where the comma is the decimal sign. */
const OTHER_SEPARATORS: ReadonlyMap<string, string> = new Map([
  [";", "semicolons"],
  ["\t", "tabs"],
]);

function requireCommas(file: string, header: readonly string[]): void {
  if (header.length > 1) return;
  for (const [separator, name] of OTHER_SEPARATORS) {
    if (header[0]!.includes(separator)) {
      const remedy = "save it with commas between the columns and points in the numbers";
      throw formatError(file, "header", `the columns are separated by ${name}; ${remedy}`);
    }
  }
}

/** Place of a cell in words. */
export function cellPlace(table: Table, row: number, column: number): string {
  return `line ${table.lines[row]}, column ${quoted(table.header[column]!)}`;
}

/** Decimal notation only: `Number` alone would also take "", "0x1f" and "Infinity". Linear: no digit can match in two places. */
const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** What to do about a header that `isNumberRow`. */
export const NAMES_ABOVE = "the first line holds numbers: put a line with names above it";

/** Are these the cells of a point rather than the names of columns? Not refused by itself: 0, 1, 2 may be names. */
export function isNumberRow(cells: readonly string[]): boolean {
  return cells.every((cell) => DECIMAL.test(cell));
}

/**
 * The finite number in a cell: the double nearest to it, so that what has a size of 2^-1075 (2.5e-324) or less is 0, and
 * what is too large for a double is refused, as in every other format here.
 *
 * @throws FormatError naming line, column and text.
 */
export function numberCell(table: Table, row: number, column: number): number {
  const text = table.rows[row]![column]!.trim();
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) {
    throw formatError(
      table.file,
      cellPlace(table, row, column),
      `${quoted(text)} is not a finite number; correct the cell or remove its row`,
    );
  }
  return value;
}

/** The mass in a cell: finite and at least 0. @throws FormatError naming line, column and value. */
export function massCell(table: Table, row: number, column: number): number {
  const value = numberCell(table, row, column);
  if (value < 0) {
    const place = cellPlace(table, row, column);
    throw formatError(table.file, place, `${value} is negative; a mass must be at least 0`);
  }
  return value;
}
