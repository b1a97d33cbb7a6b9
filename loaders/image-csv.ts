import { type Collection, collection } from "../src/measure/collection.js";
import { numberCell, parseCsv, type Table } from "./csv.js";
import { atPlace, formatError, quotedList } from "./format-error.js";
import { type ImageSize, imageMeasure } from "./image.js";
import { numberedColumns } from "./point-columns.js";

/** Fewer pixel columns than a 2 x 2 image do not make a table of images. */
const FEWEST_PIXELS = 4;

interface PixelColumns extends ImageSize {
  /** Column of each pixel, row by row from the top. */
  readonly columns: readonly number[];
}

/**
 * Collection from a CSV with one image a row: pixel columns `p0, p1, ...` or `pixel0, ...` (a square number of them,
 * row by row) or `1x1, 1x2, ...` (row x column); every other column is an attribute.
 *
 * Items are called "0", "1", ... by row. See `imageMeasure` for how an image becomes a measure.
 *
 * @throws FormatError naming line and column of a bad intensity, the line of an image without mass, or the header.
 */
export function parseImageCsv(input: Uint8Array | string, options: { file?: string } = {}): Collection {
  return imageCollection(parseCsv(input, options));
}

/** Do enough columns have the names of pixels? */
export function isImageTable(table: Table): boolean {
  return table.header.filter((name) => /^(?:p|pixel)\d+$|^\d+x\d+$/i.test(name)).length >= FEWEST_PIXELS;
}

export function imageCollection(table: Table): Collection {
  const { columns, width, height } = pixelColumns(table);
  const measures = table.rows.map((_, row) => {
    const pixels = columns.map((column) => numberCell(table, row, column));
    return imageMeasure(pixels, { width, height }, { file: table.file, place: `line ${table.lines[row]}` });
  });
  const pixel = new Set(columns);
  const attributes = table.header.flatMap((name, column) =>
    pixel.has(column) ? [] : [{ name, values: table.rows.map((cells) => cells[column]!.trim()) }],
  );
  const names = measures.map((_, s) => String(s));
  const item = { kind: "image", width, height } as const;
  return atPlace(table.file, "", () => collection({ names, measures, attributes, item }));
}

function pixelColumns(table: Table): PixelColumns {
  const names = table.header.map((name) => name.toLowerCase());
  const counted = numberedColumns(names, /^(?:p|pixel)(\d+)$/).columns;
  const side = Math.sqrt(counted?.length ?? 0);
  if (counted && Number.isInteger(side)) return { columns: counted, width: side, height: side };
  const grid = gridColumns(names);
  if (grid) return grid;
  throw formatError(
    table.file,
    "header",
    `the pixel columns do not fill an image; expected p0, p1, ... up to a square number, or 1x1, 1x2, ... ` +
      `without a gap, among ${quotedList(table.header)}`,
  );
}

/** Columns `RxC` that fill a rectangle. */
function gridColumns(names: readonly string[]): PixelColumns | undefined {
  const cells = names.flatMap((name, column) => {
    const found = /^(\d+)x(\d+)$/.exec(name);
    return found ? [{ row: Number(found[1]) - 1, column: Number(found[2]) - 1, at: column }] : [];
  });
  const height = cells.reduce((most, cell) => Math.max(most, cell.row + 1), 0);
  const width = cells.reduce((most, cell) => Math.max(most, cell.column + 1), 0);
  if (cells.length === 0 || height * width !== cells.length) return undefined;
  const columns = new Array<number>(cells.length).fill(-1);
  for (const cell of cells) columns[cell.row * width + cell.column] = cell.at;
  return columns.includes(-1) ? undefined : { columns, width, height };
}
