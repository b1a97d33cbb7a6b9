import { type Spectra, spectra } from "../src/measure/spectra.js";
import {
  type BandChoice,
  directionOf,
  firstAgainst,
  type SpectralAxis,
} from "../src/measure/spectral-axis.js";
import { matrix, selectRows } from "../src/numeric/matrix.js";
import { isNumberRow, NAMES_ABOVE, numberCell, parseCsv, type Table } from "./csv.js";
import { atPlace, formatError, quoted } from "./format-error.js";
import type { ItemTable } from "./item-table.js";
import { axisKind, unitKind } from "./spectral-unit.js";

/** Fewer columns with a number for a name do not make a table of spectra. */
const FEWEST_BANDS = 4;

/** What a column of a table says about a band. */
interface BandColumn {
  readonly column: number;
  readonly position: number;
  /** "" where the name is a bare number. */
  readonly unit: string;
  /** Is there an X in front, as in the names that R makes, and those of coordinates? */
  readonly marked: boolean;
}

/**
 * Spectra from a CSV with one spectrum a row: at least 4 columns named by the positions of the bands ("900", "900 nm",
 * "X900.nm" as R writes it), strictly increasing or decreasing; every other column is an attribute.
 *
 * Names 0, 1, 2, ... or 1, 2, 3, ... are numbers of bands, not wavelengths; they are counted from 0. A column `item`
 * names the spectra; without one they are called "0", "1", ... by row.
 *
 * @throws FormatError naming line and column of a cell that is no finite number; or the header, where positions neither
 *   increase nor decrease, or have several units.
 *
 * O(size) time and memory.
 */
export function parseSpectraCsv(
  input: Uint8Array | string,
  options: BandChoice & { readonly file?: string } = {},
): Spectra {
  const table = parseCsv(input, options);
  if (isSpectraTable(table)) return tableSpectra(table, options);
  const found = bandColumns(table.header).length;
  const sentence =
    found >= FEWEST_BANDS
      ? NAMES_ABOVE
      : `${found} columns have a number for a name; a table of spectra names at least ${FEWEST_BANDS} by their wavelengths`;
  throw formatError(table.file, "header", sentence);
}

/** Do enough columns have positions of bands for a name? Not if the header seems to be a row like those below it. */
export function isSpectraTable(table: Table): boolean {
  const bands = bandColumns(table.header);
  return bands.length >= FEWEST_BANDS && !areCoordinates(bands) && !isHeadless(table);
}

export function tableSpectra(table: Table, choice: BandChoice = {}): Spectra {
  const bands = bandColumns(table.header);
  const axis = axisOf(table, bands);
  const values = matrix(table.rows.length, bands.length);
  table.rows.forEach((_, row) => {
    for (let b = 0; b < bands.length; b++) {
      values.data[row * bands.length + b] = numberCell(table, row, bands[b]!.column);
    }
  });
  const isBand = new Set(bands.map(({ column }) => column));
  const others = [...table.header.keys()].filter((column) => !isBand.has(column));
  const columnOf = (column: number) => table.rows.map((cells) => cells[column]!.trim());
  const item = table.header.indexOf("item");
  const attributes = others
    .filter((column) => column !== item)
    .map((column) => ({ name: table.header[column]!, values: columnOf(column) }));
  const names = item >= 0 ? columnOf(item) : table.rows.map((_, s) => String(s));
  return atPlace(table.file, "header", () => spectra({ names, axis, values, attributes }, choice));
}

/**
 * Spectra of a table with a column `item`, in the order of the labels and with their attributes (and those of the table).
 *
 * @throws FormatError naming an item that is not in both, or has two rows.
 */
