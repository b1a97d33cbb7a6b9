import { emptyHeap, schedule, takeFirst } from "./event-heap.js";

/** Undirected graph with lengths: the neighbours of i are `ends[starts[i]] .. ends[starts[i + 1] - 1]`. */
export interface LengthGraph {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** At least 0, one for each entry of `ends`, the same in both directions. */
  readonly lengths: Float64Array;
}

/**
 * Lengths of the shortest paths from one vertex to all others, Infinity where there is none, written to `out`.
 *
 * O(edges log vertices) time, O(vertices) memory. Dijkstra 1959.
 */
export function shortestPathsInto(
  { count, starts, ends, lengths }: LengthGraph,
  from: number,
  out: Float64Array,
): void {
  out.fill(Infinity);
  out[from] = 0;
  const heap = emptyHeap(count);
  schedule(heap, from, 0);
  while (heap.size > 0) {
    const i = takeFirst(heap);
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const j = ends[p]!;
      const way = out[i]! + lengths[p]!;
      if (!(way < out[j]!)) continue;
      out[j] = way;
      schedule(heap, j, way);
    }
  }
}
