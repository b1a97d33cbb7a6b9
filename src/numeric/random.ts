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
}

/**
 * Stream for a seed: xoshiro128** (Blackman and Vigna 2021) started by splitmix32.
 *
 * @param seed an integer in 0 .. 2^53 - 1.
 * @throws ShapeError if the seed is anything else.
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ShapeError(`seed is ${seed}; it must be a whole number from 0 to 2^53 - 1`, { found: seed });
  }
  return streamFrom(mix(mix(0x9e3779b9, seed >>> 0), Math.floor(seed / 0x1_0000_0000)));
}

/** One hash of two 32-bit words (the finaliser of MurmurHash3). */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ b, 0x85ebca6b) + 0x6d2b79f5;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

function streamFrom(origin: number): Random {
  let counter = origin;
  const nextSplitmix = (): number => {
    counter = (counter + 0x9e3779b9) >>> 0;
    return mix(counter, 0x3c6ef372);
  };
  let s0 = nextSplitmix();
  let s1 = nextSplitmix();
  let s2 = nextSplitmix();
  let s3 = nextSplitmix() | 1; // the all-zero state is the one that xoshiro cannot leave

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
    fork: (key) => streamFrom(mix(mix(origin, 0xa511e9b3), mix(key >>> 0, Math.floor(key / 0x1_0000_0000)))),
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
