import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../loaders/npy.js";
import { parseNpz } from "../../loaders/npz.js";
import { FormatError } from "../../src/errors.js";
import { seededRandom } from "../../src/numeric/random.js";
import { base64Bytes } from "./base64-bytes.js";
import { NUMPY_FILES } from "./numpy-files.js";

const numbers = (shape: number[], values: number[]): Uint8Array =>
  encodeNpy(Float64Array.from(values), shape);

describe("parseNpz", () => {
  it("reads (N, n, d) with labels and names, compressed by NumPy", () => {
    const { names, measures, attributes } = parseNpz(base64Bytes(NUMPY_FILES.stacked));
    expect(names).toEqual(["p", "q"]);
    expect(attributes).toEqual([{ name: "label", values: ["7", "3"] }]);
    expect(measures.map((mu) => [mu.count, mu.dim])).toEqual([
      [4, 3],
      [4, 3],
    ]);
    expect([...measures[1]!.points].slice(0, 3)).toEqual([3, 3.25, 3.5]);
    expect([...measures[1]!.weights]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("reads (total, d) with offsets and weights, and names the keys it passes over", () => {
    const { names, measures, warnings } = parseNpz(base64Bytes(NUMPY_FILES.ragged), { file: "a.npz" });
    expect(names).toEqual(["0", "1"]);
    expect([...measures[0]!.points]).toEqual([0, 1, 2, 3]);
    expect([...measures[1]!.points]).toEqual([4, 5, 6, 7, 8, 9]);
    expect(measures.map((mu) => [...mu.weights])).toEqual([
      [1, 3],
      [0, 2, 2],
    ]);
    expect(warnings).toEqual(['a.npz: not used: "note"']);
  });

  it("reads one array per item, in the order of the archive", () => {
    const { names, measures, attributes } = parseNpz(base64Bytes(NUMPY_FILES.keyed), { unitMass: true });
    expect(names).toEqual(["b", "a"]);
    expect(measures.map((mu) => mu.count)).toEqual([2, 3]);
    expect([...measures[0]!.weights]).toEqual([1, 1]);
    expect(attributes[0]!.values).toEqual(["x", "y"]);
  });

  it.each([
    ["whose sizes follow the members", NUMPY_FILES.streamed],
    ["with sizes of 64 bits", NUMPY_FILES.zip64],
  ])("reads a zip %s", (_, text) => {
    const { names, measures } = parseNpz(base64Bytes(text));
    expect(names).toEqual(["b", "a"]);
    expect(measures.map((mu) => [...mu.points])).toEqual([
      [0, 1, 2, 3],
      [1, 1],
    ]);
  });

  it("names the member whose content is not that of its checksum", () => {
    const bytes = Uint8Array.from(base64Bytes(NUMPY_FILES.keyed));
    bytes[30 + 5 + 20 + 128] = 1; // first coordinate: after header, name and extra field of the member, header of the array
    expect(() => parseNpz(bytes, { file: "a.npz" })).toThrow('a.npz, "b.npy": its checksum is not');
  });

  it.each([
    ["fewer", 81, "promises 81 bytes and holds 80"],
    ["more", 79, "promises 79 bytes and holds more"],
  ])("refuses a member that holds %s bytes than the directory promises", (_, size, words) => {
    const bytes = zipSync({ "a.npy": numbers([2, 1], [1, 2]) }); // 64 bytes of header, 2 numbers of 8
    expect(() => parseNpz(withPromisedSize(bytes, size))).toThrow(words);
  });

  it.each([
    ["no arrays", { "readme.txt": new Uint8Array(3) }, "no .npy arrays"],
    ["points without offsets", { "points.npy": numbers([4, 1], [1, 2, 3, 4]) }, "(4, 1) without offsets"],
    ["no points at all", { "points.npy": numbers([0, 5, 2], []) }, 'key "points"'],
    ["no dimension", { "points.npy": numbers([2, 5, 0], []) }, 'key "points"'],
    [
      "offsets that fall",
      { "points.npy": numbers([2, 1], [1, 2]), "offsets.npy": numbers([4], [0, 2, 1, 2]) },
      "entry 2 is 1",
    ],
    [
      "offsets that end early",
      { "points.npy": numbers([2, 1], [1, 2]), "offsets.npy": numbers([2], [0, 1]) },
      "rise from 0 to the 2 rows",
    ],
    [
      "an item without points",
      { "points.npy": numbers([2, 1], [1, 2]), "offsets.npy": numbers([3], [0, 0, 2]) },
      "entry 1 is 0",
    ],
    [
      "weights of another shape",
      { "points.npy": numbers([1, 2, 1], [1, 2]), "weights.npy": numbers([2], [1, 1]) },
      "shape (2), expected (1, 2)",
    ],
    [
      "a negative weight",
      { "points.npy": numbers([1, 2, 1], [1, 2]), "weights.npy": numbers([1, 2], [1, -1]) },
      'item "0": weight 1 is -1',
    ],
    [
      "too few labels",
      { "points.npy": numbers([2, 1, 1], [1, 2]), "labels.npy": numbers([1], [1]) },
      "1 entries for 2 items",
    ],
    ["weights without points", { "weights.npy": numbers([1], [1]) }, "needs the key points"],
    ["an item of one dimension", { "a.npy": numbers([2], [1, 2]) }, "an item has shape (n, d)"],
    ["two dimensions", { "a.npy": numbers([1, 1], [1]), "b.npy": numbers([1, 2], [1, 2]) }, "dimension"],
  ])("refuses %s", (_, members, words) => {
    const bytes = zipSync(members);
    expect(() => parseNpz(bytes, { file: "a.npz" })).toThrow(FormatError);
    expect(() => parseNpz(bytes, { file: "a.npz" })).toThrow(words);
  });

  it("takes __proto__ and constructor as names of items", () => {
    const one = numbers([1, 1], [1]);
    expect(parseNpz(zipSync({ "__proto__.npy": one, "constructor.npy": one })).names).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  it("refuses a zip whose directory promises more than deflate can hold, before unfolding it", () => {
    const bytes = zipSync({ "a.npy": numbers([1, 1], [1]) });
    expect(() => parseNpz(withPromisedSize(bytes, 0xfffffff0))).toThrow("more than deflate can hold");
  });

  it("refuses what would unfold beyond the limit, in one member or in all together", () => {
    const random = seededRandom(0);
    const noise = Uint8Array.from({ length: 600_000 }, () => random.integer(256)); // deflate cannot shrink it
    const members = { "a.npy": noise, "b.npy": noise };
    const one = withPromisedSize(zipSync(members), 2 ** 29 + 1);
    expect(() => parseNpz(one)).toThrow("unfolds to 536870913 bytes, over the limit");
    const both = withPromisedSize(zipSync(members), 2 ** 28 + 1, 2);
    expect(() => parseNpz(both)).toThrow("unfolds to 536870914 bytes, over the limit");
  });

  it("refuses what is no zip", () => {
    expect(() => parseNpz(new Uint8Array(0))).toThrow("not a sound zip file");
    expect(() => parseNpz(new Uint8Array(100_000))).toThrow("not a sound zip file");
  });
});

/** The zip with another uncompressed size of its first members in the central directory. */
function withPromisedSize(bytes: Uint8Array, size: number, members = 1): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  let at = copy.length;
  while (view.getUint32(at - 22, true) !== 0x06054b50) at--;
  at = view.getUint32(at - 22 + 16, true);
  for (let s = 0; s < members; s++) {
    view.setUint32(at + 24, size, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
  }
  return copy;
}
