import { fitKMeans, type Matrix, seededRandom } from "pushforward";

export interface ClustersInput {
  readonly rows: Matrix;
  readonly k: number;
  readonly seed: number;
}

export interface ClustersOutput {
  /** Cluster of each row, from 1, the largest first. */
  readonly labels: Int32Array;
  readonly sizes: readonly number[];
  /** Sum of squared distances of rows to the centre of their cluster. */
  readonly inertia: number;
}

const STARTS = 10;

/** k-means of rows; fewer clusters where fewer rows differ. */
export function clusters({ rows, k, seed }: ClustersInput): ClustersOutput {
  const { labels, masses, inertia } = fitKMeans(rows, {
    clusters: Math.min(k, rows.rows),
    random: seededRandom(seed),
    starts: STARTS,
  });
  const order = Array.from(masses.keys()).sort((a, b) => masses[b]! - masses[a]!);
  const rank = new Int32Array(order.length);
  order.forEach((cluster, r) => {
    rank[cluster] = r + 1;
  });
  return { labels: labels.map((cluster) => rank[cluster]!), sizes: order.map((c) => masses[c]!), inertia };
}
