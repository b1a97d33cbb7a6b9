import { printable } from "../src/errors.js";

/** Rows as left-aligned columns, two spaces apart; the last column is not padded. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printable(String(cell))));
  const widths: number[] = [];
  for (const row of cells) {
    row.forEach((cell, c) => {
      widths[c] = Math.max(widths[c] ?? 0, cell.length);
    });
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, c) => (c === row.length - 1 ? cell : cell.padEnd(widths[c]!))).join("  ");
  return cells.map(line).join("\n");
}

/** A number as people read it: counts in full, others with four significant digits, no exponent for ordinary sizes. */
export function short(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** A number as `write` writes it, or a dash where there is none. */
export function orDash(value: number | null, write: (value: number) => string): string {
  return value === null ? "–" : write(value);
}
