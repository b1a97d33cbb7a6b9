import { basename, dirname } from "node:path";
import { printable } from "../src/errors.js";
import type { Collection, ItemKind } from "../src/measure/collection.js";
import { axisLabel } from "../src/measure/spectral-axis.js";
import { refuseVariable } from "./array-variable.js";
import { formatError, quoted, quotedList } from "./format-error.js";
import { type ChunkRule, type Chunks, chunkReader } from "./node-chunks.js";
import { isCubePath, readWavelengths } from "./node-cube.js";
import { type Folder, type InputFile, isFolder, listFolder, readInput } from "./node-files.js";
import type { Part, ReadOptions } from "./node-items.js";
import { readLabelled } from "./node-labelled.js";
import { type FileOptions, loadStream } from "./node-measure.js";
import { readCube } from "./node-spectra.js";
import {
  isIdxImages,
  openTable,
  readCollection,
  readIdxPair,
  readNamed,
  readUnlabelled,
} from "./node-unlabelled.js";
import { requireSpectrumRule } from "./spectrum-items.js";

export interface DatasetOptions extends FileOptions {
  /** The sub-folder or file of the dataset that holds the points, where there are several. */
  readonly files?: string;
}

export interface LoadedDataset {
  readonly collection: Collection;
  readonly inputs: readonly InputFile[];
  /** One sentence: what was understood. */
  readonly description: string;
}

export interface OpenOptions extends DatasetOptions {
  /** Told of all items, some at a time; may throw to refuse them. */
  readonly inspect?: (items: Collection) => void;
  /** Bytes from which on a dataset is read in chunks; default 2^24. */
  readonly chunkedFrom?: number;
}

/** A dataset whose measures are read when they are asked for. */
export interface OpenDataset {
  /** Everything about the items but their measures. */
  readonly about: Pick<Collection, "names" | "attributes" | "item" | "warnings" | "steps">;
  /** Points of each item. */
  readonly sizes: Int32Array;
  readonly dim: number;
  readonly inputs: readonly InputFile[];
  /** One sentence: what was understood. */
  readonly description: string;
  /** The items at these increasing places. */
  readonly read: (places: ArrayLike<number>) => Promise<Collection>;
}

/**
 * Collection from a path, which is one of:
 *
 * - a folder with labels.csv or items.csv (first column `item`) and the points in points.csv, in a sub-folder of
 *   files named after the items, or in another CSV with a column `item`; `files` chooses among several;
 * - a folder of class folders (attribute `class`, items "class/file"), or a flat folder of measure files;
 * - a CSV of images or spectra, a JCAMP-DX file, a MATLAB, HDF5 or ENVI cube (its pixels), an IDX pair (path of the
 *   images), an NPZ or an NPY, or a folder that holds just that;
 * - a file of one measure: a dataset of one item.
 *
 * Sampling draws from a stream of its own for each item, whatever else the caller draws from the same seed. Names in a
 * dataset are only looked up in folder listings, and links that leave the dataset are refused, so nothing outside the path
 * is read.
 *
 * @throws FormatError if the path is absent or unreadable, holds no data, or its parts do not fit together;
 *   ShapeError if the options contradict each other.
 */
export async function loadDataset(path: string, options: DatasetOptions = {}): Promise<LoadedDataset> {
  const { collection, inputs, from } = await readPart(path, options);
  const counts = collection.measures.map((mu) => mu.count);
  return { collection, inputs, description: describe(collection, counts, collection.measures[0]!.dim, from) };
}

/** Bytes from which on a dataset is read in chunks, if its format allows it: its measures may take 30 times as much. */
const CHUNKED_FROM = 2 ** 24;

/**
 * The dataset of `loadDataset` for reading items by their places, so that it may be larger than memory: of IDX images,
 * a CSV of images or of points whose items stand one after the other, and a file per item, one chunk at a time is held;
 * of other formats, and of less than 16 MB, all.
 *
 * Everything is read once here, and `inspect` is told of all items; names, attributes and sizes are kept.
 *
 * @throws what `loadDataset` and `inspect` throw.
 */
