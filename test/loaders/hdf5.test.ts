import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseHdf5 } from "../../loaders/hdf5.js";
import { parseHdf5Cube, parseHdf5Matrix } from "../../loaders/hdf5-cube.js";
import { parseMat } from "../../loaders/mat.js";
import { parseMatCube, parseMatMatrix } from "../../loaders/mat-cube.js";
import { isOtError } from "../../src/errors.js";
import { seededRandom } from "../../src/numeric/random.js";
import { base64Bytes } from "./base64-bytes.js";
import { corrupted } from "./corrupted.js";
import { type Hdf5Array, hdf5Bytes, withUserBlock } from "./hdf5-bytes.js";
import { describeWithShared } from "./shared-data.js";

interface Oracle {
  readonly files: Readonly<Record<string, { readonly base64: string }>>;
}

const ORACLE: Oracle = JSON.parse(readFileSync(new URL("../oracle/mat.json", import.meta.url), "utf8"));
const CLASSES = base64Bytes(ORACLE.files.classes!.base64);

/** The arrays of a MATLAB 5 file as MATLAB puts them into HDF5: axes the other way round, numbers in the same order. */
function inHdf5(bytes: Uint8Array, chunks?: (shape: readonly number[]) => number[]): Hdf5Array[] {
  return parseMat(bytes).map((one) => {
    const shape = one.shape.toReversed();
    const array = { name: one.name, data: one.values() as Float64Array, shape, matlabClass: one.class };
    return chunks ? { ...array, chunks: chunks(shape) } : array;
  });
}

/** `toEqual` takes minutes for millions of numbers. */
function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [left, right] = [a, b].map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength));
  return left!.equals(right!);
}

const plain: readonly Hdf5Array[] = [
  { name: "spectra", data: Float32Array.from({ length: 24 }, (_, e) => e / 4), shape: [2, 3, 4] },
  { name: "about", data: ["someone", "sometime"], shape: [2] },
  { name: "scan/raw", data: Int16Array.from({ length: 6 }, (_, e) => e - 3), shape: [3, 2] },
];

describe("a MATLAB file of version 7.3", () => {
  it.each([
    ["with MATLAB's own block before it", (bytes: Uint8Array) => withUserBlock(bytes)],
    [
      "moved behind such a block, addresses unchanged",
      (bytes: Uint8Array) => {
        const moved = withUserBlock(bytes);
        moved.set(bytes, moved.length - bytes.length);
        return moved;
      },
    ],
    ["without one", (bytes: Uint8Array) => bytes],
  ])("has the shapes, classes and numbers of version 5 (%s)", async (_, wrap) => {
    for (const chunks of [undefined, (shape: readonly number[]) => shape.map((n) => Math.ceil(n / 2))]) {
      const found = await parseHdf5(wrap(await hdf5Bytes(inHdf5(CLASSES, chunks))));
      const expected = new Map(parseMat(CLASSES).map((one) => [one.name, one]));
      expect(found.map((one) => one.name).sort()).toEqual([...expected.keys()].sort());
      for (const one of found) {
        const same = expected.get(one.name)!;
        expect([one.class, one.shape, one.order]).toEqual([same.class, same.shape, same.order]);
        expect(one.values()).toEqual(same.values());
      }
    }
  });

  it("gives the cube and the matrix of version 5", async () => {
    const bytes = withUserBlock(await hdf5Bytes(inHdf5(CLASSES)));
    const cube = { variable: "int16" };
    expect(await parseHdf5Cube(bytes, cube)).toEqual(parseMatCube(CLASSES, cube));
    const matrix = { variable: "single" };
    expect(await parseHdf5Matrix(bytes, matrix)).toEqual(parseMatMatrix(CLASSES, matrix));
  });

  it("is read block by block with the same numbers", async () => {
    const shape = [40, 300, 200]; // 19 MB of doubles: two blocks
    const data = Float64Array.from({ length: 40 * 300 * 200 }, (_, e) => e % 9973);
    const bytes = await hdf5Bytes([
      { name: "big", data, shape, matlabClass: "double", chunks: [7, 100, 50] },
    ]);
    const [big] = await parseHdf5(bytes);
    expect(big!.shape).toEqual([200, 300, 40]);
    expect(sameBytes(big!.values(), data)).toBe(true);
  });

  it("names cells, structs, text and complex numbers, and leaves MATLAB's own group out", async () => {
    const bytes = await hdf5Bytes(
      [
        { name: "text", data: Uint16Array.of(97, 98), shape: [2, 1], matlabClass: "char" },
        { name: "flags", data: Uint8Array.of(1, 0), shape: [2, 1], matlabClass: "logical" },
        { name: "#refs#/a", data: Float64Array.of(1), shape: [1, 1], matlabClass: "double" },
        { name: "record/b", data: Float64Array.of(1), shape: [1, 1], matlabClass: "double" },
        { name: "empty", data: Float64Array.of(0, 0), shape: [2], matlabClass: "double" },
      ],
      { "#refs#": undefined, record: "struct" },
    );
    const found = await parseHdf5(bytes);
    expect(found.map((one) => [one.name, one.class])).toEqual([
      ["empty", "double"],
      ["flags", "logical"],
      ["record", "struct"],
      ["text", "char"],
    ]);
    const text = found.find((one) => one.name === "text");
    expect(() => text!.values()).toThrow(/variable "text": it is of class char/);
    await expect(parseHdf5Cube(bytes)).rejects.toThrow(
      /no 3-D array.*"flags" \(1 x 2 logical\).*"record" \(struct\)/,
    );
  });

  it("refuses a whole number that is no double", async () => {
    const data = BigInt64Array.of(1n, 2n ** 53n + 1n);
    const bytes = await hdf5Bytes([{ name: "id", data, shape: [2, 1, 1], matlabClass: "int64" }]);
    await expect(parseHdf5Cube(bytes)).rejects.toThrow(
      /variable "id", element 1: 9007199254740993 is beyond 2\^53/,
    );
  });
});

