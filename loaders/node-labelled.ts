import { stem } from "./collection-file.js";
import { parseCsv } from "./csv.js";
import { formatError, quoted, quotedList } from "./format-error.js";
import { type ItemTable, parseItemTable } from "./item-table.js";
import { extension, MEASURE_EXTENSIONS, requirePointRule } from "./measure-file.js";
import { type Folder, fileSize, insidePath, listSubFolder, readListed } from "./node-files.js";
import {
  type ItemFile,
  type Part,
  type ReadOptions,
  readItems,
  readPaths,
  withWarnings,
} from "./node-items.js";
import { passedOver } from "./node-passed-over.js";
import { openPointTable } from "./node-point-chunks.js";
import { isPointTable, tableCollection } from "./point-table.js";
import { isSpectraTable, labelledSpectra } from "./spectra-csv.js";
import { spectrumItems } from "./spectrum-items.js";

const POINT_TABLE = "points.csv";

/** Where the points of the labelled items are: reads them when asked. */
type Source = () => Promise<Part>;

/**
 * Items of a folder with labels.csv (or items.csv): points from points.csv, else from the sub-folder that has a
 * file for every item, else from another CSV with a column `item`; or from the one that `files` names.
 */
export async function readLabelled(folder: Folder, labels: string, options: ReadOptions): Promise<Part> {
  const { bytes, input } = await readListed(folder, labels);
  const items = parseItemTable(bytes, { file: input.path });
  const source =
    options.files === undefined
      ? await findSource(folder, labels, items, options)
      : await namedSource(folder, options.files, items, options);
  const part = await source();
  return { ...part, inputs: [input, ...part.inputs], from: `${part.from}, items by ${labels}` };
}

async function namedSource(
  folder: Folder,
  name: string,
  items: ItemTable,
  options: ReadOptions,
): Promise<Source> {
  if (folder.files.includes(name)) return tableSource(folder, name, items, options);
  const match = matchFiles(await listSubFolder(folder, name), items);
  requireEveryItem(folder, name, items, match.missing);
  return fileSource(name, match, items, options);
}

async function findSource(
  folder: Folder,
  labels: string,
  items: ItemTable,
  options: ReadOptions,
): Promise<Source> {
  if (folder.files.includes(POINT_TABLE)) return tableSource(folder, POINT_TABLE, items, options);
  const matches = [];
  for (const name of folder.folders)
    matches.push({ name, ...matchFiles(await listSubFolder(folder, name), items) });
  const complete = matches.filter((match) => match.missing.length === 0);
  requireOne(
    folder,
    complete.map((match) => match.name),
  );
  if (complete[0]) return fileSource(complete[0].name, complete[0], items, options);
  const tables = await otherPointTables(folder, labels);
  requireOne(folder, tables);
  if (tables[0] !== undefined) return tableSource(folder, tables[0], items, options);
  const nearest = matches.toSorted((a, b) => a.missing.length - b.missing.length)[0];
  if (nearest && nearest.files.length > 0) requireEveryItem(folder, nearest.name, items, nearest.missing);
  throw formatError(
    folder.path,
    "",
    `${labels} names ${items.names.length} items, but there are no points; add points.csv (item, x, y, ...) or a ` +
      `sub-folder with a file per item (${MEASURE_EXTENSIONS.join(", ")})`,
  );
}

function requireOne(folder: Folder, names: readonly string[]): void {
  if (names.length > 1) {
    throw formatError(folder.path, "", `${quotedList(names)} each hold the items; choose one with files`);
  }
}

function requireEveryItem(folder: Folder, name: string, items: ItemTable, missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw formatError(
    folder.path,
    name,
    `no file for item ${quoted(missing[0]!)} (${missing.length} of ${items.names.length} items have none); ` +
      "add the files or drop the items from the labels",
  );
}

interface Match {
  readonly folder: Folder;
  readonly files: readonly ItemFile[];
  /** Items without a file. */
  readonly missing: readonly string[];
}

/** Files of a sub-folder that are called after the items, with or without their ending. */
function matchFiles(folder: Folder, items: ItemTable): Match {
  const measures = folder.files.filter((file) => MEASURE_EXTENSIONS.includes(extension(file)));
  const named = new Set(items.names);
  const files = measures.map((file) => ({ name: named.has(file) ? file : stem(file), folder, file }));
  const found = new Set(files.map((file) => file.name));
  return { folder, files, missing: items.names.filter((name) => !found.has(name)) };
}

function fileSource(name: string, { folder, files }: Match, items: ItemTable, options: ReadOptions): Source {
  return async () => {
    const rank = new Map(items.names.map((item, s) => [item, s]));
    const stray = files.filter((file) => !rank.has(file.name));
    if (stray.length > 0) {
      throw formatError(
        items.file,
        "",
        `no label for the file ${quoted(stray[0]!.file)} (${stray.length} of ${files.length} files in ${name} have ` +
          "none); add its item or remove the file",
      );
    }
    const ordered = files.toSorted((a, b) => rank.get(a.name)! - rank.get(b.name)!);
    const part = { ...(await readItems(ordered, options, items.attributes)), from: `the files of ${name}` };
    return withWarnings(part, passedOver(folder, readPaths(part)));
  };
}

function tableSource(folder: Folder, name: string, items: ItemTable, options: ReadOptions): Source {
  return async () => {
    const opened = await openLabelledTable(folder, name, items, options);
    if (opened) return opened;
    const { bytes, input } = await readListed(folder, name);
    requirePointRule({ ...options, file: input.path });
    const table = parseCsv(bytes, { file: input.path });
    if (isSpectraTable(table) && !options.coords) {
      const spectra = labelledSpectra(table, items, options);
      return { collection: spectrumItems(spectra, options, input.path), inputs: [input], from: name };
    }
    return { collection: tableCollection(table, items, options), inputs: [input], from: name };
  };
}

/** The table in chunks, where that is wanted and it is such that it can be. */
async function openLabelledTable(
  folder: Folder,
  name: string,
  items: ItemTable,
  options: ReadOptions,
): Promise<Part | undefined> {
  const { chunked } = options;
  const path = await insidePath(folder, name);
  if (!chunked || (await fileSize(path)) < chunked.from) return undefined;
  requirePointRule({ ...options, file: path });
  const opened = await openPointTable(path, items, { ...options, chunked });
  return (
    opened && { collection: opened.collection, chunks: opened.chunks, inputs: [opened.input], from: name }
  );
}

/** CSVs besides the labels that have a column `item`. */
async function otherPointTables(folder: Folder, labels: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of folder.files) {
    if (extension(name) !== ".csv" || name === labels || name === "items.csv") continue;
    const { bytes, input } = await readListed(folder, name);
    if (isPointTable(parseCsv(bytes, { file: input.path }))) names.push(name);
  }
  return names;
}
