import type { Random } from "./random.js";
import { randomWords } from "./random-words.js";

const BLOCK = 256;
const TO_UNIT = 2 ** -32;

/**
 * Uniform numbers on (0, 1), the midpoints of 2^32 equal parts, a call each and made in bulk: cheaper than `random.uniform()`.
 * None is below 2^-33, so that -log of one is at most 22.9: what is rarer than 1 in 1e10 does not come about.
 *
 * Started from four words drawn from `random`, see `randomWords`.
 */
export function uniforms(random: Random): () => number {
  const fill = randomWords(random);
  const words = new Int32Array(BLOCK);
  let used = BLOCK;
  return () => {
    if (used === BLOCK) {
      fill(words, BLOCK);
      used = 0;
    }
    return ((words[used++]! >>> 0) + 0.5) * TO_UNIT;
  };
}
