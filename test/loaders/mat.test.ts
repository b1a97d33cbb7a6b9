import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMat } from "../../loaders/mat.js";
import { parseMatCube, parseMatMatrix } from "../../loaders/mat-cube.js";
import { base64Bytes } from "./base64-bytes.js";
import { matBytes } from "./mat-bytes.js";
import { describeWithShared } from "./shared-data.js";

interface OracleVariable {
  readonly name: string;
  readonly class: string;
  readonly shape: readonly number[] | null;
  readonly values: readonly string[] | null;
}

interface Oracle {
  readonly files: Readonly<Record<string, { base64: string; variables: readonly OracleVariable[] }>>;
  readonly beyond: string;
  readonly withObject: string;
}

const ORACLE: Oracle = JSON.parse(readFileSync(new URL("../oracle/mat.json", import.meta.url), "utf8"));
const FILES = Object.entries(ORACLE.files).map(
  ([name, { base64, variables }]) => [name, base64Bytes(base64), variables] as const,
);

const file = (name: string): Uint8Array => base64Bytes(ORACLE.files[name]!.base64);

/** The bytes with another number in place; where counts from the end if negative. */
function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setInt32(at, value, true);
  return copy;
}

/** Byte of the first place where these bytes stand. */
function find(bytes: Uint8Array, text: string): number {
  return new TextDecoder("latin1").decode(bytes).indexOf(text);
}

describe("a MATLAB file of version 5", () => {
  it.each(FILES)("gives what SciPy reads from it, bit for bit (%s)", (_, bytes, expected) => {
    const found = parseMat(bytes);
    expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    expected.forEach(({ shape, values, class: kind }, v) => {
      if (values === null) return;
      expect(found[v]!.class).toBe(kind);
      expect(found[v]!.shape).toEqual(shape);
      const bits = Float64Array.from(found[v]!.values());
      expect(new BigUint64Array(bits.buffer)).toEqual(
        new BigUint64Array(Float64Array.from(values, Number).buffer),
      );
    });
  });

  it("names what holds no real numbers, and says so when it is asked for", () => {
    const classes = new Map(parseMat(file("mixed")).map((one) => [one.name, one]));
    expect(classes.get("text")?.class).toBe("char");
    expect(classes.get("cells")?.class).toBe("cell");
    expect(classes.get("record")?.class).toBe("struct");
    expect(classes.get("sparse")?.class).toBe("sparse");
    expect(classes.get("complex")?.class).toBe("complex double");
    expect(() => classes.get("cells")!.values()).toThrow(/MAT, variable "cells": it is of class cell/);
    expect(() => classes.get("complex")!.values()).toThrow(/"complex": its numbers are complex/);
  });

  it("passes over objects, whose bytes are not documented", () => {
    const bytes = base64Bytes(ORACLE.withObject);
    expect(parseMat(bytes).map((one) => one.class)).toEqual(["object", "int16"]);
    expect(parseMatCube(bytes).values.length).toBe(60);
  });

  it("keeps numbers in the type of the file, whole numbers of 64 bits in doubles", () => {
    const types = new Map(
      ["little", "big", "bigCompressed"]
        .flatMap((name) => parseMat(file(name)))
        .map((one) => [one.name, one.values().constructor]),
    );
    expect(types.get("doubleInUint8")).toBe(Uint8Array);
    expect(types.get("doubleInInt16")).toBe(Int16Array);
    expect(types.get("single")).toBe(Float32Array);
    expect(types.get("unsigned")).toBe(Uint32Array);
    expect(types.get("long")).toBe(Float64Array);
  });

  it("refuses a whole number that is no double", () => {
    const [id] = parseMat(base64Bytes(ORACLE.beyond));
    expect(() => id!.values()).toThrow(/variable "id", element 0: 9007199254740993 is beyond 2\^53/);
  });
});

