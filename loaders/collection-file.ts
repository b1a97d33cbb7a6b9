import { type Collection, collection } from "../src/measure/collection.js";
import { parseCsv } from "./csv.js";
import { formatError } from "./format-error.js";
import { imageCollection, isImageTable } from "./image-csv.js";
import { parseJcamp } from "./jcamp.js";
import { tableMeasure } from "./measure-csv.js";
import {
  extension,
  MEASURE_EXTENSIONS,
  type MeasureFileOptions,
  parseMeasureFile,
  requireArrayRule,
  requirePointRule,
} from "./measure-file.js";
import { npyRank, parseNpyDataset } from "./npy-measure.js";
import { parseNpz } from "./npz.js";
import { isPointTable, tableCollection } from "./point-table.js";
import { isSpectraTable, tableSpectra } from "./spectra-csv.js";
import { joinedSpectra, spectrumItems } from "./spectrum-items.js";

type CollectionParser = (bytes: Uint8Array, options: MeasureFileOptions) => Collection;

const PARSERS: ReadonlyMap<string, CollectionParser> = new Map([
  [".csv", fromCsv],
  [".npy", fromNpy],
  [".npz", fromNpz],
  [".jdx", fromJcamp],
  [".dx", fromJcamp],
  [".jcamp", fromJcamp],
]);

/** Name of a file without folders and ending. */
export function stem(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const ending = extension(base);
  return ending === "" ? base : base.slice(0, -ending.length);
}

/**
 * Collection from the bytes of one file: a CSV of images, of spectra or of points with a column `item`, an NPY of shape
 * (N, n, d), an NPZ, a JCAMP-DX file. A file that holds one measure gives a collection of one item, named after the file.
 *
 * @throws FormatError for an unknown ending or a damaged file.
 */
export function parseCollectionFile(bytes: Uint8Array, options: MeasureFileOptions): Collection {
  const ending = extension(options.file);
  if (!PARSERS.has(ending) && !MEASURE_EXTENSIONS.includes(ending)) {
    const known = [...new Set([...PARSERS.keys(), ...MEASURE_EXTENSIONS])].join(", ");
    throw formatError(
      options.file,
      "",
      `the ending ${ending || "(none)"} is not one that is read: ${known}, idx3-ubyte`,
    );
  }
  return (PARSERS.get(ending) ?? oneItem)(bytes, options);
}

function oneItem(bytes: Uint8Array, options: MeasureFileOptions): Collection {
  const { measure, item, warnings, steps } = parseMeasureFile(bytes, options);
  return collection({
    names: [stem(options.file)],
    measures: [measure],
    item,
    warnings,
    ...(steps && { steps }),
  });
}

function fromCsv(bytes: Uint8Array, options: MeasureFileOptions): Collection {
  requirePointRule(options);
  const table = parseCsv(bytes, options);
  if (isImageTable(table) && !options.coords) return imageCollection(table);
  if (isSpectraTable(table) && !options.coords) {
    return spectrumItems(tableSpectra(table, options), options, options.file);
  }
  if (isPointTable(table)) return tableCollection(table, undefined, options);
  const { measure, warnings } = tableMeasure(table, options);
  return collection({ names: [stem(options.file)], measures: [measure], warnings });
}

function fromJcamp(bytes: Uint8Array, options: MeasureFileOptions): Collection {
  requireArrayRule(options);
  const items = parseJcamp(bytes, options).map((one) => spectrumItems(one, options, options.file));
  return items.length === 1
    ? { ...items[0]!, names: [stem(options.file)] }
    : joinedSpectra(items, options.file);
}

function fromNpy(bytes: Uint8Array, options: MeasureFileOptions): Collection {
  requireArrayRule(options);
  return npyRank(bytes, options) === 2 ? oneItem(bytes, options) : parseNpyDataset(bytes, options);
}

function fromNpz(bytes: Uint8Array, options: MeasureFileOptions): Collection {
  requireArrayRule(options);
  return parseNpz(bytes, options);
}
