import type { PriceTree } from "./price-tree.js";
import { startWalk } from "./walk.js";

/** What a query has found: entries 0 .. count-1, in no order. */
export interface Hits {
  indices: Int32Array;
  values: Float64Array;
  count: number;
}

/** Room for the hits of one leaf more. */
const LEAF_ROOM = 16;

/** Hits are cut back to the best when they exceed what is wanted by this factor. */
const OVERFLOW = 4;

export function emptyHits(most: number): Hits {
  const room = OVERFLOW * most + LEAF_ROOM;
  return { indices: new Int32Array(room), values: new Float64Array(room), count: 0 };
}

/** Point of least |x - y_j|^2 - v_j for x = query[i d ...], as the only hit. O(log m) when prices fit. */
export function nearest(tree: PriceTree, query: Float64Array, i: number, hits: Hits): void {
  const { starts, values } = tree;
  const at = i * tree.dim;
  let least = Infinity;
  let index = -1;
  startWalk(tree);
  for (
    let leaf = tree.nextLeaf(tree, query, at, least);
    leaf >= 0;
    leaf = tree.nextLeaf(tree, query, at, least)
  ) {
    const count = tree.leafValues(tree, query, at, leaf);
    for (let t = 0; t < count; t++) {
      if (values[t]! < least) {
        least = values[t]!;
        index = starts[leaf]! + t;
      }
    }
  }
  hits.indices[0] = index;
  hits.values[0] = least;
  hits.count = 1;
}

/**
 * Points with |x - y_j|^2 - v_j below `limit`, in no order: all of them, or if they are more than `most` that
 * many of the least. Costs about a fifth of what a sorted list of nearest points does.
 *
 * @returns a threshold: no point outside the hits has a value below it.
 */
export function collect(
  tree: PriceTree,
  query: Float64Array,
  i: number,
  limit: number,
  most: number,
  hits: Hits,
): number {
  const { starts, values } = tree;
  makeRoom(hits, most);
  const { indices: foundIndices, values: foundValues } = hits;
  const room = foundValues.length - LEAF_ROOM;
  const at = i * tree.dim;
  let threshold = limit;
  let found = 0;
  startWalk(tree);
  for (
    let leaf = tree.nextLeaf(tree, query, at, threshold);
    leaf >= 0;
    leaf = tree.nextLeaf(tree, query, at, threshold)
  ) {
    if (found > room) {
      selectLeast(foundIndices, foundValues, found, most);
      threshold = Math.min(threshold, foundValues[most]!);
      found = most;
    }
    const count = tree.leafValues(tree, query, at, leaf);
    const first = starts[leaf]!;
    for (let t = 0; t < count; t++) {
      if (values[t]! < threshold) {
        foundValues[found] = values[t]!;
        foundIndices[found++] = first + t;
      }
    }
  }
  if (found > most) {
    selectLeast(foundIndices, foundValues, found, most);
    threshold = Math.min(threshold, foundValues[most]!);
    found = most;
  }
  hits.count = found;
  return threshold;
}

function makeRoom(hits: Hits, most: number): void {
  const room = OVERFLOW * most + LEAF_ROOM;
  if (hits.values.length >= room) return;
  hits.indices = new Int32Array(room);
  hits.values = new Float64Array(room);
}

/** Puts the entry of rank k (from 0) among the first `count` to place k, lesser ones before it (Hoare 1961). */
function selectLeast(indices: Int32Array, values: Float64Array, count: number, k: number): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const value = values[left]!;
      values[left] = values[right]!;
      values[right] = value;
      const index = indices[left]!;
      indices[left++] = indices[right]!;
      indices[right--] = index;
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else return;
  }
}
