import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { formatError } from "../../loaders/format-error.js";
import { unzlib } from "../../loaders/zlib-stream.js";
import { seededRandom } from "../../src/numeric/random.js";

const random = seededRandom(11);
/** Text-like, noisy and empty content, of sizes around those of the pieces. */
const CONTENTS: readonly Uint8Array[] = [0, 1, 511, 512, 40_000, 300_000].flatMap((size) => [
  Uint8Array.from({ length: size }, (_, at) => (at % 251) * (at % 7)),
  Uint8Array.from({ length: size }, () => random.integer(256)),
]);

const refuse = (reason: string): Error => new Error(reason);

function unfolded(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  unzlib(packed, (bytes) => parts.push(bytes.slice()) > 0, refuse);
  return Uint8Array.from(Buffer.concat(parts));
}

describe("a zlib stream", () => {
  it.each([0, 1, 6, 9] as const)("of level %d unfolds to what went in, whatever its size", (level) => {
    for (const content of CONTENTS) {
      expect(Buffer.from(content).equals(unfolded(zlibSync(content, { level })))).toBe(true);
    }
  });

  it("is left as soon as enough has come", () => {
    const packed = zlibSync(new Uint8Array(2 ** 26));
    let found = 0;
    const sink = (bytes: Uint8Array): boolean => {
      found += bytes.length;
      return found < 1000;
    };
    unzlib(packed, sink, refuse);
    expect(found).toBeLessThan(2 ** 20); // the first step is of 512 bytes, which hold 2^19 zeros and a little more
  });

  it("that is cut anywhere is refused", () => {
    const packed = zlibSync(CONTENTS[9]!.subarray(0, 2000));
    for (let end = 0; end < packed.length; end++) expect(() => unfolded(packed.slice(0, end))).toThrow();
  });

  it("is refused with another checksum or start, and for what its sink throws", () => {
    const packed = zlibSync(Uint8Array.of(1, 2, 3));
    expect(() => unfolded(packed.map((byte, at) => (at === packed.length - 1 ? byte ^ 1 : byte)))).toThrow(
      "its checksum is not that of its content",
    );
    expect(() => unfolded(packed.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))).toThrow(
      "it does not start as a zlib stream",
    );
    const sink = (): never => {
      throw formatError("a", "", "no room");
    };
    expect(() => unzlib(packed, sink, refuse)).toThrow("a: no room");
  });
});