describe("a class of MATLAB of variable length", () => {
  it("is refused unread, since damage to such text makes HDF5's library loop", async () => {
    const array = { name: "a", data: Float64Array.of(1), shape: [1, 1], matlabClass: "double" };
    const bytes = await hdf5Bytes([{ ...array, variableLength: true }]);
    await expect(parseHdf5(bytes)).rejects.toThrow(
      /variable "a": its MATLAB_class is text of variable length/,
    );
  });
});

describe("an HDF5 file that is not MATLAB's", () => {
  it("has its shapes as they are, the last index as bands", async () => {
    const bytes = await hdf5Bytes(plain, { scan: undefined });
    const cube = await parseHdf5Cube(bytes);
    expect([cube.height, cube.width, cube.axis.values.length]).toEqual([2, 3, 4]);
    expect(cube.values).toEqual(plain[0]!.data);
    const raw = await parseHdf5Matrix(bytes);
    expect(raw).toEqual({ rows: 3, cols: 2, data: Float64Array.of(-3, -2, -1, 0, 1, 2) });
    expect((await parseHdf5(bytes)).map((one) => [one.name, one.class])).toEqual([
      ["about", "text"],
      ["scan/raw", "int16"],
      ["spectra", "float32"],
    ]);
  });
});

describe("an HDF5 file that holds more than is looked at", () => {
  it("names groups that are too deep", async () => {
    const groups = Object.fromEntries(["a", "a/b", "a/b/c", "a/b/c/d"].map((name) => [name, undefined]));
    const data = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const bytes = await hdf5Bytes([{ name: "a/b/c/d/e", data, shape: [2, 2, 2] }], groups);
    expect((await parseHdf5(bytes)).map((one) => [one.name, one.class])).toEqual([["a/b/c/d", "group"]]);
    await expect(parseHdf5Cube(bytes, { variable: "a/b/c/d" })).rejects.toThrow(
      /groups within 3 others are not looked into; save its arrays further up/,
    );
  });

  it("says how many objects are left out", async () => {
    const data = Uint8Array.of(1);
    const arrays = Array.from({ length: 1003 }, (_, n) => ({ name: `v${n}`, data, shape: [1] }));
    const bytes = await hdf5Bytes([...arrays, { name: "z", data, shape: [1, 1, 1] }]);
    expect(await parseHdf5(bytes)).toHaveLength(1001);
    await expect(parseHdf5Cube(bytes)).rejects.toThrow(
      /no 3-D array.* but "others" \(4 or more objects that are not looked at\), "v0"/,
    );
  });
});

