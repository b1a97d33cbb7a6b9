import { csvFormatRows } from "d3-dsv";
import { type Matrix, type Measure, rowView } from "../../src/index.js";
import { itemPointsCsv, itemPointsHeader } from "../csv-files.js";

/** Shares above 0, one a row. */
export function sharesCsv(items: readonly string[], atoms: readonly string[], shares: Matrix): string {
  const rows = items.flatMap((item, i) => {
    const row = rowView(shares, i);
    return atoms.flatMap((atom, s) => (row[s]! > 0 ? [[item, atom, String(row[s]!)]] : []));
  });
  return `${csvFormatRows([["item", "atom", "share"], ...rows])}\n`;
}

/** Points of named measures in one table. */
export function atomsCsv(names: readonly string[], measures: readonly Measure[]): string {
  return itemPointsHeader(measures[0]!.dim) + measures.map((mu, s) => itemPointsCsv(names[s]!, mu)).join("");
}