export function labelledSpectra(table: Table, items: ItemTable, choice: BandChoice = {}): Spectra {
  if (!table.header.includes("item")) {
    throw formatError(table.file, "header", "no column item; it must say which item a spectrum is of");
  }
  const found = tableSpectra(table, choice);
  const rowOf = new Map(found.names.map((name, row) => [name, row]));
  const doubled = found.names.findIndex((name, row) => rowOf.get(name) !== row);
  if (doubled >= 0) {
    const line = `line ${table.lines[rowOf.get(found.names[doubled]!)!]}`;
    throw formatError(
      table.file,
      line,
      `item ${quoted(found.names[doubled]!)} has a second spectrum; keep one`,
    );
  }
  const known = new Set(items.names);
  const stray = found.names.find((name) => !known.has(name));
  if (stray !== undefined) {
    throw formatError(
      table.file,
      `item ${quoted(stray)}`,
      `it is not in ${items.file}; add it there or drop its row`,
    );
  }
  const missing = items.names.find((name) => !rowOf.has(name));
  if (missing !== undefined) {
    throw formatError(
      table.file,
      `item ${quoted(missing)}`,
      `no spectrum, though ${items.file} names it; add its row`,
    );
  }
  const order = items.names.map((name) => rowOf.get(name)!);
  const own = found.attributes.filter(({ name }) => !items.attributes.some((one) => one.name === name));
  const sorted = own.map(({ name, values }) => ({ name, values: order.map((row) => values[row]!) }));
  return {
    ...found,
    names: items.names,
    values: selectRows(found.values, order),
    attributes: [...items.attributes, ...sorted],
  };
}

/** "900", "900 nm", "900nm", "X900.nm": a number, then perhaps a unit that is known. */
const BAND_NAME = /^(X?)([-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)(.*)$/;

function bandColumns(header: readonly string[]): BandColumn[] {
  return header.flatMap((name, column) => {
    const [, mark, digits, rest] = BAND_NAME.exec(name) ?? [];
    if (digits === undefined) return [];
    const unit = rest!.replace(/^[\s._]+/, "");
    const known = unit === "" || axisKind(unit) !== undefined;
    return known ? [{ column, position: Number(digits), unit, marked: mark !== "" }] : [];
  });
}

/** X1, X2, X3, ... are the coordinates of points. */
function areCoordinates(bands: readonly BandColumn[]): boolean {
  return bands.every(({ marked }) => marked) && isCount(Float64Array.from(bands, ({ position }) => position));
}

/**
 * All of the header are numbers, and of the size of those below: then it is more likely one of the rows. Wavelengths are
 * not among reflectances.
 */
function isHeadless({ header, rows }: Table): boolean {
  if (!isNumberRow(header)) return false;
  return header.every((name, column) => {
    const below = rows.map((cells) => Number(cells[column]));
    const [least, most] = [Math.min(...below.slice(0, 1000)), Math.max(...below.slice(0, 1000))];
    return Number(name) >= least - (most - least) && Number(name) <= most + (most - least);
  });
}

function axisOf(table: Table, bands: readonly BandColumn[]): SpectralAxis {
  const values = Float64Array.from(bands, ({ position }) => position);
  const units = [...new Set(bands.map(({ unit }) => unit))];
  if (units.length > 1) {
    throw formatError(
      table.file,
      "header",
      `some bands are named in ${quoted(units[0]!)}, some in ${quoted(units[1]!)}; use one unit`,
    );
  }
  if (units[0] === "" && isCount(values)) return { values: values.map((_, b) => b), quantity: "band" };
  requireOrder(table, bands, values);
  return { ...unitKind(units[0]!), values };
}

/** 0, 1, 2, ... or 1, 2, 3, ... */
function isCount(values: Float64Array): boolean {
  return (values[0] === 0 || values[0] === 1) && values.every((value, b) => value === values[0]! + b);
}

function requireOrder(table: Table, bands: readonly BandColumn[], positions: Float64Array): void {
  const odd = firstAgainst(positions, directionOf(positions));
  if (odd <= 0) return; // the first one is not finite: `spectra` refuses it
  const [before, at] = [bands[odd - 1]!, bands[odd]!].map(({ column }) => quoted(table.header[column]!));
  const remedy = isNumberRow(table.header) ? `; or ${NAMES_ABOVE}` : "";
  throw formatError(
    table.file,
    "header",
    `column ${at} follows ${before}, so the wavelengths neither increase nor decrease throughout; put the columns in ` +
      `order${remedy}`,
  );
}
