import { type AgglomerationMethod, agnes, type Cluster } from "ml-hclust";
import { ShapeError } from "../errors.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { requireClusters, requireDistances } from "./checks.js";

/** Distance of two clusters: `ward` is the root of twice the growth of the within-cluster squares, on Euclidean distances. */
export type Linkage = "ward" | "average" | "complete" | "single";

/** ml-hclust's "ward" is Ward's formula on unsquared distances; "ward2" squares them, as Ward 1963 and SciPy do. */
const METHODS: Readonly<Record<Linkage, AgglomerationMethod>> = {
  ward: "ward2",
  average: "average",
  complete: "complete",
  single: "single",
};

/** The tree takes O(n^3) time: about 1 s for 800 items, two minutes for 4000. */
const MAX_ITEMS = 4000;

/** Asked before long work. @throws ShapeError if `hierarchicalClusters` would refuse so many items. */
export function requireHierarchical(items: number): void {
  if (items <= MAX_ITEMS) return;
  throw new ShapeError(
    `${items} items are too many for hierarchical clustering; it takes up to ${MAX_ITEMS}, use k-medoids`,
    { expected: MAX_ITEMS, found: items },
  );
}

/**
 * Labels of agglomerative clustering cut at `clusters` clusters, numbered by their first item.
 *
 * @param distances n x n, not squared; symmetric.
 * @throws ShapeError if the matrix is not a distance matrix, has more than 4000 items or fewer than clusters.
 *
 * O(n^3) time, O(n^2) memory. Lance and Williams 1967; Murtagh and Legendre 2014 (Ward2).
 */
export function hierarchicalClusters(
  distances: Matrix,
  options: { readonly clusters: number; readonly linkage: Linkage },
): Int32Array {
  requireDistances(distances);
  requireClusters(options.clusters, distances.rows);
  requireHierarchical(distances.rows);
  const rows = Array.from({ length: distances.rows }, (_, i) => Array.from(rowView(distances, i)));
  const tree = agnes(rows, { method: METHODS[options.linkage], isDistanceMatrix: true });
  return labelsOf(cut(tree, options.clusters), distances.rows);
}

/** Undoes the last merges. Not `tree.group`, which loses items when merges of height 0 tie with single items. */
function cut(tree: Cluster, clusters: number): readonly Cluster[] {
  const parts = [tree];
  while (parts.length < clusters) {
    let highest = -1;
    parts.forEach((part, p) => {
      if (!part.isLeaf && (highest < 0 || part.height > parts[highest]!.height)) highest = p;
    });
    parts.splice(highest, 1, ...parts[highest]!.children);
  }
  return parts;
}

function labelsOf(parts: readonly Cluster[], items: number): Int32Array {
  const partOf = new Int32Array(items);
  parts.forEach((part, p) => {
    for (const item of leaves(part)) partOf[item] = p;
  });
  const numbers = new Map<number, number>();
  return partOf.map((p) => {
    if (!numbers.has(p)) numbers.set(p, numbers.size);
    return numbers.get(p)!;
  });
}

/** Without recursion: a chain of n merges is n deep. */
function leaves(root: Cluster): number[] {
  const found: number[] = [];
  const open = [root];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.isLeaf) found.push(part.index);
    else open.push(...part.children);
  }
  return found;
}
