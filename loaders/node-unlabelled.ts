import { parseCollectionFile, stem } from "./collection-file.js";
import { formatError, quotedList } from "./format-error.js";
import { parseIdx } from "./idx.js";
import { extension, MEASURE_EXTENSIONS, requireArrayRule, requirePointRule } from "./measure-file.js";
import { openImageCsv } from "./node-csv-chunks.js";
import {
  type Folder,
  fileSize,
  insidePath,
  listSubFolder,
  type ReadFile,
  readInput,
  readListed,
} from "./node-files.js";
import { openIdx } from "./node-idx-chunks.js";
import {
  fewWarnings,
  type ItemFile,
  type Part,
  type ReadOptions,
  readItems,
  readPaths,
  withWarnings,
} from "./node-items.js";
import { passedOver, possibleData } from "./node-passed-over.js";
import { openPointTable } from "./node-point-chunks.js";

const IDX_IMAGES = /idx3-ubyte(?:\.gz)?$/i;
const IDX_LABELS = /idx1-ubyte(?:\.gz)?$/i;

/** What a folder must hold to be a dataset, for messages. */
const WHAT_IS_DATA =
  "a dataset is a folder with labels.csv and points.csv (or a sub-folder of files named after the items), a folder " +
  `of class folders or of files (${MEASURE_EXTENSIONS.join(", ")}), a CSV of images or spectra, a JCAMP-DX file, an IDX pair, an NPZ or an NPY, or the path of ` +
  "a MATLAB, HDF5 or ENVI cube";

export function isIdxImages(name: string): boolean {
  return IDX_IMAGES.test(name);
}

/** Items of a folder without labels.csv: one dataset file, else measure files, else class folders. */
export async function readUnlabelled(folder: Folder, options: ReadOptions): Promise<Part> {
  const measures = measureFiles(folder);
  const whole = folder.files.filter((name) => isIdxImages(name) || extension(name) === ".npz");
  if (whole.length + measures.length === 0) return readClasses(folder, options);
  if (whole.length > 0 && whole.length + measures.length > 1) {
    throw formatError(
      folder.path,
      "",
      `it holds several datasets: ${quotedList([...whole, ...measures])}; choose one with files, or give its path`,
    );
  }
  const only = whole[0] ?? (measures.length === 1 ? measures[0] : undefined);
  const part =
    only === undefined ? await readFlat(folder, options) : await readListedCollection(folder, only, options);
  return withWarnings(part, passedOver(folder, readPaths(part)));
}

/** The entry of a folder that `files` names: one file as a dataset, or a sub-folder of measure files. */
export async function readNamed(folder: Folder, name: string, options: ReadOptions): Promise<Part> {
  if (folder.files.includes(name)) return readListedCollection(folder, name, options);
  return readUnlabelled(await listSubFolder(folder, name), options);
}

/** One file of a folder as a dataset; IDX images take the labels that lie beside them. */
async function readListedCollection(folder: Folder, name: string, options: ReadOptions): Promise<Part> {
  const path = await insidePath(folder, name);
  if (isIdxImages(name)) return readIdxPair(folder, name, path, options);
  return (await openTable(path, name, options)) ?? readCollection(await readInput(path), name, options);
}

/** A CSV of images, or of points with a column `item`, that is to be read in chunks; undefined if it cannot be. */
export async function openTable(path: string, name: string, options: ReadOptions): Promise<Part | undefined> {
  const { chunked, coords } = options;
  if (!chunked || extension(name) !== ".csv" || (await fileSize(path)) < chunked.from) return undefined;
  requirePointRule({ ...options, file: path });
  const images = coords ? undefined : await openImageCsv(path, chunked);
  const opened = images ?? (await openPointTable(path, undefined, { ...options, chunked }));
  return (
    opened && { collection: opened.collection, chunks: opened.chunks, inputs: [opened.input], from: name }
  );
}

/** One file that is a dataset by itself. */
export function readCollection({ bytes, input }: ReadFile, name: string, options: ReadOptions): Part {
  const random = options.random.fork(0);
  const collection = parseCollectionFile(bytes, { ...options, file: input.path, random });
  return { collection, inputs: [input], from: name };
}

/** Images with the labels of the same name, or with the only labels of the folder. */
export async function readIdxPair(
  folder: Folder,
  name: string,
  file: string,
  options: ReadOptions,
): Promise<Part> {
  requireArrayRule({ ...options, file });
  const candidates = folder.files.filter((file) => IDX_LABELS.test(file));
  const wanted = labelsName(name);
  const only =
    candidates.length === 1 && folder.files.filter(isIdxImages).length === 1 ? candidates[0] : undefined;
  const labelsFile = candidates.find((file) => labelsName(file) === wanted) ?? only;
  const labels = labelsFile === undefined ? undefined : await readListed(folder, labelsFile);
  const images = await idxImages(file, labels, options);
  if (!labels) return withWarnings({ ...images, from: name }, [`${name}: no labels found beside it`]);
  return { ...images, inputs: [...images.inputs, labels.input], from: `${name} with ${labelsFile}` };
}

/** Images as they are, or a chunk at a time where that is wanted and they are not compressed. */
async function idxImages(
  file: string,
  labels: ReadFile | undefined,
  { chunked }: ReadOptions,
): Promise<Omit<Part, "from">> {
  if (chunked && !/\.gz$/i.test(file) && (await fileSize(file)) >= chunked.from) {
    const { collection, chunks, input } = await openIdx(file, labels, chunked);
    return { collection, chunks, inputs: [input] };
  }
  const { bytes, input } = await readInput(file);
  const labelled = labels ? { labelsFile: labels.input.path } : {};
  return { collection: parseIdx(bytes, labels?.bytes, { file, ...labelled }), inputs: [input] };
}

/** The part of an IDX file's name that images and labels share. */
function labelsName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.gz$/, "")
    .replace(/idx[13]-ubyte$/, "")
    .replace("images", "labels");
}

function measureFiles(folder: Folder): string[] {
  return folder.files.filter((name) => MEASURE_EXTENSIONS.includes(extension(name)));
}

async function readFlat(folder: Folder, options: ReadOptions): Promise<Part> {
  const items = measureFiles(folder).map((file) => ({ name: stem(file), folder, file }));
  return { ...(await readItems(items, options)), from: "one file per item" };
}

async function readClasses(folder: Folder, options: ReadOptions): Promise<Part> {
  const items: (ItemFile & { readonly label: string })[] = [];
  const classes: Folder[] = [];
  const empty: string[] = [];
  for (const label of folder.folders) {
    const inner = await listSubFolder(folder, label);
    const files = measureFiles(inner);
    classes.push(inner);
    if (files.length === 0) empty.push(`${label}: a folder without measures, left out`);
    for (const file of files) items.push({ name: `${label}/${stem(file)}`, folder: inner, file, label });
  }
  if (items.length === 0) throw formatError(folder.path, "", `no data${seen(folder)}; ${WHAT_IS_DATA}`);
  const attributes = [{ name: "class", values: items.map((item) => item.label) }];
  const part = { ...(await readItems(items, options, attributes)), from: "one folder per class" };
  const read = readPaths(part);
  const beside = classes.flatMap((inner) => passedOver(inner, read));
  return withWarnings(part, [
    ...fewWarnings(empty),
    ...passedOver(folder, read, folder.folders),
    ...fewWarnings(beside),
  ]);
}

/** Files there are, for a message that says none is data. */
function seen(folder: Folder): string {
  const others = possibleData(folder);
  return others.length > 0 ? ` in a form that is read (there is ${quotedList(others, 3)})` : "";
}
