/**
 * How the points of one side fall into clusters, level by level, as far as it was asked for. It depends on the points up
 * to scale, not on the other side: many problems with one source share it.
 */
export interface Levels {
  clusters?: Partition;
  coarser?: Levels;
}

/** Points in an order in which clusters are runs: cluster c holds order[cuts[c]] .. order[cuts[c + 1] - 1]. */
export interface Partition {
  readonly order: Int32Array;
  readonly cuts: Int32Array;
}
