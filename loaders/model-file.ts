import { FormatError, isOtError, ShapeError } from "../src/errors.js";
import type { StoredModel } from "../src/model/model.js";
import { modelOf, modelParts, requireModelVersion } from "../src/model/model-parts.js";
import type { Arrays } from "../src/model/parts.js";
import { damaged, damagedIn, type Fields, objectAt, wordOf } from "../src/numeric/json-fields.js";
import { crc32 } from "./crc32.js";
import { MOST_BYTES, NPY_ENDING, unzip } from "./decompress.js";
import { formatError, quoted } from "./format-error.js";
import { encodeNpy, parseNpyArray } from "./npy.js";
import { zipDirectory } from "./zip-directory.js";
import { zipFile } from "./zip-file.js";

/** The member that says what the arrays mean. */
const MODEL_MEMBER = "model.json";
/** Where its name stands, which is the first member. */
const NAME_PLACE = 30;
/** In sentences that refuse one. */
const NAME = "this model file";
/** Bytes of it that are read: millions of names. */
const MOST_JSON = 2 ** 26;

export interface ModelFileOptions {
  /** Name of the file, for messages. */
  readonly file?: string;
}

/**
 * A model file: a zip archive, not compressed, of `model.json` and the arrays as NPY files, which `numpy.load` opens. Each array
 * is listed in `model.json` under `arrays` with its shape and the CRC-32 of its NPY file. The same model has the same bytes.
 *
 * @throws ShapeError for a model that `parseModel` would refuse for its size, 512 MiB.
 */
export function encodeModel(model: StoredModel): Uint8Array {
  const { fields, arrays } = modelParts(model);
  const members = new Map([...arrays].map(([name, { data, shape }]) => [name, encodeNpy(data, shape)]));
  const listed = [...arrays].map(([name, { shape }]) => [name, { shape, crc32: crc32(members.get(name)!) }]);
  const json = jsonBytes({ ...fields, arrays: Object.fromEntries(listed) });
  const bytes = zipFile(
    new Map([
      [MODEL_MEMBER, json],
      ...[...members].map(([name, npy]) => [`${name}${NPY_ENDING}`, npy] as const),
    ]),
  );
  if (bytes.length <= MOST_BYTES) return bytes;
  throw new ShapeError(
    `this model takes ${bytes.length} bytes, over the limit of ${MOST_BYTES}; use a smaller reference (--reference-size), or ` +
      "a classifier that keeps no training rows (svm, lda, forest)",
    { expected: MOST_BYTES, found: bytes.length },
  );
}

function jsonBytes(record: Fields): Uint8Array {
  const text = JSON.stringify(record, (_, value) => (typeof value === "number" ? wordOf(value) : value), 1);
  return new TextEncoder().encode(`${text}\n`);
}

/**
 * The model of a file, to the same bits.
 *
 * @throws FormatError if the bytes are no model file, one of another version, or damaged: cut off, with a wrong checksum, with an
 *   array missing or too many, or with numbers that no model has.
 */
export function parseModel(bytes: Uint8Array, { file = "model" }: ModelFileOptions = {}): StoredModel {
  if (!isZip(bytes)) {
    throw formatError(file, "", "it is no model file (no zip archive); give one that classify --save wrote");
  }
  requireSmall(bytes, file);
  const members = unzip(bytes, file, () => true);
  return inFile(file, () => {
    const { arrays, ...fields } = jsonOf(members.get(MODEL_MEMBER));
    requireModelVersion(fields);
    return modelOf({ fields, arrays: damagedIn(NAME, () => arraysOf(members, arrays, file)) });
  });
}

/** Asked of the directory, before anything is unfolded: whoever wrote it, `encodeModel` did not. */
function requireSmall(bytes: Uint8Array, file: string): void {
  const entries = zipDirectory(bytes, (reason) => {
    throw formatError(file, "", `not a sound zip file (${reason}); copy it again`);
  });
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const json = entries.find(({ name }) => name === MODEL_MEMBER)?.size ?? 0;
  if (size <= MOST_BYTES && json <= MOST_JSON) return;
  throw formatError(
    file,
    "",
    `${NAME} is damaged: it promises ${size} bytes, ${json} of them of ${MODEL_MEMBER}, over the limits of ${MOST_BYTES} and ` +
      `${MOST_JSON}; copy it again, or learn it again with classify --save`,
  );
}

/** What is refused inside a file, with its name before it. */
function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isOtError(error, "FormatError") || error.details.file !== undefined) throw error;
    throw formatError(file, "", error.message, error);
  }
}

/** The arrays that are listed, and no others. */
function arraysOf(members: ReadonlyMap<string, Uint8Array>, listed: unknown, file: string): Arrays {
  const entries = objectAt(listed, "arrays");
  const odd = [...members.keys()].find(
    (name) => name !== MODEL_MEMBER && !Object.hasOwn(entries, arrayName(name)),
  );
  if (odd !== undefined) throw damaged(quoted(odd), "is not listed among its arrays");
  return new Map(
    Object.entries(entries).map(([name, value]) => {
      const bytes = members.get(`${name}${NPY_ENDING}`);
      if (bytes === undefined) throw damaged(`the array ${quoted(name)}`, "is missing");
      const { crc32: sum } = objectAt(value, `arrays.${name}`);
      if (crc32(bytes) !== sum)
        throw damaged(`the array ${quoted(name)}`, "is another than its checksum says");
      return [name, parseNpyArray(bytes, { file: `${file}, array ${quoted(name)}` })];
    }),
  );
}

function arrayName(member: string): string {
  return member.endsWith(NPY_ENDING) ? member.slice(0, -NPY_ENDING.length) : "";
}

/** Are these the first bytes (48 at least) of a model file? */
export function isModelStart(start: Uint8Array): boolean {
  const name = new TextDecoder("latin1").decode(start.subarray(NAME_PLACE, NAME_PLACE + MODEL_MEMBER.length));
  return isZip(start) && name === MODEL_MEMBER;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function jsonOf(member: Uint8Array | undefined): Fields {
  if (member === undefined) {
    throw new FormatError(
      `it is no model file: the archive has no ${MODEL_MEMBER}; give one that classify --save wrote`,
    );
  }
  return damagedIn(NAME, () => {
    return objectAt(parsed(new TextDecoder().decode(member)), MODEL_MEMBER);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(MODEL_MEMBER, "is no JSON");
  }
}
