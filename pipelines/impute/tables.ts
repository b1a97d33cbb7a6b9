import type { Measure } from "../../src/index.js";
import { sharesCsv } from "../code/tables.js";
import { itemPointsCsv, itemPointsHeader } from "../csv-files.js";
import { csvText } from "../csv-text.js";
import type { Imputed } from "./imputed.js";
import type { ImputeResults } from "./results.js";

/** Points of all completed items: what was there, what was filled in and, where it is known, what had been lost. */
export function completedCsv(imputed: readonly Imputed[]): string {
  const rows = imputed.flatMap(({ item, damaged, part, truth }) => [
    withPart(itemPointsCsv(item, damaged), "kept"),
    withPart(part.count > 0 ? itemPointsCsv(item, part) : "", "filled"),
    withPart(truth === undefined ? "" : itemPointsCsv(item, truth.lost as Measure), "lost"),
  ]);
  return withPart(itemPointsHeader(imputed[0]!.damaged.dim), "part") + rows.join("");
}

/** Lines with one more value each. */
function withPart(lines: string, value: string): string {
  return lines === "" ? "" : lines.replace(/\n/g, `,${value}\n`);
}

/** One row per item. */
export function imputedCsv({ items, errors = [] }: ImputeResults): string {
  const methods = errors.map(({ method }) => method);
  const header = [
    "item",
    "missing",
    "status",
    "steps",
    "shrinkage",
    "misfit",
    "atoms_looked_at",
    "atoms_used",
    ...methods.flatMap((method) => [`${method}_error`, `${method}_part_error`]),
  ];
  const rows = items.map((one) => [
    one.item,
    one.missing,
    one.status,
    one.steps,
    one.shrinkage,
    one.misfit,
    one.candidates,
    one.used,
    ...(one.errors ?? []).flatMap(({ whole, missing }) => [whole, missing ?? ""]),
  ]);
  return csvText(header, rows);
}

/** Shares above 0 of all items, one a row. */
export function usedSharesCsv(imputed: readonly Imputed[]): string {
  const tables = imputed.map(({ item, atoms, completion }) =>
    sharesCsv([item], atoms, { rows: 1, cols: atoms.length, data: completion.shares }),
  );
  return tables.map((table, t) => (t === 0 ? table : table.slice(table.indexOf("\n") + 1))).join("");
}
