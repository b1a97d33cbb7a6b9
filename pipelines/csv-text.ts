import { csvFormatRows } from "d3-dsv";

export type CsvCell = string | number;

/** A table with a line of names first; texts are quoted where they need it. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return csvLines([header, ...rows]);
}

/** Lines alone, for a table that comes in parts. */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  return rows.length === 0 ? "" : `${csvFormatRows(rows.map((row) => row.map(String)))}\n`;
}
