import { bestMatching, matrix } from "../../src/index.js";
import type { Truth } from "./scene.js";

/** Clusters of a whole image, numbered so that maps of several methods compare. */
export interface NumberedMap {
  /** Number of the cluster from 0 for each place, -1 for pixels without a label. */
  readonly labels: Int32Array;
  /** Pixels of each cluster. */
  readonly sizes: readonly number[];
  /** Index of the class that each cluster is matched with, -1 where there is none. */
  readonly classOf: Int32Array;
}

/**
 * With a ground truth, in the order of the classes under the one-to-one naming that makes the accuracy largest, then the clusters
 * without a class; else, and among those, the largest first.
 *
 * @param labels cluster of each place, any numbers, -1 for none.
 * @param places those of a known class.
 */
export function numbered(labels: Int32Array, truth: Truth | undefined, places: Int32Array): NumberedMap {
  const sizes = new Map<number, number>();
  for (const label of labels) if (label >= 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const clusters = [...sizes.keys()].sort((a, b) => sizes.get(b)! - sizes.get(a)! || a - b);
  const matched = truth ? matchedClasses(clusters, labels, truth, places) : clusters.map(() => -1);
  const order = [...clusters.keys()].sort(
    (a, b) => rank(matched[a]!, truth) - rank(matched[b]!, truth) || a - b,
  );
  const numberOf = new Map(order.map((c, number) => [clusters[c]!, number]));
  return {
    labels: labels.map((label) => numberOf.get(label) ?? -1),
    sizes: order.map((c) => sizes.get(clusters[c]!)!),
    classOf: Int32Array.from(order, (c) => matched[c]!),
  };
}

/** Place in the order: the class, or behind all classes. */
function rank(code: number, truth: Truth | undefined): number {
  return code < 0 ? (truth?.classes.length ?? 0) : code;
}

/** Index of the class of each cluster, -1 for those that get none. */
function matchedClasses(
  clusters: readonly number[],
  labels: Int32Array,
  truth: Truth,
  places: Int32Array,
): number[] {
  const row = new Map(clusters.map((cluster, c) => [cluster, c]));
  const counts = matrix(clusters.length, truth.classes.length);
  for (const place of places) {
    counts.data[row.get(labels[place]!)! * counts.cols + truth.codes[place]!]! += 1;
  }
  return Array.from(bestMatching(counts), (code, c) =>
    code >= 0 && counts.data[c * counts.cols + code]! > 0 ? code : -1,
  );
}
