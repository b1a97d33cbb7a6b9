import { type Matrix, type Measure, rowView } from "../../src/index.js";
import { itemPointsCsv, itemPointsHeader, itemsCsv } from "../csv-files.js";
import { csvText } from "../csv-text.js";
import type { CodeResults } from "./results.js";
import type { CodeWork } from "./work.js";

/** One item a row. */
export function codesCsv({ items }: CodeWork, { codes }: CodeResults): string {
  return itemsCsv(items, [
    { name: "distance", values: codes.map(({ distance }) => distance) },
    { name: "from_mean", values: codes.map(({ fromMean }) => fromMean) },
    { name: "atoms_used", values: codes.map(({ used }) => used) },
    { name: "largest_atom", values: codes.map(({ largest }) => largest[0]!.atom) },
    { name: "largest_share", values: codes.map(({ largest }) => largest[0]!.share) },
  ]);
}

/** Shares above 0, one a row. */
export function sharesCsv(items: readonly string[], atoms: readonly string[], shares: Matrix): string {
  const rows = items.flatMap((item, i) => {
    const row = rowView(shares, i);
    return atoms.flatMap((atom, s) => (row[s]! > 0 ? [[item, atom, row[s]!]] : []));
  });
  return csvText(["item", "atom", "share"], rows);
}

/** Points of named measures in one table. */
export function atomsCsv(names: readonly string[], measures: readonly Measure[]): string {
  return itemPointsHeader(measures[0]!.dim) + measures.map((mu, s) => itemPointsCsv(names[s]!, mu)).join("");
}