describe("a cube in a MATLAB file", () => {
  it("has its third index as bands, pixel after pixel in rows", () => {
    const [, , expected] = FILES.find(([name]) => name === "little")!;
    const { values } = expected.find(({ name }) => name === "doubleInInt16")!;
    for (const name of ["little", "big", "littleCompressed", "bigCompressed"]) {
      const cube = parseMatCube(file(name), { variable: "doubleInInt16" });
      expect([cube.height, cube.width, cube.axis.values.length]).toEqual([3, 4, 5]);
      expect(cube.axis).toEqual({ values: Float64Array.of(0, 1, 2, 3, 4), quantity: "band" });
      for (let r = 0; r < 3; r++) {
        for (let c = 0; c < 4; c++) {
          for (let b = 0; b < 5; b++) {
            expect(cube.values[(r * 4 + c) * 5 + b]).toBe(Number(values![r + 3 * (c + 4 * b)]));
          }
        }
      }
    }
  });

  it("is the only 3-D array; others are listed", () => {
    expect(parseMatCube(file("mixed"))).toEqual(parseMatCube(file("mixed"), { variable: "cube" }));
    expect(() => parseMatCube(file("little"), { file: "a.mat" })).toThrow(
      'a.mat: it holds several: "doubleInUint8" (2 x 3 x 4 double), "doubleInInt16" (3 x 4 x 5 double); say which with variable "NAME" (--variable NAME)',
    );
    expect(() => parseMatCube(file("long"))).toThrow(/no 3-D array.*1 x 1 x 1 x 1 x 2 double.*--variable/);
    expect(() => parseMatCube(file("none"))).toThrow(/no 3-D array.*no variables/);
  });

  it("is refused by a name that is not there, or not of a cube", () => {
    const cubeOf = (variable: string) => () => parseMatCube(file("mixed"), { variable });
    expect(cubeOf("other")).toThrow(/no variable "other"; it holds "text" \(1 x 3 char\), "cells"/);
    expect(cubeOf("flags")).toThrow(/variable "flags": 2 x 2 logical is no 3-D array/);
    expect(cubeOf("record")).toThrow(/variable "record": it is of class struct/);
  });
});

describe("a matrix in a MATLAB file", () => {
  it("has rows and columns as MATLAB has", () => {
    const flags = parseMatMatrix(file("mixed"), { variable: "flags" });
    expect(flags).toEqual({ rows: 2, cols: 2, data: Float64Array.of(1, 0, 0, 1) });
    const { rows, cols, data } = parseMatMatrix(file("classes"), { variable: "special" });
    expect([rows, cols, ...data]).toEqual([
      2,
      3,
      Number.NaN,
      Infinity,
      -Infinity,
      -0,
      5e-324,
      Number.MAX_VALUE,
    ]);
  });

  it("is the only one; single numbers and empty arrays do not count", () => {
    expect(parseMatMatrix(file("mixed")).data).toEqual(Float64Array.of(1, 0, 0, 1));
    expect(() => parseMatMatrix(file("wideCompressed"))).toThrow(/no 2-D array.*"wide" \(5 x 6 x 7 double\)/);
  });
});

describe("a file that is no MATLAB file of version 5", () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  it("is refused with what it is", () => {
    const version4 = new Uint8Array(100);
    new DataView(version4.buffer).setInt32(4, 3, true);
    new DataView(version4.buffer).setInt32(8, 3, true);
    new DataView(version4.buffer).setInt32(16, 2, true);
    const hdf5 = new Uint8Array(2000);
    hdf5.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], 512);
    expect(() => parseMat(version4)).toThrow(/version 4; save it with -v7/);
    expect(() => parseMat(text("# Created by Octave 6.2.0\n# name: a\n"))).toThrow(/it is text/);
    expect(() => parseMat(text("x,y\n1,2\n"))).toThrow(/it is text that starts with "x,y/);
    expect(() => parseMat(hdf5)).toThrow(/version 7\.3 \(HDF5\)/);
    expect(() => parseMat(new Uint8Array(0))).toThrow(/it is empty/);
    expect(() => parseMat(file("little").subarray(0, 100))).toThrow(/100 bytes is cut off/);
    expect(() => parseMat(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toThrow(/no MATLAB file/);
  });
});