describe("a damaged HDF5 file", () => {
  it("is refused with HDF5's innermost reason and nothing is printed", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const bytes = await hdf5Bytes(plain, { scan: undefined });
    await expect(parseHdf5(bytes.subarray(0, 1500), { file: "a.h5" })).rejects.toThrow(
      /^a\.h5: HDF5 cannot read it \(truncated file: .*\); copy or save it again$/,
    );
    await expect(parseHdf5(Uint8Array.of(1, 2, 3))).rejects.toThrow(/HDF5 cannot read it/);
    expect(printed).not.toHaveBeenCalled();
  });

  it("whose compressed numbers are damaged is refused, not read as what memory held", async () => {
    const data = Int16Array.from({ length: 4000 }, (_, e) => (e * e) % 977);
    const bytes = await hdf5Bytes([{ name: "a", data, shape: [10, 20, 20], chunks: [5, 20, 20] }]);
    const zlib = bytes.findIndex((byte, at) => byte === 0x78 && bytes[at + 1] === 0x5e);
    expect(zlib).toBeGreaterThan(0);
    bytes.fill(0xff, zlib + 20, zlib + 60);
    await expect(parseHdf5Cube(bytes)).rejects.toThrow(/HDF5, variable "a": HDF5 cannot read it/);
  });

  it("whose shape promises more than the file can hold is refused before anything is allocated", async () => {
    const data = Float64Array.from({ length: 24 }, (_, e) => e);
    const bytes = await hdf5Bytes([{ name: "a", data, shape: [2, 3, 4] }]);
    const view = new DataView(bytes.buffer);
    const shapeAt = bytes.findIndex(
      (_, at) =>
        at + 24 <= bytes.length &&
        [2n, 3n, 4n].every((extent, a) => view.getBigUint64(at + 8 * a, true) === extent),
    );
    expect(shapeAt).toBeGreaterThan(0);
    view.setBigUint64(shapeAt, 2n ** 40n, true);
    view.setBigUint64(shapeAt + 24, 2n ** 40n, true); // the most that it may become
    await expect(parseHdf5Cube(bytes)).rejects.toThrow(
      /105553116266496 bytes, over the limit|HDF5 cannot read it/,
    );
  });

  it("of any damage is read or refused with a sentence", async () => {
    const whole = await hdf5Bytes(
      [...inHdf5(CLASSES, (shape) => [...shape]).slice(0, 2), ...plain.filter((one) => one.name !== "about")],
      { scan: undefined },
    );
    const random = seededRandom(3);
    let refused = 0;
    for (let round = 0; round < 200; round++) {
      try {
        for (const one of await parseHdf5(corrupted(whole, random.fork(round)))) one.values();
      } catch (error) {
        if (!isOtError(error, "FormatError")) throw error;
        expect(error.message.length).toBeLessThan(1000);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(20);
  });
});

describe("without the package h5wasm", () => {
  afterEach(() => {
    vi.doUnmock("h5wasm");
    vi.resetModules();
  });

  it("HDF5 is refused with how to install it", async () => {
    vi.resetModules();
    vi.doMock("h5wasm", () => {
      throw new Error("Cannot find package 'h5wasm'");
    });
    const { parseHdf5: parse } = await import("../../loaders/hdf5.js");
    await expect(parse(new Uint8Array(8), { file: "a.mat" })).rejects.toThrow(
      /^a\.mat: .*npm install h5wasm/,
    );
  });
});

describeWithShared("salinas_a", "Salinas A in HDF5", (folder) => {
  it("is the same cube", async () => {
    const bytes = readFileSync(join(folder, "SalinasA_corrected.mat"));
    const [salinas] = inHdf5(bytes);
    const copy = await hdf5Bytes([{ ...salinas!, chunks: [17, 20, 83] }]);
    const { values, ...about } = await parseHdf5Cube(withUserBlock(copy));
    const { values: expected, ...expectedAbout } = parseMatCube(bytes);
    expect(about).toEqual(expectedAbout);
    expect(sameBytes(values, expected)).toBe(true);
  });
});
