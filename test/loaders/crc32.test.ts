import { describe, expect, it } from "vitest";
import { crc32 } from "../../loaders/crc32.js";
import { ascii } from "../support/bytes.js";

describe("crc32", () => {
  it.each([
    ["", 0],
    ["123456789", 0xcbf43926], // the check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRCs
    ["The quick brown fox jumps over the lazy dog", 0x414fa339],
  ])("of %j is the published value", (text, value) => {
    expect(crc32(ascii(text))).toBe(value);
  });
});
