import type { LengthGraph } from "../numeric/shortest-paths.js";
import { squaredDistance, squaredDistancesInto } from "../numeric/squared-distance.js";
import type { Measure } from "./measure.js";

/**
 * Graph of a cloud for paths along it: each point is joined with its `neighbours` nearest others (of equally near ones the
 * first), and the edges of a shortest spanning tree join what would fall apart. Edges have their Euclidean lengths.
 *
 * Distances along paths of such a graph approach those within the surface that the points were drawn from, as they become
 * dense: Bernstein, de Silva, Langford and Tenenbaum 2000; Tenenbaum, de Silva and Langford 2000 (Isomap), whose graph has
 * no tree.
 *
 * O(n^2 (d + neighbours)) time, O(n neighbours) memory.
 */
export function neighbourLengths(mu: Measure, neighbours: number): LengthGraph {
  const joined = Array.from({ length: mu.count }, () => new Set<number>());
  joinNearest(mu, neighbours, joined);
  joinTree(mu, joined);
  return packed(mu, joined);
}

type Joined = readonly Set<number>[];

function join(joined: Joined, i: number, j: number): void {
  joined[i]!.add(j);
  joined[j]!.add(i);
}

function joinNearest({ points, count, dim }: Measure, neighbours: number, joined: Joined): void {
  const squares = new Float64Array(count);
  const wanted = Math.min(neighbours, count - 1);
  for (let i = 0; i < count; i++) {
    squaredDistancesInto(points, i, points, count, dim, squares, 0);
    squares[i] = Infinity;
    for (const j of leastOf(squares, wanted)) join(joined, i, j);
  }
}

/** Indices of the least entries, by insertion into a short list. */
function leastOf(values: Float64Array, wanted: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length && wanted > 0; i++) {
    if (found.length === wanted && !(values[i]! < values[found[wanted - 1]!]!)) continue;
    if (found.length === wanted) found.pop();
    let place = found.length;
    while (place > 0 && values[i]! < values[found[place - 1]!]!) place--;
    found.splice(place, 0, i);
  }
  return found;
}

/** Edges of a shortest spanning tree of the complete graph. Prim 1957. */
function joinTree({ points, count, dim }: Measure, joined: Joined): void {
  const nearest = new Float64Array(count).fill(Infinity); // squared distance to the tree, -1 within it
  const towards = new Int32Array(count);
  let newest = 0;
  for (let size = 1; size < count; size++) {
    nearest[newest] = -1;
    let next = -1;
    for (let i = 0; i < count; i++) {
      if (nearest[i]! < 0) continue;
      const square = squaredDistance(points, i, points, newest, dim);
      if (square < nearest[i]!) {
        nearest[i] = square;
        towards[i] = newest;
      }
      if (next < 0 || nearest[i]! < nearest[next]!) next = i;
    }
    join(joined, next, towards[next]!);
    newest = next;
  }
}

function packed({ points, count, dim }: Measure, joined: Joined): LengthGraph {
  const starts = new Int32Array(count + 1);
  joined.forEach((others, i) => {
    starts[i + 1] = starts[i]! + others.size;
  });
  const ends = new Int32Array(starts[count]!);
  const lengths = new Float64Array(ends.length);
  joined.forEach((others, i) => {
    let p = starts[i]!;
    for (const j of Int32Array.from(others).sort()) {
      ends[p] = j;
      lengths[p++] = Math.sqrt(squaredDistance(points, i, points, j, dim));
    }
  });
  return { count, starts, ends, lengths };
}
