import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { zipDirectory } from "../../loaders/zip-directory.js";
import { ascii, joined } from "../support/bytes.js";

const ZIP = zipSync({ "é.npy": ascii("123456789"), "empty/": new Uint8Array(0) }, { level: 0 });
const DIRECTORY = ZIP.findIndex((_, at) => ZIP[at] === 0x50 && ZIP[at + 1] === 0x4b && ZIP[at + 2] === 1);
const END = ZIP.length - 22;

const read = (bytes: Uint8Array) =>
  zipDirectory(bytes, (reason) => {
    throw new Error(reason);
  });

/** The zip with one byte replaced. */
function changed(at: number, byte: number): Uint8Array {
  const bytes = Uint8Array.from(ZIP);
  bytes[at] = byte;
  return bytes;
}

describe("zipDirectory", () => {
  it("lists the members in order, with the place of their bytes", () => {
    const entries = read(ZIP);
    expect(entries.map(({ name }) => name)).toEqual(["é.npy", "empty/"]);
    const { method, start, size, packedSize, crc } = entries[0]!;
    expect([method, size, packedSize, crc]).toEqual([0, 9, 9, 0xcbf43926]); // the CRC-32 catalogue's check value
    expect(ZIP.subarray(start, start + size)).toEqual(ascii("123456789"));
  });

  it("reads an archive with a comment, and one without members", () => {
    const comment = ascii("PK said so");
    const commented = joined(changed(END + 20, comment.length), comment);
    expect(read(commented)).toEqual(read(ZIP));
    expect(read(zipSync({}))).toEqual([]);
  });

  it("reads bytes that start inside a larger buffer", () => {
    expect(read(joined(new Uint8Array(5), ZIP).subarray(5))).toEqual(read(ZIP));
  });

  it.each([
    ["nothing", new Uint8Array(0), "the end record is missing"],
    ["bytes after the end", joined(ZIP, ascii("more")), "the end record is missing"],
    ["bytes before the start", joined(ascii("more"), ZIP), "does not fit the directory"],
    ["another number of entries", changed(END + 10, 1), "does not fit the directory"],
    ["a directory elsewhere", changed(END + 16, 0), "does not fit the directory"],
    ["an encrypted member", changed(DIRECTORY + 8, 1), "it is encrypted"],
    ["a member that is cut off", changed(DIRECTORY + 22, 1), "only"],
    ["a place without a member", changed(DIRECTORY + 42, 1), "no member at byte 1"],
    [
      "a name that its member does not have",
      changed(DIRECTORY + 46, 0x61),
      "another than its directory says",
    ],
    ["a method that its member does not have", changed(DIRECTORY + 10, 8), "another than its directory says"],
    ["a name that is cut off", changed(DIRECTORY + 29, 0xff), "directory entry 0 is cut off"],
  ])("refuses %s", (_, bytes, words) => {
    expect(() => read(bytes)).toThrow(words);
  });
});
