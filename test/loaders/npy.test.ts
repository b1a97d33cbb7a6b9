import { describe, expect, it } from "vitest";
import { encodeNpy, parseNpyArray, parseNpyLabels } from "../../loaders/npy.js";
import { parseNpyDataset, parseNpyMeasure } from "../../loaders/npy-measure.js";
import { FormatError, ShapeError } from "../../src/errors.js";
import { base64Bytes } from "./base64-bytes.js";
import { NUMPY_FILES } from "./numpy-files.js";

const bytesOf = (name: keyof typeof NUMPY_FILES): Uint8Array => base64Bytes(NUMPY_FILES[name]);
const QUARTERS = [0, 0.25, 0.5, 0.75, 1, 1.25];

/** The same file with one piece of its header replaced by another of equal length. */
function withHeader(bytes: Uint8Array, piece: string, by: string): Uint8Array {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  expect(text).toContain(piece);
  return Uint8Array.from(text.replace(piece, by.padEnd(piece.length)), (c) => c.charCodeAt(0));
}

describe("parseNpyArray", () => {
  it.each(["float64", "float64Big", "float32", "float16"] as const)("reads %s as NumPy wrote it", (name) => {
    const { data, shape } = parseNpyArray(bytesOf(name));
    expect(shape).toEqual([2, 3]);
    expect([...data]).toEqual(QUARTERS);
  });

  it.each(["int64", "int16Big", "uint8"] as const)("reads %s as whole numbers", (name) => {
    expect([...parseNpyArray(bytesOf(name)).data]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("reads booleans as 0 and 1", () => {
    expect([...parseNpyArray(bytesOf("bool")).data]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it("puts Fortran order into C order", () => {
    const { data, shape } = parseNpyArray(bytesOf("float64Fortran"));
    expect(shape).toEqual([2, 4, 3]);
    expect([...data]).toEqual(Array.from({ length: 24 }, (_, p) => p / 4));
  });

  it("reads a scalar, and bytes that start at an odd place of a larger buffer", () => {
    expect(parseNpyArray(bytesOf("scalar"))).toEqual({ data: Float64Array.of(3), shape: [] });
    const bytes = bytesOf("float64");
    const outer = new Uint8Array(bytes.length + 3);
    outer.set(bytes, 3);
    expect([...parseNpyArray(outer.subarray(3)).data]).toEqual(QUARTERS);
  });

  it.each([
    ["objects", "no Python objects"],
    ["complex", "complex numbers"],
    ["texts", "text"],
    ["record", "array of numbers"],
    ["huge", "1152921504606846976 is beyond 2^53"],
  ] as const)("refuses %s", (name, words) => {
    expect(() => parseNpyArray(bytesOf(name), { file: "a.npy" })).toThrow(FormatError);
    expect(() => parseNpyArray(bytesOf(name), { file: "a.npy" })).toThrow(words);
  });

  it("refuses headers that lie about the size, before allocating", () => {
    const bytes = bytesOf("float64");
    for (const shape of ["(2, 4)", "(999999999999,)", "(0, 3)", "(2,)"]) {
      const lying = withHeader(bytes, "'shape': (2, 3), }          ", `'shape': ${shape}, }`);
      expect(() => parseNpyArray(lying)).toThrow("follow");
    }
    expect(() => parseNpyArray(bytes.subarray(0, bytes.length - 1))).toThrow("but 47 follow");
    expect(() => parseNpyArray(bytes.subarray(0, 60))).toThrow("it is damaged");
    expect(() => parseNpyArray(new Uint8Array(3))).toThrow("not an NPY file");
  });

  it("evaluates nothing in a header", () => {
    const call = withHeader(bytesOf("float64"), "'shape': (2, 3)", "'shape': exit()");
    expect(() => parseNpyArray(call)).toThrow("does not name");
  });
});

describe("parseNpyMeasure and parseNpyDataset", () => {
  it("read (n, d) as one measure and (N, n, d) as a dataset", () => {
    const mu = parseNpyMeasure(bytesOf("float64"));
    expect([mu.count, mu.dim, ...mu.weights]).toEqual([2, 3, 0.5, 0.5]);
    const { names, measures } = parseNpyDataset(bytesOf("float64Fortran"), { unitMass: true });
    expect(names).toEqual(["0", "1"]);
    expect([...measures[1]!.points].slice(0, 3)).toEqual([3, 3.25, 3.5]);
    expect([...measures[1]!.weights]).toEqual([1, 1, 1, 1]);
  });

  it("refuse each other's shapes", () => {
    expect(() => parseNpyMeasure(bytesOf("float64Fortran"))).toThrow("the shape is (2, 4, 3)");
    expect(() => parseNpyDataset(bytesOf("float64"))).toThrow("the shape is (2, 3)");
    expect(() => parseNpyMeasure(encodeNpy(new Float64Array(0), [0, 3]))).toThrow("the shape is (0, 3)");
  });

  it("name file, item and point of a coordinate that is not finite", () => {
    const bytes = encodeNpy(Float64Array.of(0, 1, 2, Number.NaN), [2, 2, 1]);
    expect(() => parseNpyDataset(bytes, { file: "a.npy" })).toThrow(
      'a.npy, item "1": coordinate 0 of point 1 is NaN',
    );
  });
});

describe("parseNpyLabels", () => {
  it("reads texts and numbers", () => {
    expect(parseNpyLabels(bytesOf("texts"))).toEqual(["a", "ü", "ccc"]);
    expect(parseNpyLabels(encodeNpy(Float64Array.of(1, 2.5), [2]))).toEqual(["1", "2.5"]);
  });

  it("refuses texts that npyjs would cut in the wrong place, and other shapes", () => {
    expect(() => parseNpyLabels(bytesOf("emoji"))).toThrow("beyond U+FFFF");
    expect(() => parseNpyLabels(bytesOf("float64"))).toThrow("labels have shape (N,)");
  });
});

describe("encodeNpy", () => {
  it.each([[[6]], [[2, 3]], [[1, 6, 1]], [[0, 4]], [[]]])(
    "is undone by parseNpyArray for shape %j",
    (shape) => {
      const count = shape.reduce((product: number, size: number) => product * size, 1);
      const data = Float64Array.from({ length: count }, (_, p) => Math.sin(p) * 10 ** (p - 3));
      const bytes = encodeNpy(data, shape);
      expect(parseNpyArray(bytes)).toEqual({ data, shape });
      expect([...bytes.subarray(6, 8)]).toEqual([1, 0]);
    },
  );

  it("writes the part of a larger buffer that it is given", () => {
    const whole = Float64Array.of(9, 1, 2, 9);
    expect([...parseNpyArray(encodeNpy(whole.subarray(1, 3), [2])).data]).toEqual([1, 2]);
  });

  it("refuses numbers that do not fill the shape", () => {
    expect(() => encodeNpy(new Float64Array(5), [2, 3])).toThrow(ShapeError);
    expect(() => encodeNpy(new Float64Array(2), [-1, -2])).toThrow(ShapeError);
  });
});
