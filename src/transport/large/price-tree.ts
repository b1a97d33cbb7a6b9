/**
 * Balanced kd-tree over m points y_j in kd-order with a price v_j each, for queries about |x - y_j|^2 - v_j.
 *
 * Node 1 is the root, 2h and 2h + 1 are the children of h, leaves are the nodes from `leaves` on. Besides its
 * box a node holds a linear minorant of |y_j|^2 - v_j: for every point of the node
 *
 *   |y_j|^2 - v_j >= r + g . y_j,   hence   |x - y_j|^2 - v_j >= |x|^2 + r + min over the box of (g - 2 x) . y.
 *
 * With g twice the point that the node is matched to, this bound is right to second order, however far mass
 * travels; a bound by the largest price alone would not be.
 */
export interface PriceTree {
  readonly dim: number;
  readonly count: number;
  readonly points: Float64Array;
  /** Prices as they are now. They may fall at any time: old minorants then stay true. `refit` after a rise. */
  readonly prices: Float64Array;
  readonly leaves: number;
  /** First point of each leaf, and `count`. */
  readonly starts: Int32Array;
  /** Per node r, then g, lower and upper corner of the box; `stride` numbers each. */
  readonly nodes: Float64Array;
  readonly stride: number;
  /** What rounding may take from a bound, besides a part of |x|^2. */
  slack: number;
  readonly nextLeaf: NextLeaf;
  readonly leafValues: LeafValues;
  /** Scratch of one query: nodes still to visit with their bounds, values of one leaf. */
  readonly stackNodes: Int32Array;
  readonly stackBounds: Float64Array;
  stackSize: number;
  readonly values: Float64Array;
}

/**
 * Goes on to the next leaf that may hold a value below `limit`, nearer children first. The limit may fall
 * between calls. @returns the number of the leaf, or -1 when there is none left.
 *
 * @param at where the query point begins in `query`.
 */
export type NextLeaf = (tree: PriceTree, query: Float64Array, at: number, limit: number) => number;

/**
 * Writes |x - y_j|^2 - v_j of the points of a leaf to `tree.values`: coordinate differences in the order of
 * `squaredDistance`, so the same bits. @returns the number of values.
 */
export type LeafValues = (tree: PriceTree, query: Float64Array, at: number, leaf: number) => number;
