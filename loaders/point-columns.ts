import { type Measure, measure } from "../src/measure/measure.js";
import { isNumberRow, massCell, NAMES_ABOVE, numberCell, type Table } from "./csv.js";
import { atPlace, formatError, quoted, quotedList } from "./format-error.js";

/** Which columns of a table hold what about a point; `weight` is -1 where there is none. */
export interface PointColumns {
  readonly coordinates: readonly number[];
  readonly weight: number;
  /** Columns that are neither, nor among the reserved ones. */
  readonly unused: readonly string[];
}

export interface PointColumnOptions {
  /** Names of the coordinate columns, in order; default: `x`, `x,y`, `x,y,z` or `x1..xd` (also `x0..`), in either case. */
  readonly coords?: readonly string[];
  /** Every point gets mass 1 where the file has no weights (default: 1/n each). */
  readonly unitMass?: boolean;
}

/**
 * Coordinate and weight columns of a table, by name.
 *
 * @param reserved columns that have a meaning of their own (`item`, `point`).
 * @throws FormatError that lists the header if no coordinates are recognised, or a chosen column is absent.
 */
export function pointColumns(
  table: Table,
  options: PointColumnOptions = {},
  reserved: readonly number[] = [],
): PointColumns {
  const coordinates = options.coords ? chosenColumns(table, options.coords) : usualColumns(table);
  const weightColumn = table.header.findIndex((name) => name.toLowerCase() === "weight");
  const weight = coordinates.includes(weightColumn) ? -1 : weightColumn;
  const used = new Set([...coordinates, ...reserved, weight]);
  return { coordinates, weight, unused: table.header.filter((_, column) => !used.has(column)) };
}

function chosenColumns(table: Table, coords: readonly string[]): number[] {
  const header = quotedList(table.header);
  const columns = coords.map((name) => table.header.indexOf(name));
  columns.forEach((column, k) => {
    if (column < 0) {
      throw formatError(table.file, "header", `no column ${quoted(coords[k]!)}; the columns are ${header}`);
    }
    if (columns.indexOf(column) !== k) {
      throw formatError(table.file, "header", `coordinate column ${quoted(coords[k]!)} is chosen twice`);
    }
  });
  if (columns.length === 0) {
    throw formatError(table.file, "header", `no coordinate column is chosen; the columns are ${header}`);
  }
  return columns;
}

function usualColumns(table: Table): number[] {
  const names = table.header.map((name) => name.toLowerCase());
  const numbered = numberedColumns(names, /^x(\d+)$/);
  const lettered = ["x", "y", "z"].map((name) => names.indexOf(name));
  const dim = lettered.filter((column) => column >= 0).length;
  const gapless = lettered.slice(0, dim).every((column) => column >= 0);
  if (dim > 0 && gapless && numbered.found === 0) return lettered.slice(0, dim);
  if (dim === 0 && numbered.columns) return numbered.columns;
  throw formatError(
    table.file,
    "header",
    `no coordinates recognised among the columns ${quotedList(table.header)}; name them x,y[,z] or x1..xd ` +
      `(and weight, for masses), or choose columns with coords${headerHint(table.header)}`,
  );
}

/** Columns with a number for a name from which a table is more likely one of spectra than one of points. */
const SPECTRUM_COLUMNS = 16;

/** What the header looks like instead, where that can be told. */
function headerHint(header: readonly string[]): string {
  if (isNumberRow(header)) return `; ${NAMES_ABOVE}`;
  const numbers = header.filter((name) => /^[-+]?[\d.]/.test(name)).length;
  if (numbers >= SPECTRUM_COLUMNS) return "; a table of spectra is for parseSpectraCsv";
  if (header.length === 1) return "; cells must be separated by commas";
  return "";
}

/**
 * Columns named by consecutive numbers from 0 or 1 in order of these numbers.
 *
 * `found` counts the names that match, `columns` is undefined unless they are consecutive.
 */
export function numberedColumns(
  names: readonly string[],
  pattern: RegExp,
): { readonly found: number; readonly columns?: number[] } {
  const byNumber = new Map<number, number>();
  let found = 0;
  names.forEach((name, column) => {
    const digits = pattern.exec(name)?.[1];
    if (digits === undefined) return;
    found++;
    byNumber.set(Number(digits), column);
  });
  const first = byNumber.has(0) ? 0 : 1;
  const columns: number[] = [];
  for (let k = first; byNumber.has(k); k++) columns.push(byNumber.get(k)!);
  return found > 0 && columns.length === found ? { found, columns } : { found };
}

/**
 * Measure of the points in the given rows. Weights: the weight column, else 1 each (`unitMass`), else 1/n each.
 *
 * @param place of the whole, for errors that belong to no single row (all weights 0).
 */
export function rowsMeasure(
  table: Table,
  columns: PointColumns,
  rows: readonly number[],
  options: { unitMass?: boolean; place?: string } = {},
): Measure {
  const { coordinates, weight } = columns;
  const dim = coordinates.length;
  const points = new Float64Array(rows.length * dim);
  rows.forEach((row, i) => {
    coordinates.forEach((column, k) => {
      points[i * dim + k] = numberCell(table, row, column);
    });
  });
  const massOf = (row: number): number => (weight >= 0 ? massCell(table, row, weight) : 1);
  const weighted = weight >= 0 || options.unitMass === true;
  return atPlace(table.file, options.place ?? "", () =>
    measure(points, weighted ? { dim, weights: rows.map(massOf) } : { dim }),
  );
}

/**
 * What a reader should know about columns that were passed over.
 *
 * @param remedy how they would come to use, for somebody who meant them to.
 */
export function unusedWarnings(table: Table, unused: readonly string[], remedy: string): string[] {
  if (unused.length === 0) return [];
  return [`${table.file}: not used as coordinates or weight: ${quotedList(unused)} (${remedy})`];
}
