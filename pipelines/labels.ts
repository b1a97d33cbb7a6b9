import { attributeValues, type Collection, FormatError } from "../src/index.js";

/** Labels as class numbers, with the names of the classes in order. */
export interface Labels {
  readonly column: string;
  readonly classes: readonly string[];
  /** Index into `classes`, one per item. */
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/**
 * The classes of a column, sorted (numbers by size).
 *
 * @throws ShapeError if there is no such column; FormatError naming the first item without a value.
 */
export function labelsOf(items: Collection, column: string): Labels {
  const values = attributeValues(items, column);
  const blank = values.findIndex((value) => value.trim() === "");
  if (blank >= 0) {
    throw new FormatError(
      `item "${items.names[blank]}" has no value in column "${column}"; label it or leave it out`,
      {
        place: `item "${items.names[blank]}"`,
      },
    );
  }
  const classes = [...new Set(values)].sort(naturally);
  const codeOf = new Map(classes.map((name, code) => [name, code]));
  return { column, classes, codes: Int32Array.from(values, (value) => codeOf.get(value)!), values };
}

/** Columns that hold classes by custom, the likeliest first. */
const CUSTOMARY = ["label", "class", "group"];

/** The column to score clusters against: the one asked for, else a customary one, else the only one, else none. */
export function scoringColumn(items: Collection, asked: string | undefined): string | undefined {
  if (asked !== undefined) return asked;
  const names = items.attributes.map((attribute) => attribute.name);
  return CUSTOMARY.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
}

/** Not by locale: the order must be the same on every machine. */
function naturally(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference) && difference !== 0) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
