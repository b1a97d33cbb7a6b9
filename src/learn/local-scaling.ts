import { exponential } from "../numeric/elementary.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import type { NeighbourGraph } from "./neighbour-graph.js";

/** Which neighbour's distance is the scale of a row; as published. */
const SCALE_NEIGHBOUR = 7;
/** An edge is never less than this: what the graph joins stays joined. */
const LEAST_WEIGHT = 1e-6;

/**
 * The graph with weights w_ij = exp(-d_ij^2 / (s_i s_j)), d being Euclidean distances of rows and s_i that of row i to its
 * seventh neighbour (or to its last, if there are fewer): near means near for the region that a row lies in, be it dense
 * or thin. Equal rows have weight 1.
 *
 * @param neighbours that the graph was made with, the row itself counted. O(edges (cols + log neighbours)) time.
 * Zelnik-Manor and Perona 2004, section 2.1.
 */
export function locallyScaled(graph: NeighbourGraph, rows: Matrix, neighbours: number): NeighbourGraph {
  const { count, starts, ends } = graph;
  const squared = new Float64Array(ends.length);
  const scales = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const [from, to] = [starts[i]!, starts[i + 1]!];
    for (let p = from; p < to; p++) {
      squared[p] = squaredDistance(rowView(rows, i), 0, rowView(rows, ends[p]!), 0, rows.cols);
    }
    const nearestFirst = squared.slice(from, to).sort();
    scales[i] = Math.sqrt(nearestFirst[Math.min(SCALE_NEIGHBOUR, neighbours - 1, to - from) - 1] ?? 0);
  }
  const weights = new Float64Array(ends.length);
  for (let i = 0; i < count; i++) {
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      weights[p] = weightOf(squared[p]!, scales[i]! * scales[ends[p]!]!);
    }
  }
  return { ...graph, weights };
}

function weightOf(squared: number, scale: number): number {
  if (squared === 0) return 1;
  return scale > 0 ? Math.max(exponential(-squared / scale), LEAST_WEIGHT) : LEAST_WEIGHT;
}