export async function openDataset(path: string, options: OpenOptions = {}): Promise<OpenDataset> {
  const { inspect = () => undefined, chunkedFrom = CHUNKED_FROM } = options;
  const chunked = { from: chunkedFrom, inspect };
  const part = await readPart(path, { ...options, chunked });
  const { collection, inputs, from } = part;
  const { chunks, about } = part.chunks
    ? { chunks: part.chunks, about: collection }
    : wholeChunk(collection, inspect);
  const description = describe(about, chunks.sizes, chunks.dim, from);
  return { about, sizes: chunks.sizes, dim: chunks.dim, inputs, description, read: chunkReader(chunks) };
}

function wholeChunk(items: Collection, inspect: ChunkRule["inspect"]) {
  inspect(items);
  const count = items.measures.length;
  const chunks: Chunks = {
    list: [{ first: 0, count, load: async () => items }],
    sizes: Int32Array.from(items.measures, (mu) => mu.count),
    dim: items.measures[0]!.dim,
  };
  return { chunks, about: items };
}

async function readPart(path: string, options: DatasetOptions & Pick<ReadOptions, "chunked">): Promise<Part> {
  if (!isCubePath(path)) refuseVariable(path, options.variable, "variable (--variable)");
  const { inputs: wavelengths, ...axis } = await readWavelengths(options);
  const read = { ...options, ...axis, random: loadStream(options) };
  const part = (await isFolder(path))
    ? await readFolder(await listFolder(path), read)
    : await readFile(path, read);
  requireSpectrumRule(read, part.collection.item, path);
  const known = new Set(part.inputs.map((input) => input.path));
  return { ...part, inputs: [...part.inputs, ...wavelengths.filter((input) => !known.has(input.path))] };
}

async function readFile(path: string, options: ReadOptions): Promise<Part> {
  if (options.files !== undefined) {
    throw formatError(path, "", `it is a file; ${quoted(options.files)} can only be chosen in a folder`);
  }
  const name = basename(path);
  if (isCubePath(name)) return readCube(path, options);
  if (isIdxImages(name)) return readIdxPair(await listFolder(dirname(path)), name, path, options);
  return (await openTable(path, name, options)) ?? readCollection(await readInput(path), name, options);
}

async function readFolder(folder: Folder, options: ReadOptions): Promise<Part> {
  const labels = ["labels.csv", "items.csv"].find((name) => folder.files.includes(name));
  if (options.files !== undefined) requireListed(folder, options.files);
  if (labels !== undefined) return readLabelled(folder, labels, options);
  return options.files === undefined
    ? readUnlabelled(folder, options)
    : readNamed(folder, options.files, options);
}

/** A name that the listing holds cannot lead anywhere else: "..", separators and hidden names are not in it. */
function requireListed({ path, files, folders }: Folder, name: string): void {
  if (files.includes(name) || folders.includes(name)) return;
  throw formatError(
    path,
    "",
    `no entry ${quoted(name)} in it; there are ${quotedList([...folders, ...files])}`,
  );
}

function describe(
  { attributes, item, steps = [] }: Pick<Collection, "attributes" | "item" | "steps">,
  counts: Int32Array | readonly number[],
  dim: number,
  from: string,
): string {
  let least = Infinity;
  let most = 0;
  for (const count of counts) {
    least = Math.min(least, count);
    most = Math.max(most, count);
  }
  const points = least === most ? `${least} points each` : `${least} to ${most} points each`;
  const columns =
    attributes.length === 0 ? "no labels" : `labels: ${quotedList(attributes.map((a) => a.name))}`;
  const items = counts.length === 1 ? "1 item" : `${counts.length} items`;
  const made = steps.length > 0 ? ` (${steps.join(", ")})` : "";
  return printable(
    `${items} in dimension ${dim}, ${kindText(item)}${points}, from ${from}${made}; ${columns}`,
  );
}

function kindText(item: ItemKind): string {
  if (item.kind === "image") return `images of ${item.width} x ${item.height} pixels, `;
  if (item.kind !== "spectrum") return "";
  return `spectra over ${axisLabel(item)}, `;
}
