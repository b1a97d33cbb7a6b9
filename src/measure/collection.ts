import { ShapeError } from "../errors.js";
import type { Measure } from "./measure.js";

/** A column of strings about the items of a collection: a class, a group, an age. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** How the items came about; it decides how they are drawn, never how they are computed with. */
export type ItemKind =
  | { readonly kind: "points" }
  | { readonly kind: "mesh" }
  | { readonly kind: "image"; readonly width: number; readonly height: number }
  /** Measures on a line: `quantity` and `unit` of its points, as in `SpectralAxis`. */
  | { readonly kind: "spectrum"; readonly quantity: string; readonly unit?: string }
  /** Measures of what is seen from the points of others; `of` tells what. Their points are no places in space. */
  | { readonly kind: "features"; readonly of: string };

/**
 * Named measures of one dimension with their attributes.
 *
 * `pointNames[s][i]` names point i of item s where the file did (landmarks); points of equal name correspond.
 */
export interface Collection {
  readonly names: readonly string[];
  readonly measures: readonly Measure[];
  readonly attributes: readonly Attribute[];
  readonly item: ItemKind;
  readonly pointNames?: readonly (readonly string[])[];
  /** What the loader noticed and a reader should know. */
  readonly warnings: readonly string[];
  /** What was done to the numbers of the files to make measures of them, in this order; absent where nothing was. */
  readonly steps?: readonly string[];
}

/**
 * Collection, checked: one name per measure, no name twice, one dimension, full attribute columns.
 *
 * @throws ShapeError naming the item that does not fit.
 */
export function collection(parts: Pick<Collection, "names" | "measures"> & Partial<Collection>): Collection {
  const { names, measures, attributes = [], item = { kind: "points" }, warnings = [] } = parts;
  if (measures.length === 0) throw new ShapeError("there are no items", { found: 0 });
  requireLength("names", names.length, measures.length);
  for (const attribute of attributes) {
    requireLength(`values of "${attribute.name}"`, attribute.values.length, measures.length);
  }
  requireDistinct(names);
  requireOneDimension(names, measures);
  const { pointNames, steps } = parts;
  const base = { names, measures, attributes, item, warnings };
  return { ...base, ...(pointNames && { pointNames }), ...(steps && { steps }) };
}

function requireLength(what: string, found: number, expected: number): void {
  if (found !== expected) {
    throw new ShapeError(`${found} ${what} for ${expected} items; give one per item`, { expected, found });
  }
}

function requireDistinct(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new ShapeError(`item "${name}" occurs twice; item names must differ`);
    seen.add(name);
  }
}

function requireOneDimension(names: readonly string[], measures: readonly Measure[]): void {
  const dim = measures[0]!.dim;
  const odd = measures.findIndex((mu) => mu.dim !== dim);
  if (odd >= 0) {
    throw new ShapeError(
      `item "${names[odd]}" has dimension ${measures[odd]!.dim}, item "${names[0]}" has dimension ${dim}; ` +
        "a dataset holds one dimension: put them into separate datasets",
      { expected: dim, found: measures[odd]!.dim },
    );
  }
}

/** The named items, in the given order, with everything that belongs to them. */
export function selectItems(items: Collection, indices: ArrayLike<number>): Collection {
  const pick = <T>(values: readonly T[]): T[] => Array.from(indices, (s) => values[s]!);
  const chosen = {
    ...items,
    names: pick(items.names),
    measures: pick(items.measures),
    attributes: items.attributes.map(({ name, values }) => ({ name, values: pick(values) })),
  };
  return items.pointNames ? { ...chosen, pointNames: pick(items.pointNames) } : chosen;
}

/** The same items with other measures, e.g. normalised or aligned ones. */
export function withMeasures(items: Collection, measures: readonly Measure[]): Collection {
  requireLength("measures", measures.length, items.names.length);
  return { ...items, measures };
}

/** @throws ShapeError that lists the columns there are. */
export function attributeValues(items: Collection, name: string): readonly string[] {
  const found = items.attributes.find((attribute) => attribute.name === name);
  if (!found) {
    const known = items.attributes.map((attribute) => `"${attribute.name}"`).join(", ");
    throw new ShapeError(`there is no column "${name}"; the columns are: ${known || "none"}`, {
      found: name,
    });
  }
  return found.values;
}
