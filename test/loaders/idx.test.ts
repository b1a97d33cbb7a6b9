import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parseIdx } from "../../loaders/idx.js";
import { FormatError } from "../../src/errors.js";
import { joined } from "../support/bytes.js";
import { idxBytes } from "./idx-bytes.js";

const images = idxBytes([2, 2, 3], [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 255]);
const labels = idxBytes([2], [7, 3]);

describe("parseIdx", () => {
  it("reads images with their labels", () => {
    const { names, measures, attributes, item } = parseIdx(images, labels);
    expect(names).toEqual(["0", "1"]);
    expect([...measures[0]!.points]).toEqual([0, 1]);
    expect([...measures[1]!.points]).toEqual([1, 0, 2, 0]);
    expect([...measures[1]!.weights]).toEqual([1, 255]);
    expect(attributes).toEqual([{ name: "label", values: ["7", "3"] }]);
    expect(item).toEqual({ kind: "image", width: 3, height: 2 });
  });

  it("reads gzipped files and images without labels", () => {
    expect(parseIdx(gzipSync(images), gzipSync(labels))).toEqual(parseIdx(images, labels));
    expect(parseIdx(images).attributes).toEqual([]);
  });

  it("reads bytes that start inside a larger buffer", () => {
    const outer = new Uint8Array(images.length + 5);
    outer.set(images, 5);
    expect(parseIdx(outer.subarray(5))).toEqual(parseIdx(images));
  });

  it.each([
    ["a lying header", idxBytes([4_000_000_000, 28, 28], [1]), "but 1 follow"],
    ["no image", idxBytes([0, 28, 28], []), "no pixel"],
    ["no pixel", idxBytes([5, 0, 28], []), "no pixel"],
    ["a cut file", images.subarray(0, 20), "but 4 follow"],
    ["labels as images", labels, "byte 0"],
    ["another type", Uint8Array.from(images).fill(13, 2, 3), "element type 13 with 3 dimensions"],
    ["no bytes", new Uint8Array(0), "byte 0"],
    ["an empty image", idxBytes([2, 1, 1], [1, 0]), "image 1: every pixel is 0"],
    ["cut gzip", gzipSync(images).subarray(0, 12), "cut off"],
  ])("refuses %s", (_, bytes, words) => {
    expect(() => parseIdx(bytes, undefined, { file: "f" })).toThrow(FormatError);
    expect(() => parseIdx(bytes, undefined, { file: "f" })).toThrow(words);
  });

  it("refuses labels that are not as many as the images", () => {
    expect(() => parseIdx(images, idxBytes([3], [1, 2, 3]))).toThrow("3 labels for 2 images");
  });

  it("refuses a gzip whose content was changed, is longer than it promises, or is followed by another", () => {
    const changed = Uint8Array.from(gzipSync(images, { level: 0 }));
    changed[changed.length - 9]! ^= 1; // the last pixel: 8 bytes of checksum and size follow
    expect(() => parseIdx(changed)).toThrow("its checksum is not that of its content");
    const longer = Uint8Array.from(gzipSync(joined(images, new Uint8Array(100))));
    new DataView(longer.buffer).setUint32(longer.length - 4, images.length, true);
    expect(() => parseIdx(longer)).toThrow("it promises 28 bytes and holds more");
    expect(() => parseIdx(joined(gzipSync(labels), gzipSync(images)))).toThrow("several gzip files in one");
  });

  it("refuses a gzip that promises more than deflate can hold, before unfolding it", () => {
    const bomb = Uint8Array.from(gzipSync(images));
    new DataView(bomb.buffer).setUint32(bomb.length - 4, 0xffffffff, true);
    expect(() => parseIdx(bomb)).toThrow("more than deflate can hold");
  });
});
