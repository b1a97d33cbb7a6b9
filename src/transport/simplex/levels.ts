/**
 * What many problems with one source share: its clusters. Coarser levels cluster centroids, whose last bits depend on the
 * whole masses, and these on the source and on whether both sides have equal masses.
 */
export interface SourceLevels {
  readonly proportional: Levels;
  readonly rounded: Levels;
}

/** Nothing known yet. */
export function noLevels(): SourceLevels {
  return { proportional: {}, rounded: {} };
}

/** How points fall into clusters, level by level, as far as it was asked for. */
export interface Levels {
  clusters?: Partition;
  coarser?: Levels;
}

/** Points in an order in which clusters are runs: cluster c holds order[cuts[c]] .. order[cuts[c + 1] - 1]. */
export interface Partition {
  readonly order: Int32Array;
  readonly cuts: Int32Array;
}
