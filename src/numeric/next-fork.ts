import { mirrored } from "./mirrored.js";
import type { Random } from "./random.js";

/**
 * A stream for one call of many: the fork by a key that is drawn, so that the given stream moves on and the next call gets another. That of
 * a stream turned around is the same stream turned around (`random.fork(random.integer(n))` would take another key).
 */
export function nextFork(random: Random): Random {
  if (random.mirrorOf) return mirrored(nextFork(random.mirrorOf));
  return random.fork(random.integer(2 ** 53));
}
