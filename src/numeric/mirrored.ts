import type { Random } from "./random.js";

/**
 * A stream turned around: 1 - u (less the spacing) for each uniform u, -z for each normal z, n - 1 - i for each integer i. Its
 * numbers have the same law as those of the stream; the errors of simulations with the one and with the other nearly cancel.
 *
 * It draws from the given stream, which is not to be used besides: fork a stream twice by the same key for a pair. Forks by keys that are
 * drawn are turned around if `nextFork` makes them.
 */
export function mirrored(random: Random): Random {
  return {
    uniform: () => 1 - random.uniform() - SPACING,
    normal: () => -random.normal(),
    integer: (n) => n - 1 - random.integer(n),
    fork: (key) => mirrored(random.fork(key)),
    mirrorOf: random,
  };
}

/** Of the uniform numbers, which are below 1. */
const SPACING = 2 ** -53;