describe("a MATLAB file that lies", () => {
  const little = file("little");
  /** Bytes of flags, shape and name with their tags, and of the tag of the numbers. */
  const BODY = 64;
  /** The shape of the first variable, "doubleInUint8". */
  const shapeAt = 128 + 8 + 16 + 8;

  it("about the size of an array is refused before anything is allocated", () => {
    const terabytes = patched(patched(little, shapeAt, 2 ** 30), shapeAt + 4, 2 ** 30);
    expect(() => parseMatCube(terabytes, { variable: "doubleInUint8" })).toThrow(
      /shape \(1073741824, 1073741824, 4\) takes 4611686018427388000 bytes, but its numbers have 24/,
    );
    expect(() => parseMatCube(patched(little, shapeAt, -1), { variable: "doubleInUint8" })).toThrow(
      /negative extent -1/,
    );
  });

  it("about the size of an element is refused", () => {
    expect(() => parseMat(patched(little, 128 + 4, 2 ** 31 - 1))).toThrow(
      /byte 128: an element of 2147483647 bytes starts here, but \d+ bytes are left/,
    );
    const numbersAt = find(little, "doubleInUint8") + 16;
    expect(() => parseMatCube(patched(little, numbersAt + 4, 25), { variable: "doubleInUint8" })).toThrow(
      /but its numbers have 25/,
    );
  });

  it("about what is behind zlib is refused before it is unfolded", () => {
    const lie = (shape: readonly number[], promisedData: number): Uint8Array =>
      matBytes(
        [{ name: "lie", shape, data: new Uint8Array(8), promisedData, promisedSize: promisedData + BODY }],
        {
          compressed: true,
        },
      );
    expect(() => parseMatCube(lie([2 ** 10, 2 ** 10, 2 ** 8], 2 ** 28))).toThrow(
      /"lie": 1024 x 1024 x 256 numbers take 268435456 bytes, but the file has only \d+ for them/,
    );
    expect(() => parseMatCube(lie([2 ** 10, 2 ** 10, 2 ** 11], 2 ** 31))).toThrow(
      /over the limit of 1073741824/,
    );
  });

  it("with zeros without end behind zlib is left at the size that it promises", () => {
    const bomb = matBytes(
      [
        {
          name: "bomb",
          shape: [2, 2, 2],
          data: new Uint8Array(2 ** 26),
          promisedData: 8,
          promisedSize: BODY + 8,
        },
      ],
      { compressed: true },
    );
    expect(bomb.length).toBeLessThan(2 ** 17);
    expect(() => parseMatCube(bomb)).toThrow(/"bomb": it promises 80 bytes and holds more/);
  });

  it.each([4, 2 ** 15])("about its checksum is refused (%d numbers)", (count) => {
    const data = Uint8Array.from({ length: count }, (_, e) => (e * e * 31) >> 4);
    const bytes = matBytes([{ name: "a", shape: [1, 1, count], data }], { compressed: true });
    expect(parseMatCube(bytes).values).toEqual(data);
    bytes[bytes.length - 1]! ^= 1;
    expect(() => parseMatCube(bytes)).toThrow(/its checksum is not that of its content/);
  });

  it("about the number of its bands is refused before they get positions", () => {
    const bytes = matBytes([{ name: "video", shape: [1, 1, 2 ** 21], data: new Uint8Array(2 ** 21) }]);
    expect(() => parseMatCube(bytes)).toThrow(/"video": 2097152 bands, over the limit/);
  });

  it("with the same name twice is refused", () => {
    const one = { name: "a", shape: [1, 1, 1], data: Uint8Array.of(1) };
    expect(() => parseMat(matBytes([one, one]))).toThrow(/variable "a": it occurs twice/);
  });
});

describeWithShared("salinas_a", "Salinas A", (folder) => {
  const read = (name: string): Uint8Array => readFileSync(join(folder, name));

  it("is read with the numbers that SciPy reads", () => {
    const cube = parseMatCube(read("SalinasA_corrected.mat"));
    expect([cube.height, cube.width, cube.axis.values.length]).toEqual([83, 86, 204]);
    const bytes = new Uint8Array(cube.values.buffer, cube.values.byteOffset, cube.values.byteLength);
    // sha256(numpy.ascontiguousarray(loadmat(...)["salinasA_corrected"]).tobytes()), SciPy 1.10.1, int16
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(
      "e8a5a270701e96eb6d5a5df65e0a4bda048d079251e86e21679f59173195c3c4",
    );
  });

  it("has 5348 labelled pixels of six classes", () => {
    const { rows, cols, data } = parseMatMatrix(read("SalinasA_gt.mat"));
    expect([rows, cols]).toEqual([83, 86]);
    const counts = new Map<number, number>();
    for (const label of data) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      0: 1790,
      1: 391,
      10: 1343,
      11: 616,
      12: 1525,
      13: 674,
      14: 799,
    });
  });
});
