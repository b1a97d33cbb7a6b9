import { encode } from "fast-png";
import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../loaders/crc32.js";
import { parsePngLabels } from "../../loaders/png-labels.js";
import { isOtError } from "../../src/errors.js";
import { seededRandom } from "../../src/numeric/random.js";
import { corrupted } from "./corrupted.js";

const GREY = encode({ width: 3, height: 2, data: Uint8Array.of(0, 1, 2, 7, 255, 3), channels: 1 });

/** A PNG chunk: length, type, data, CRC-32 of the last two. */
function chunk(type: string, data: Uint8Array): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  const word = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
  return [...word(data.length), ...body, ...word(crc32(Uint8Array.from(body)))];
}

/** A PNG file of one channel: rows with a filter byte before each, as they are before compression. */
function pngOf(
  { width, height, depth, colour }: { width: number; height: number; depth: number; colour: number },
  rows: Uint8Array,
  ...before: readonly number[][]
): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colour, 0, 0, 0], 8);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", header),
    ...before.flat(),
    ...chunk("IDAT", zlibSync(rows)),
    ...chunk("IEND", new Uint8Array(0)),
  ]);
}

describe("labels from a PNG", () => {
  it("are its grey values", () => {
    expect(parsePngLabels(GREY)).toEqual({ height: 2, width: 3, labels: Int32Array.of(0, 1, 2, 7, 255, 3) });
    const deep = encode({ width: 2, height: 1, data: Uint16Array.of(3, 65535), channels: 1, depth: 16 });
    expect([...parsePngLabels(deep).labels]).toEqual([3, 65535]);
  });

  it("are numbers of colours where it has a palette, also of less than a byte", () => {
    const palette = chunk(
      "PLTE",
      Uint8Array.from({ length: 12 }, (_, p) => 20 * p),
    );
    // two rows of five pixels of two bits: 0 1 2 3 0 and 3 2 1 0 3
    const rows = Uint8Array.of(0, 0b00011011, 0b00000000, 0, 0b11100100, 0b11000000);
    const bytes = pngOf({ width: 5, height: 2, depth: 2, colour: 3 }, rows, palette);
    expect([...parsePngLabels(bytes).labels]).toEqual([0, 1, 2, 3, 0, 3, 2, 1, 0, 3]);
  });

  it("are not in colours", () => {
    const colours = encode({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3), channels: 3 });
    expect(() => parsePngLabels(colours, { file: "a.png" })).toThrow(/^a\.png: 3 channels a pixel/);
  });

  it("are refused when the header lies about their number, before they are unfolded", () => {
    const bomb = pngOf({ width: 2, height: 2, depth: 8, colour: 0 }, new Uint8Array(2 ** 24));
    expect(() => parsePngLabels(bomb)).toThrow(/unfold to more than its header says/);
    const huge = pngOf({ width: 2 ** 20, height: 2 ** 20, depth: 8, colour: 0 }, new Uint8Array(4));
    expect(() => parsePngLabels(huge)).toThrow(/1048576 x 1048576 pixels, over the limit/);
    const few = pngOf({ width: 2 ** 10, height: 2 ** 10, depth: 8, colour: 0 }, new Uint8Array(4));
    expect(() => parsePngLabels(few)).toThrow(/unfold to less than its header says/);
  });

  it("of any damage are read or refused with a sentence", () => {
    const random = seededRandom(6);
    let refused = 0;
    for (let round = 0; round < 1000; round++) {
      try {
        parsePngLabels(corrupted(GREY, random.fork(round)));
      } catch (error) {
        if (!isOtError(error, "FormatError")) throw error;
        expect(error.message.length).toBeLessThan(1000);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(800); // nearly every bit is under a checksum
  });
});
