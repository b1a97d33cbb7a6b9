import type { Matrix } from "../numeric/matrix.js";
import { type Random, weightedIndex } from "../numeric/random.js";

/**
 * Items far from each other: the first drawn with probability in proportion to its squared distance from the mean of all,
 * each next one by its squared distance from the nearest one drawn. Where all others are copies of those, the first that
 * are left fill up.
 *
 * @param gram inner products of the items, about any origin.
 * @param fromMean squared distances of the items from their mean.
 *
 * O(seeds N). Arthur and Vassilvitskii 2007 (k-means++).
 */
export function spreadSeeds(
  gram: Matrix,
  fromMean: Float64Array,
  count: number,
  random: Random,
): readonly number[] {
  const n = gram.rows;
  const norm = (i: number): number => gram.data[i * n + i]!;
  const nearest = fromMean.slice();
  const seeds: number[] = [];
  while (seeds.length < count) {
    const seed = weightedIndex(nearest, random) ?? firstLeft(n, seeds);
    seeds.push(seed);
    for (let i = 0; i < n; i++) {
      const squared = Math.max(0, norm(i) - 2 * gram.data[i * n + seed]! + norm(seed));
      nearest[i] = i === seed ? 0 : Math.min(seeds.length === 1 ? Infinity : nearest[i]!, squared);
    }
  }
  return seeds;
}

function firstLeft(n: number, seeds: readonly number[]): number {
  let i = 0;
  while (seeds.includes(i) && i < n - 1) i++;
  return i;
}
