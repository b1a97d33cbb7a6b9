import type { Measure } from "../src/measure/measure.js";
import { parseCsv, type Table } from "./csv.js";
import { formatError } from "./format-error.js";
import { type PointColumnOptions, pointColumns, rowsMeasure, unusedWarnings } from "./point-columns.js";

/** The commonest reason for a column that is left over: a table of several items, whose column of names has another name. */
const ITEM_REMEDY =
  "all rows are one measure; in a dataset, a column named item says which rows belong together";

/** One measure from a file, with what the loader noticed. */
export interface ParsedMeasure {
  readonly measure: Measure;
  readonly warnings: readonly string[];
}

export interface MeasureCsvOptions extends PointColumnOptions {
  readonly file?: string;
}

/**
 * One measure from a CSV of coordinates: a point a row, columns `x,y[,z]` or `x1..xd`, optional `weight`.
 *
 * Masses are kept as they are, not normalised; without a weight column each of the n points has 1/n
 * (1 with `unitMass`). A number is the double nearest to it: 0 below 2.5e-324, refused if there is none.
 * Other columns are passed over and named in `warnings`.
 *
 * @throws FormatError naming file, line, column and value; also for a table of several items.
 */
export function parseMeasureCsv(input: Uint8Array | string, options: MeasureCsvOptions = {}): ParsedMeasure {
  return tableMeasure(parseCsv(input, options), options);
}

export function tableMeasure(table: Table, options: MeasureCsvOptions = {}): ParsedMeasure {
  const item = table.header.indexOf("item");
  if (item >= 0 && new Set(table.rows.map((cells) => cells[item])).size > 1) {
    throw formatError(table.file, 'column "item"', "it holds several items; load it as a dataset");
  }
  const columns = pointColumns(table, options);
  const measure = rowsMeasure(table, columns, [...table.rows.keys()], options);
  return { measure, warnings: unusedWarnings(table, columns.unused, ITEM_REMEDY) };
}
