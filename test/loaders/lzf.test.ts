import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decompressLzf } from "../../loaders/lzf.js";
import { ascii, u8 } from "../support/bytes.js";
import { compressLzf } from "../support/lzf.js";

describe("decompressLzf", () => {
  it("copies literals and back references, written out by hand", () => {
    // Three literals "abc", then 4 bytes from 3 back (length 2 + 2, distance 2 + 1): they run into the copy.
    const packed = u8(2, 97, 98, 99, 2 << 5, 2);
    expect(decompressLzf(packed, 7)).toEqual(ascii("abcabca"));
  });

  it("reads long references, whose length takes another byte", () => {
    // One literal, then 7 + 2 + 255 copies of it.
    expect(decompressLzf(u8(0, 120, 7 << 5, 255, 0), 265)).toEqual(ascii("x".repeat(265)));
  });

  it("reads distances of more than a byte", () => {
    const start = ascii(Array.from({ length: 288 }, (_, p) => String.fromCharCode(p % 251)).join(""));
    const literals = Array.from({ length: 9 }, (_, p) => [31, ...start.subarray(32 * p, 32 * p + 32)]).flat();
    // 3 bytes from 288 back: 287 = 1 * 256 + 31.
    const found = decompressLzf(Uint8Array.from([...literals, (1 << 5) | 1, 31]), 291)!;
    expect([...found.subarray(288)]).toEqual([0, 1, 2]);
  });

  it("undoes the compression of any runs of bytes", () => {
    const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 400 })), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(runs, (parts) => {
        const bytes = Uint8Array.from(
          parts.flatMap(([byte, length]) => new Array<number>(length).fill(byte)),
        );
        expect(decompressLzf(compressLzf(bytes), bytes.length)).toEqual(bytes);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it.each([
    ["literals that are not there", u8(2, 97), 3],
    ["a reference to before the start", u8(0, 97, 1 << 5, 5), 4],
    ["a reference that is cut", u8(0, 97, 7 << 5), 10],
    ["more bytes than announced", u8(2, 97, 98, 99), 2],
    ["fewer bytes than announced", u8(2, 97, 98, 99), 4],
    ["a length that no such data can have, before any allocation", u8(0, 97), 4e9],
  ])("finds %s", (_, packed, length) => {
    expect(decompressLzf(packed, length)).toBeUndefined();
  });
});
