import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { unzip } from "../../loaders/decompress.js";
import { joined, zipFile, zipMember, zipMemberOf, zipPieces } from "../../loaders/zip-file.js";

const A = new TextEncoder().encode("123456789");
const LONG = Uint8Array.from({ length: 300 }, (_, at) => at % 251);
const MEMBERS = new Map([
  ["a.txt", A],
  ["é/empty", new Uint8Array(0)],
  ["long.bin", LONG],
]);

const own = (bytes: Uint8Array) => unzip(bytes, "a.zip", () => true);
const others = (bytes: Uint8Array) => new Map(Object.entries(unzipSync(bytes)));

async function inPieces(options = {}): Promise<Uint8Array> {
  const pieces = async function* () {
    yield LONG.subarray(0, 100);
    yield LONG.subarray(100);
  };
  const members = [
    zipMember("a.txt", A),
    zipMember("é/empty", new Uint8Array(0)),
    await zipMemberOf("long.bin", pieces),
  ];
  const found: Uint8Array[] = [];
  for await (const piece of zipPieces(members, options)) found.push(piece);
  return joined(found);
}

describe("a zip archive", () => {
  it("is read by this and another reader as it was written", () => {
    expect(own(zipFile(MEMBERS))).toEqual(MEMBERS);
    expect(others(zipFile(MEMBERS))).toEqual(MEMBERS);
    expect(own(zipFile(new Map()))).toEqual(new Map());
  });

  it.each([0, 10, 200, 400])("has 64 bits for what is %i and more, and is read so", (longFrom) => {
    const bytes = zipFile(MEMBERS, { longFrom });
    expect(own(bytes)).toEqual(MEMBERS);
    expect(others(bytes)).toEqual(MEMBERS);
    expect(bytes.length).toBeGreaterThan(zipFile(MEMBERS).length);
  });

  it("has the same bytes in one piece and in many", async () => {
    expect(await inPieces()).toEqual(zipFile(MEMBERS));
    expect(await inPieces({ longFrom: 10 })).toEqual(zipFile(MEMBERS, { longFrom: 10 }));
  });

  it("is not written on when a member changes meanwhile", async () => {
    const member = { ...zipMember("a.txt", A), pieces: () => [LONG] };
    const write = async () => {
      for await (const _ of zipPieces([member]));
    };
    await expect(write()).rejects.toThrow(/a\.txt changed/);
  });
});
