import { type CTransform, cTransform } from "./c-transform.js";
import { treeCTransform } from "./large/tree-c-transform.js";

/**
 * Pairs of points from which the kd-tree is faster than the scan of them all, by dimension, for potentials that are
 * near to optimal. From five dimensions on it does not pay, and one has its own way by sorting.
 */
const TREE_FROM: Readonly<Record<number, number>> = { 2: 1.6e7, 3: 6e7, 4: 1e9 };

/** The c-transform by scan, sorting or kd-tree, whichever is fastest; scan and tree give the same bits. */
export const fastestCTransform: CTransform = (x, f, y, dim) => {
  const pairs = f.length * (y.length / dim);
  const transform = pairs >= (TREE_FROM[dim] ?? Infinity) ? treeCTransform : cTransform;
  return transform(x, f, y, dim);
};
