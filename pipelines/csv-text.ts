import { csvFormatRows } from "d3-dsv";

export type CsvCell = string | number;

/** A table with a line of names first; texts are quoted where they need it. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return `${csvFormatRows([header, ...rows].map((row) => row.map(String)))}\n`;
}
