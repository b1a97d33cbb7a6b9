import type { Random } from "./random.js";

/** Writes random words of 32 bits into the first `count` places. */
export type FillWords = (into: Int32Array, count: number) => void;

/** 2^32, the number of words. */
const WORDS = 2 ** 32;

/**
 * Words in bulk: xoshiro128** (Blackman and Vigna 2021), started from four words drawn from `random`; what follows is independent
 * of what else is drawn from it.
 *
 * About 1 ns a word, where a call of `Random` costs several.
 */
export function randomWords(random: Random): FillWords {
  if (random.mirrorOf) return complemented(randomWords(random.mirrorOf));
  const state = Int32Array.from({ length: 4 }, () => random.integer(WORDS) | 0);
  if (state.every((word) => word === 0)) state[3] = 1; // the state that xoshiro cannot leave
  return (into, count) => {
    let s0 = state[0]!;
    let s1 = state[1]!;
    let s2 = state[2]!;
    let s3 = state[3]!;
    for (let p = 0; p < count; p++) {
      const scrambled = Math.imul(s1, 5);
      into[p] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
  };
}

/** For mirrored streams: every bit turned, so that uniform numbers u become 1 - u. */
function complemented(fill: FillWords): FillWords {
  return (into, count) => {
    fill(into, count);
    for (let p = 0; p < count; p++) into[p] = ~into[p]!;
  };
}
