import type { Attribute } from "../src/measure/collection.js";
import { parseCsv, type Table } from "./csv.js";
import { formatError, quoted } from "./format-error.js";

/** Names of items in file order with what is known about them. */
export interface ItemTable {
  readonly file: string;
  readonly names: readonly string[];
  readonly attributes: readonly Attribute[];
}

/**
 * Items and their attributes from labels.csv: first column `item`, every other column an attribute.
 *
 * @throws FormatError if the first column is not `item`, a name is empty or an item occurs twice.
 */
export function parseItemTable(input: Uint8Array | string, options: { file?: string } = {}): ItemTable {
  const table = parseCsv(input, { file: options.file ?? "labels.csv" });
  if (table.header[0] !== "item") {
    throw formatError(
      table.file,
      "header",
      `the first column is ${quoted(table.header[0]!)}; it must be called item and name the items`,
    );
  }
  const names = table.rows.map((cells) => cells[0]!.trim());
  requireDistinctItems(table, names);
  const attributes = table.header.slice(1).map((name, a) => ({
    name,
    values: table.rows.map((cells) => cells[a + 1]!.trim()),
  }));
  return { file: table.file, names, attributes };
}

function requireDistinctItems(table: Table, names: readonly string[]): void {
  const lineOf = new Map<string, number>();
  names.forEach((name, s) => {
    const line = table.lines[s]!;
    if (name === "") throw formatError(table.file, `line ${line}`, "the item has no name; give it one");
    const before = lineOf.get(name);
    if (before !== undefined) {
      throw formatError(
        table.file,
        `line ${line}`,
        `item ${quoted(name)} occurs twice (first in line ${before}); item names must differ`,
      );
    }
    lineOf.set(name, line);
  });
}
