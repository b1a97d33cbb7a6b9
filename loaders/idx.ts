import { type Collection, collection } from "../src/measure/collection.js";
import { gunzipIfNeeded } from "./decompress.js";
import { atPlace, formatError } from "./format-error.js";
import { imageMeasure } from "./image.js";

/** Third byte of an IDX file: unsigned bytes, the only element type that images and labels come in. */
const UNSIGNED_BYTE = 0x08;

interface Idx {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Collection from an IDX file of images (MNIST's format), with the attribute `label` if there is a file of labels.
 * Both may be gzipped. Items are called "0", "1", ...; see `imageMeasure` for how an image becomes a measure.
 *
 * @throws FormatError if the header does not match the byte length, labels and images differ in number, or an
 *   image is all 0 (naming its index).
 *
 * O(pixels) time. LeCun, Cortes and Burges, "The MNIST database", section on file formats.
 */
export function parseIdx(
  images: Uint8Array,
  labels?: Uint8Array,
  options: { readonly file?: string; readonly labelsFile?: string } = {},
): Collection {
  const file = options.file ?? "IDX images";
  const { shape, data } = readIdx(images, 3, file);
  const [count = 0, height = 0, width = 0] = shape;
  if (data.length === 0) throw formatError(file, "header", `shape ${shape.join(" x ")}: there is no pixel`);
  const values = labels && readLabels(labels, count, options.labelsFile ?? "IDX labels");
  const area = width * height;
  const measures = Array.from({ length: count }, (_, s) =>
    imageMeasure(data.subarray(s * area, (s + 1) * area), { width, height }, { file, place: `image ${s}` }),
  );
  const names = measures.map((_, s) => String(s));
  const attributes = values ? [{ name: "label", values }] : [];
  const item = { kind: "image", width, height } as const;
  return atPlace(file, "", () => collection({ names, measures, attributes, item }));
}

export function readLabels(bytes: Uint8Array, count: number, file: string): string[] {
  const { data } = readIdx(bytes, 1, file);
  if (data.length !== count) {
    throw formatError(
      file,
      "header",
      `${data.length} labels for ${count} images; the two files do not belong together`,
    );
  }
  return Array.from(data, String);
}

function readIdx(packed: Uint8Array, rank: number, file: string): Idx {
  const bytes = gunzipIfNeeded(packed, file);
  return { shape: idxShape(bytes, bytes.length, rank, file), data: bytes.subarray(4 + 4 * rank) };
}

/** Extents of the array in a file of `size` bytes that starts with these. @throws FormatError if they do not agree. */
export function idxShape(bytes: Uint8Array, size: number, rank: number, file: string): number[] {
  const start = 4 + 4 * rank;
  if (bytes.length < start || bytes[0] !== 0 || bytes[1] !== 0) {
    throw formatError(file, "byte 0", "not an IDX file: it must start with two zero bytes and a full header");
  }
  if (bytes[2] !== UNSIGNED_BYTE || bytes[3] !== rank) {
    throw formatError(
      file,
      "byte 2",
      `element type ${bytes[2]} with ${bytes[3]} dimensions; expected unsigned bytes (8) with ${rank}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, a) => view.getUint32(4 + 4 * a));
  const promised = shape.reduce((product, size) => product * size, 1);
  if (promised !== size - start) {
    throw formatError(
      file,
      "header",
      `${shape.join(" x ")} makes ${promised} bytes, but ${size - start} follow; the file is cut off or damaged`,
    );
  }
  return shape;
}
