/** Undirected graph with lengths: the neighbours of i are `ends[starts[i]] .. ends[starts[i + 1] - 1]`. */
export interface LengthGraph {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** At least 0, one for each entry of `ends`, the same in both directions. */
  readonly lengths: Float64Array;
}

/** Vertices by their distance so far, the nearest on top; `places[v]` is where vertex v stands, -1 outside. */
interface Heap {
  readonly vertices: Int32Array;
  readonly places: Int32Array;
  readonly keys: Float64Array;
  size: number;
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
  const heap: Heap = {
    vertices: new Int32Array(count),
    places: new Int32Array(count).fill(-1),
    keys: out,
    size: 0,
  };
  rise(heap, from);
  while (heap.size > 0) {
    const i = takeNearest(heap);
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const j = ends[p]!;
      const way = out[i]! + lengths[p]!;
      if (!(way < out[j]!)) continue;
      out[j] = way;
      rise(heap, j);
    }
  }
}

/** Puts a vertex, new or come nearer, where its key belongs. */
function rise(heap: Heap, vertex: number): void {
  const { vertices, places, keys } = heap;
  let place = places[vertex]! >= 0 ? places[vertex]! : heap.size++;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = vertices[parent]!;
    if (keys[above]! <= keys[vertex]!) break;
    put(heap, above, place);
    place = parent;
  }
  put(heap, vertex, place);
}

function takeNearest(heap: Heap): number {
  const { vertices, places, keys } = heap;
  const nearest = vertices[0]!;
  const last = vertices[--heap.size]!;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.size) break;
    if (child + 1 < heap.size && keys[vertices[child + 1]!]! < keys[vertices[child]!]!) child++;
    if (keys[vertices[child]!]! >= keys[last]!) break;
    put(heap, vertices[child]!, place);
    place = child;
  }
  put(heap, last, place);
  places[nearest] = -1; // after its place was filled: it may have been the last one itself
  return nearest;
}

function put({ vertices, places }: Heap, vertex: number, place: number): void {
  vertices[place] = vertex;
  places[vertex] = place;
}
