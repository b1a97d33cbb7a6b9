import {
  type Collection,
  collection,
  FormatError,
  seededRandom,
  spectrumItem,
  spectrumMeasures,
} from "pushforward";
import {
  MEASURE_EXTENSIONS,
  parseIdx,
  parseImageCsv,
  parseMeasureFile,
  parseNpyArray,
  parseNpyDataset,
  parseNpz,
  parsePointTable,
  parseSpectraCsv,
} from "pushforward/loaders";

/** A file as a page has it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LABELS = /labels?\.csv$|idx1-ubyte(\.gz)?$/i;
const OTHERS = ".npz, idx3-ubyte";

/**
 * Items of a file, or of several: one that holds a collection; a table of points or IDX images with the labels that go with them; or files
 * of one item each.
 *
 * @throws FormatError with the name of the file that is empty, damaged or of another kind.
 */
export function readCollection(files: readonly GivenFile[]): Collection {
  for (const { name, bytes } of files) {
    if (bytes.length === 0) refuse(name, "it is empty (0 bytes); choose one with data in it");
  }
  const labels = files.find(({ name }) => LABELS.test(name));
  const [first, ...more] = files.length > 1 ? files.filter((file) => file !== labels) : files;
  if (!first) throw new FormatError("there is no file; choose at least one");
  if (more.length > 0) return manyItems([first, ...more], labels);
  return readerOf(first)(first, files.length > 1 ? labels : undefined);
}

/** One item a file. */
function manyItems(files: readonly GivenFile[], labels: GivenFile | undefined): Collection {
  if (labels)
    refuse(labels.name, "labels go with one file, of a table of points or of IDX images; leave it out");
  const parsed = files.map(oneMeasure);
  return collection({
    names: files.map(({ name }) => stem(name)),
    measures: parsed.map(({ measure }) => measure),
    item: parsed[0]!.item,
    warnings: parsed.flatMap(({ warnings }) => warnings),
  });
}

type Reader = (file: GivenFile, labels: GivenFile | undefined) => Collection;

function readerOf({ name }: GivenFile): Reader {
  const found = READERS.find(({ ending }) => ending.test(name));
  if (found) return found.read;
  const known = MEASURE_EXTENSIONS.join(", ");
  if (MEASURE_EXTENSIONS.some((ending) => name.toLowerCase().endsWith(ending))) return withoutLabels(oneItem);
  return refuse(name, `its ending is not one that is read here: ${known}, ${OTHERS}`);
}

const READERS: readonly { readonly ending: RegExp; readonly read: Reader }[] = [
  {
    ending: /idx3-ubyte(\.gz)?$/i,
    read: ({ name, bytes }, labels) =>
      parseIdx(bytes, labels?.bytes, { file: name, ...(labels && { labelsFile: labels.name }) }),
  },
  { ending: /\.csv$/i, read: fromCsv },
  { ending: /\.npz$/i, read: withoutLabels(({ name, bytes }) => parseNpz(bytes, { file: name })) },
  { ending: /\.npy$/i, read: withoutLabels(fromNpy) },
];

function withoutLabels(read: (file: GivenFile) => Collection): Reader {
  return (file, labels) =>
    labels ? refuse(labels.name, `${file.name} has no place for labels; leave them out`) : read(file);
}

function fromNpy(file: GivenFile): Collection {
  const { name, bytes } = file;
  const isOne = parseNpyArray(bytes, { file: name }).shape.length === 2;
  return isOne ? oneItem(file) : parseNpyDataset(bytes, { file: name });
}

/** What a table is, by the names of its columns. */
const PIXEL = /^(p|pixel)\d+$|^\d+x\d+$/i;
const BAND = /^X?[-+]?\d+(\.\d+)?/;
const FEWEST = 4;

function fromCsv(file: GivenFile, labels: GivenFile | undefined): Collection {
  const header = headerOf(file.bytes);
  const isOf = (pattern: RegExp): boolean => header.filter((name) => pattern.test(name)).length >= FEWEST;
  if (header.includes("item") && !isOf(BAND)) return fromPoints(file, labels);
  if (isOf(PIXEL))
    return withoutLabels(({ name, bytes }) => parseImageCsv(bytes, { file: name }))(file, labels);
  if (isOf(BAND)) return withoutLabels(fromSpectra)(file, labels);
  return withoutLabels(oneItem)(file, labels);
}

function fromPoints({ name, bytes }: GivenFile, labels: GivenFile | undefined): Collection {
  return parsePointTable(bytes, labels?.bytes, { file: name, ...(labels && { labelsFile: labels.name }) });
}

function fromSpectra({ name, bytes }: GivenFile): Collection {
  const spectra = parseSpectraCsv(bytes, { file: name });
  const { collection: items } = spectrumMeasures(spectra);
  return { ...items, item: spectrumItem(spectra.axis) };
}

/** Bytes in which the first line of a table ends. */
const LONGEST_HEADER = 2 ** 20;

function headerOf(bytes: Uint8Array): string[] {
  const [line = ""] = new TextDecoder().decode(bytes.subarray(0, LONGEST_HEADER)).split(/\r?\n/, 1);
  return line.split(/[,;\t]/).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

function oneItem(file: GivenFile): Collection {
  const { measure, item, warnings } = oneMeasure(file);
  return collection({ names: [stem(file.name)], measures: [measure], item, warnings });
}

/** Nothing is sampled of a mesh here, so the stream is not used. */
function oneMeasure({ name, bytes }: GivenFile) {
  return parseMeasureFile(bytes, { file: name, random: seededRandom(0) });
}

function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}

function refuse(file: string, sentence: string): never {
  throw new FormatError(`${file}: ${sentence}`, { file });
}
