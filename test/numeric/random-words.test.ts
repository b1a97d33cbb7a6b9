import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { randomWords } from "../../src/numeric/random-words.js";

/** A stream whose whole numbers are the given ones. */
function streamOf(...numbers: readonly number[]): Random {
  const left = [...numbers];
  return { ...seededRandom(0), integer: () => left.shift()! };
}

/** xoshiro128** as its authors write it, in whole numbers of any size. */
function xoshiro(seed: readonly [bigint, bigint, bigint, bigint], count: number): number[] {
  const word = (x: bigint): bigint => BigInt.asUintN(32, x);
  const turned = (x: bigint, bits: bigint): bigint => word((x << bits) | (x >> (32n - bits)));
  let [a, b, c, d] = seed;
  return Array.from({ length: count }, () => {
    const result = word(turned(word(b * 5n), 7n) * 9n);
    const t = word(b << 9n);
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = turned(d, 11n);
    return Number(BigInt.asIntN(32, result));
  });
}

describe("random words", () => {
  it("are those of xoshiro128**, across calls", () => {
    const fill = randomWords(streamOf(1, 2, 3, 0xfedc_ba98));
    const words = new Int32Array(100);
    fill(words.subarray(0, 33), 33);
    fill(words.subarray(33), 67);
    expect(Array.from(words)).toEqual(xoshiro([1n, 2n, 3n, 0xfedc_ba98n], 100));
  });

  it("leave the state of zeros, from which there is no way out", () => {
    const words = new Int32Array(10);
    randomWords(streamOf(0, 0, 0, 0))(words, 10);
    expect(Array.from(words)).toEqual(xoshiro([0n, 0n, 0n, 1n], 10));
  });

  it("write no further than they are asked to", () => {
    const words = new Int32Array(4).fill(7);
    randomWords(seededRandom(1))(words, 2);
    expect(Array.from(words.subarray(2))).toEqual([7, 7]);
  });
});
