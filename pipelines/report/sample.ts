import { permutation, seededRandom } from "../../src/index.js";
import { STREAMS } from "../streams.js";

/** Every group keeps at least this many of its points, so that a rare one does not vanish. */
const GROUP_FLOOR = 20;

/**
 * Indices of at most `limit` of `count` items, increasing: all of them where they fit, otherwise a random
 * choice that keeps up to 20 of each group first (as far as the limit allows).
 *
 * @param seed of the run: pictures choose by a stream of their own; the same seed chooses the same items.
 */
export function sampleIndices(
  count: number,
  limit: number,
  seed: number,
  groupOf: (index: number) => unknown = () => undefined,
): Int32Array {
  if (count <= limit) return Int32Array.from({ length: count }, (_, i) => i);
  const drawn = new Map<unknown, number>();
  const first: number[] = [];
  const later: number[] = [];
  for (const i of permutation(count, seededRandom(seed).fork(STREAMS.picture))) {
    const group = groupOf(i);
    const before = drawn.get(group) ?? 0;
    drawn.set(group, before + 1);
    (before < GROUP_FLOOR ? first : later).push(i);
  }
  return Int32Array.from([...first, ...later].slice(0, limit)).sort();
}
