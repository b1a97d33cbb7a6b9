import { attributeValues, type Collection, FormatError } from "../src/index.js";
import { naturalOrder } from "./natural-order.js";

/** Labels as class numbers, with the names of the classes in order. */
export interface Labels {
  readonly column: string;
  readonly classes: readonly string[];
  /** Index into `classes`, one per item. */
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/**
 * The classes of a column, in natural order.
 *
 * @throws ShapeError if there is no such column; FormatError naming the first item without a value.
 */
export function labelsOf(items: Collection, column: string): Labels {
  const values = fullColumn(items, column);
  const classes = [...new Set(values)].sort(naturalOrder);
  const codeOf = new Map(classes.map((name, code) => [name, code]));
  return { column, classes, codes: Int32Array.from(values, (value) => codeOf.get(value)!), values };
}

/**
 * The values of a column that must have one for each item.
 *
 * @throws ShapeError if there is no such column; FormatError naming the first item without a value.
 */
export function fullColumn(items: Collection, column: string): readonly string[] {
  const values = attributeValues(items, column);
  const blank = firstBlank(values);
  if (blank < 0) return values;
  throw new FormatError(
    `item "${items.names[blank]}" has no value in column "${column}"; give it one or leave the item out`,
    { place: `item "${items.names[blank]}"` },
  );
}

function firstBlank(values: readonly string[]): number {
  return values.findIndex((value) => value.trim() === "");
}

/** Columns that hold classes by custom, the likeliest first. */
const CUSTOMARY = ["label", "class", "group"];

/** What clusters are scored against: labels, or why there are none though there is a column. */
export interface Scoring {
  readonly labels?: Labels;
  readonly unscored?: string;
}

/**
 * The column asked for, else a customary one, else the only one; nobody asked for those, so that blanks there are no
 * error.
 *
 * @throws as `labelsOf`, for a column that was asked for.
 */
export function scoringLabels(items: Collection, asked: string | undefined): Scoring {
  const column = asked ?? likelyColumn(items);
  if (column === undefined) return {};
  const blank = firstBlank(attributeValues(items, column));
  if (asked === undefined && blank >= 0) {
    const reason = `item "${items.names[blank]}" has no value in column "${column}"`;
    return { unscored: `not scored: ${reason}; choose another with --label` };
  }
  return { labels: labelsOf(items, column) };
}

function likelyColumn(items: Collection): string | undefined {
  const names = items.attributes.map((attribute) => attribute.name);
  return CUSTOMARY.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
}
