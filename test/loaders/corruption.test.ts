import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parseCollectionFile } from "../../loaders/collection-file.js";
import { parseIdx } from "../../loaders/idx.js";
import { parseMat } from "../../loaders/mat.js";
import { parseMatCube } from "../../loaders/mat-cube.js";
import { parseMeasureCsv } from "../../loaders/measure-csv.js";
import { encodeNpy, parseNpyArray, parseNpyLabels } from "../../loaders/npy.js";
import { parsePointTable } from "../../loaders/point-table.js";
import { isOtError } from "../../src/errors.js";
import { seededRandom } from "../../src/numeric/random.js";
import { base64Bytes } from "./base64-bytes.js";
import { corrupted } from "./corrupted.js";
import { idxBytes } from "./idx-bytes.js";
import { matBytes } from "./mat-bytes.js";
import { NUMPY_FILES } from "./numpy-files.js";

const ROUNDS = 400;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const LABELS = utf8('item,group\na,"one"\nb,two\n');
const POINTS = utf8("item,point,x,y,weight\na,1,0.5,1e3,1\na,2,-2,3,0\nb,1,4,5,2\n");
const IMAGES = utf8("label,p0,p1,p2,p3\n7,1,0,0,0\n3,1,2,0,16\n");
const CLOUD = utf8("x,y,weight\n1,2,0.5\n3,4,0.5\n");
const IDX = idxBytes([2, 2, 2], [1, 0, 0, 0, 0, 0, 0, 5]);

/** An NPZ whose item has no bits to spare, stored or compressed by another writer than NumPy. */
const zipped = (level: 0 | 9) =>
  zipSync({ "q.npy": encodeNpy(Float64Array.of(0, 1, 2, 3), [2, 2]) }, { level });

const asFile = (file: string) => (bytes: Uint8Array) =>
  parseCollectionFile(bytes, { file, random: seededRandom(0) });

const ARRAYS = [
  { name: "cube", shape: [2, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) },
  { name: "cells", shape: [1, 1], classCode: 1, data: Uint8Array.of(1) },
];

/** Names, shapes and numbers of a MATLAB file. */
const mat = (bytes: Uint8Array) =>
  parseMat(bytes).map(({ name, shape, class: kind, values }) => [
    name,
    shape,
    kind,
    kind === "cell" ? [] : [...values()],
  ]);

const PARSERS: readonly (readonly [string, Uint8Array, (bytes: Uint8Array) => unknown])[] = [
  ["a CSV of coordinates", CLOUD, (bytes) => parseMeasureCsv(bytes)],
  ["a CSV of images", IMAGES, asFile("a.csv")],
  ["a table of points", POINTS, (bytes) => parsePointTable(bytes, LABELS)],
  ["labels", LABELS, (bytes) => parsePointTable(POINTS, bytes)],
  ["IDX images", IDX, (bytes) => parseIdx(bytes)],
  ["gzipped IDX images", gzipSync(IDX), (bytes) => parseIdx(bytes)],
  ["IDX labels", idxBytes([2], [1, 2]), (bytes) => parseIdx(IDX, bytes)],
  ["an NPY of floats", base64Bytes(NUMPY_FILES.float64), asFile("a.npy")],
  ["an NPY in Fortran order", base64Bytes(NUMPY_FILES.float64Fortran), asFile("a.npy")],
  ["an NPY of integers", base64Bytes(NUMPY_FILES.int64), parseNpyArray],
  ["an NPY of texts", base64Bytes(NUMPY_FILES.texts), parseNpyLabels],
  ["a compressed NPZ", base64Bytes(NUMPY_FILES.stacked), asFile("a.npz")],
  ["an NPZ with offsets", base64Bytes(NUMPY_FILES.ragged), asFile("a.npz")],
  ["an NPZ by keys", base64Bytes(NUMPY_FILES.keyed), asFile("a.npz")],
  ["a MATLAB file", matBytes(ARRAYS), mat],
  ["a compressed MATLAB file", matBytes(ARRAYS, { compressed: true }), mat],
];

const COMPRESSED: typeof PARSERS = [
  ["gzipped IDX images", gzipSync(IDX, { filename: "images" }), (bytes) => parseIdx(bytes)],
  ["gzipped IDX labels", gzipSync(idxBytes([2], [1, 2])), (bytes) => parseIdx(IDX, bytes)],
  ["a compressed NPZ", base64Bytes(NUMPY_FILES.stacked), asFile("a.npz")],
  ["an NPZ with offsets", base64Bytes(NUMPY_FILES.ragged), asFile("a.npz")],
  ["an NPZ by keys", base64Bytes(NUMPY_FILES.keyed), asFile("a.npz")],
  ["an NPZ stored by fflate", zipped(0), asFile("a.npz")],
  ["an NPZ compressed by fflate", zipped(9), asFile("a.npz")],
  // of one variable: nothing in the format tells how many there should be
  [
    "a compressed MATLAB file",
    matBytes(ARRAYS.slice(0, 1), { compressed: true }),
    (bytes) => parseMatCube(bytes),
  ],
];

describe("a damaged file", () => {
  it.each(PARSERS)(
    "of the kind %s is read or refused with a sentence, never anything else",
    (_, valid, parse) => {
      expect(() => parse(valid)).not.toThrow();
      const random = seededRandom(1);
      let refused = 0;
      for (let round = 0; round < ROUNDS; round++) {
        try {
          parse(corrupted(valid, random.fork(round)));
        } catch (error) {
          if (!isOtError(error, "FormatError", "MeasureError", "ShapeError")) throw error;
          expect(error.message.length).toBeLessThan(1000);
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(ROUNDS / 10);
    },
  );
});

describe("a damaged file with checksums", () => {
  /** Was it refused? Fails if it was read as anything but the whole file. */
  function refuses(damaged: Uint8Array, parse: (bytes: Uint8Array) => unknown, whole: string): boolean {
    let read: unknown;
    try {
      read = parse(damaged);
    } catch (error) {
      if (!isOtError(error, "FormatError", "MeasureError", "ShapeError")) throw error;
      return true;
    }
    expect(JSON.stringify(read)).toBe(whole);
    return false;
  }

  it.each(COMPRESSED)(
    "of the kind %s is refused or read as if whole, whichever bit flips",
    (_, valid, parse) => {
      const whole = JSON.stringify(parse(valid));
      let refused = 0;
      for (let bit = 0; bit < 8 * valid.length; bit++) {
        const damaged = valid.map((byte, p) => (p === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        if (refuses(damaged, parse, whole)) refused++;
      }
      expect(refused).toBeGreaterThan(2 * valid.length); // the rest are dates, rights and the like
    },
  );

  it.each(COMPRESSED)(
    "of the kind %s is refused or read as if whole, whatever is lost or changed",
    (_, valid, parse) => {
      const whole = JSON.stringify(parse(valid));
      const random = seededRandom(2);
      const refused = Array.from({ length: ROUNDS }, (_, round) =>
        refuses(corrupted(valid, random.fork(round)), parse, whole),
      );
      expect(refused.filter(Boolean).length).toBeGreaterThan(ROUNDS / 2);
    },
  );
});
