import { basename, dirname } from "node:path";
import { printable } from "../src/errors.js";
import type { Collection } from "../src/measure/collection.js";
import { formatError, quoted, quotedList } from "./format-error.js";
import { type Folder, type InputFile, isFolder, listFolder, readInput } from "./node-files.js";
import type { Part, ReadOptions } from "./node-items.js";
import { readLabelled } from "./node-labelled.js";
import { type FileOptions, loadStream } from "./node-measure.js";
import { isIdxImages, readCollection, readIdxPair, readNamed, readUnlabelled } from "./node-unlabelled.js";

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

/**
 * Collection from a path, which is one of:
 *
 * - a folder with labels.csv or items.csv (first column `item`) and the points in points.csv, in a sub-folder of
 *   files named after the items, or in another CSV with a column `item`; `files` chooses among several;
 * - a folder of class folders (attribute `class`, items "class/file"), or a flat folder of measure files;
 * - a CSV of images, an IDX pair (path of the images), an NPZ or an NPY, or a folder that holds just that;
 * - a file of one measure: a dataset of one item.
 *
 * Sampling draws from a stream of its own for each item, whatever else the caller draws from the same seed. Names in a dataset are only looked up in folder listings,
 * and links that leave the dataset are refused, so nothing outside the path is read.
 *
 * @throws FormatError if the path is absent or unreadable, holds no data, or its parts do not fit together;
 *   ShapeError if the options contradict each other.
 */
export async function loadDataset(path: string, options: DatasetOptions = {}): Promise<LoadedDataset> {
  const read = { ...options, random: loadStream(options) };
  const part = (await isFolder(path))
    ? await readFolder(await listFolder(path), read)
    : await readFile(path, read);
  const { collection, inputs, from } = part;
  return { collection, inputs, description: describe(collection, from) };
}

async function readFile(path: string, options: ReadOptions): Promise<Part> {
  if (options.files !== undefined) {
    throw formatError(path, "", `it is a file; ${quoted(options.files)} can only be chosen in a folder`);
  }
  const read = await readInput(path);
  const name = basename(path);
  return isIdxImages(name)
    ? readIdxPair(await listFolder(dirname(path)), name, read, options)
    : readCollection(read, name, options);
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

function describe({ measures, attributes, item }: Collection, from: string): string {
  const counts = measures.map((mu) => mu.count);
  const least = counts.reduce((a, b) => Math.min(a, b));
  const most = counts.reduce((a, b) => Math.max(a, b));
  const points = least === most ? `${least} points each` : `${least} to ${most} points each`;
  const size = item.kind === "image" ? `images of ${item.width} x ${item.height} pixels, ` : "";
  const columns =
    attributes.length === 0 ? "no labels" : `labels: ${quotedList(attributes.map((a) => a.name))}`;
  const items = measures.length === 1 ? "1 item" : `${measures.length} items`;
  return printable(`${items} in dimension ${measures[0]!.dim}, ${size}${points}, from ${from}; ${columns}`);
}
