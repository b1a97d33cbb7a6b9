import { ShapeError } from "../errors.js";
import { logarithm } from "./elementary.js";

/**
 * A seeded stream of random numbers, always passed by hand: there is no default generator.
 *
 * `fork(key)` gives an independent stream that depends on this stream's seed and the key only, not on how
 * many numbers were drawn, so that item 17 gets the same numbers whoever computes it and in whatever order.
 */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Uniform integer in 0 .. n-1. */
  integer(n: number): number;
  fork(key: number): Random;
  /** The stream that this one turns around, see `mirrored`: what draws in bulk has to turn its numbers around too. */
  readonly mirrorOf?: Random;
}

/**
 * Stream for a seed: xoshiro128** (Blackman and Vigna 2021), its four words hashed from the seed.
 *
 * Different seeds start in different states, and so do forks of one stream by different keys: all 128 bits are a
 * one-to-one image of the seed or key. That forks of different streams coincide is a chance of 2^-128 or so a pair.
 *
 * @param seed an integer in 0 .. 2^53 - 1.
 * @throws ShapeError if the seed is anything else.
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ShapeError(`seed is ${seed}; it must be a whole number from 0 to 2^53 - 1`, { found: seed });
  }
  return streamFrom(absorb(ROOT, seed));
}

/** 128 bits: what a stream starts from, and what its forks are derived from. */
type Words = readonly [number, number, number, number];

/** The first 128 bits of the fraction of pi: nothing up the sleeve. */
const ROOT: Words = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/**
 * Words that depend on all bits of `words` and of `key` (a whole number below 2^53), one-to-one in each of them: the
 * halves of the key enter two words, then each word is mixed into the next, four times around.
 */
function absorb(words: Words, key: number): Words {
  let a = (words[0] ^ key) >>> 0;
  let b = (words[1] ^ Math.floor(key / 0x1_0000_0000)) >>> 0;
  let [, , c, d] = words;
  for (let round = 0; round < 4; round++) {
    a = mix(a + 0x9e3779b9); // without the constant, zeros would stay zeros
    b = mix(b ^ a);
    c = mix(c ^ b);
    d = mix(d ^ c);
    a = (a ^ d) >>> 0;
  }
  return [a, b, c, d];
}

/** A one-to-one hash of 32 bits, of the xorshift-multiply kind searched by Wellons' "hash prospector". */
function mix(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

function streamFrom(origin: Words): Random {
  let [s0, s1, s2, s3] = origin;
  if ((s0 | s1 | s2 | s3) === 0) s3 = 1; // the state that xoshiro cannot leave

  const word = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return scrambled;
  };
  const uniform = (): number => ((word() >>> 5) * 0x400_0000 + (word() >>> 6)) / 0x20_0000_0000_0000;

  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const r = u * u + v * v;
      if (r > 0 && r < 1) {
        const factor = Math.sqrt((-2 * logarithm(r)) / r);
        spare = v * factor;
        return u * factor;
      }
    }
  };

  return {
    uniform,
    normal,
    integer: (n) => Math.floor(uniform() * n),
    fork: (key) => streamFrom(absorb(origin, key)),
  };
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** 0 .. n-1 in random order (Fisher and Yates). */
export function permutation(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

/** At most `count` of 0 .. n-1, drawn without replacement, increasing; all of them, and nothing drawn, where there are no more. */
export function someOf(n: number, count: number, random: Random): Int32Array {
  if (n <= count) return Int32Array.from({ length: n }, (_, i) => i);
  return permutation(n, random).slice(0, count).sort();
}

/** An index with probability proportional to its mass, at least 0 each; none if all are 0. One number is drawn. */
export function weightedIndex(masses: ArrayLike<number>, random: Random): number | undefined {
  let total = 0;
  for (let i = 0; i < masses.length; i++) total += masses[i]!;
  let left = random.uniform() * total;
  let last: number | undefined;
  for (let i = 0; i < masses.length; i++) {
    if (!(masses[i]! > 0)) continue;
    last = i;
    left -= masses[i]!;
    if (left < 0) break;
  }
  return last;
}
