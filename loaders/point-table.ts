import { type Collection, collection } from "../src/measure/collection.js";
import { parseCsv, type Table } from "./csv.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import { type ItemTable, parseItemTable } from "./item-table.js";
import { type PointColumnOptions, pointColumns, rowsMeasure, unusedWarnings } from "./point-columns.js";

/** A column that holds something of the items and not of their points is in the wrong table. */
const LABELS_REMEDY =
  "what belongs to the items goes into labels.csv beside it: a column item, then its attributes";

export interface PointTableOptions extends PointColumnOptions {
  /** Names of the two files, for error sentences. */
  readonly file?: string;
  readonly labelsFile?: string;
}

/**
 * Collection from a table of points, one a row: column `item`, coordinates `x,y[,z]` or `x1..xd`, optional `weight`.
 *
 * A column `point` or `landmark` gives the names of the points; other columns are passed over and named in
 * `warnings`. Items stand in the order of the labels (without labels: of their first point), points in file
 * order; items may differ in size. Masses are kept; without a weight column an item's n points have 1/n each.
 *
 * @param labels labels.csv (first column `item`), if there is one.
 * @throws FormatError naming the item that has no points or no label, or file, line, column and value of a bad cell.
 *
 * O(size) time and memory.
 */
export function parsePointTable(
  points: Uint8Array | string,
  labels: Uint8Array | string | undefined,
  options: PointTableOptions = {},
): Collection {
  const table = parseCsv(points, { file: options.file ?? "points.csv" });
  const items =
    labels === undefined ? undefined : parseItemTable(labels, { file: options.labelsFile ?? "labels.csv" });
  return tableCollection(table, items, options);
}

/** Has the table a column that says which item a point belongs to? */
export function isPointTable(table: Table): boolean {
  return table.header.includes("item");
}

export function tableCollection(
  table: Table,
  items: ItemTable | undefined,
  options: PointColumnOptions = {},
): Collection {
  const item = table.header.indexOf("item");
  if (item < 0)
    throw formatError(table.file, "header", "no column item; it must say which item a point is of");
  const pointName = ["point", "landmark"].map((name) => table.header.indexOf(name)).find((c) => c >= 0);
  const reserved = pointName === undefined ? [item] : [item, pointName];
  const columns = pointColumns(table, options, reserved);
  const rowsOf = groupRows(table, item, items);
  const names = [...rowsOf.keys()];
  const measures = names.map((name) => {
    const place = `item ${quoted(name)}`;
    return rowsMeasure(table, columns, rowsOf.get(name)!, { ...options, place });
  });
  const base = {
    names,
    measures,
    attributes: items?.attributes ?? [],
    warnings: unusedWarnings(table, columns.unused, LABELS_REMEDY),
  };
  const nameOf = (row: number): string => table.rows[row]![pointName!]!.trim();
  const named = pointName === undefined ? {} : { pointNames: [...rowsOf.values()].map((r) => r.map(nameOf)) };
  return atPlace(table.file, "", () => collection({ ...base, ...named }));
}

/** Rows of each item, items in the order of the labels. */
function groupRows(table: Table, item: number, items: ItemTable | undefined): Map<string, number[]> {
  const rowsOf = new Map<string, number[]>(items?.names.map((name) => [name, []]));
  table.rows.forEach((cells, row) => {
    const name = cells[item]!.trim();
    const rows = rowsOf.get(name);
    if (rows) rows.push(row);
    else if (items || name === "") throw unknownItem(table, row, name, items);
    else rowsOf.set(name, [row]);
  });
  const empty = [...rowsOf].filter(([, rows]) => rows.length === 0).map(([name]) => name);
  if (empty.length > 0) {
    throw formatError(
      table.file,
      `item ${quoted(empty[0]!)}`,
      `no points (${empty.length} of ${rowsOf.size} items of ${items!.file} have none); add points or drop the items`,
    );
  }
  return rowsOf;
}

function unknownItem(table: Table, row: number, name: string, items: ItemTable | undefined) {
  const sentence = items
    ? `item ${quoted(name)} is not in ${items.file}; add it there or drop its points`
    : "the item has no name; give it one";
  return formatError(table.file, `line ${table.lines[row]}`, sentence);
}
