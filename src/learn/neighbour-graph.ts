import { squaredDistances } from "../numeric/gram.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { requireFinite, requireWhole } from "./checks.js";
import { nearest } from "./nearest.js";

/** Undirected graph without loops: the neighbours of i are `ends[starts[i]] .. ends[starts[i + 1] - 1]`, ascending. */
export interface NeighbourGraph {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Above 0, one for each entry of `ends`, the same in both directions. */
  readonly weights: Float64Array;
}

/** Rows whose distances are in memory at once. */
const BLOCK = 256;

/**
 * Graph that joins every row with its nearest ones (Euclidean; equally near rows in their order), and so also with the
 * rows that it is one of the nearest of. All weights are 1.
 *
 * @param neighbours how many are nearest, the row itself counted: k joins each row with k - 1 others or more.
 * @throws ShapeError if an entry is not finite or neighbours is not a whole number of at least 2.
 *
 * Brute force, O(rows^2 * cols) time, O(rows * (256 + neighbours)) memory.
 */
export function neighbourGraph(rows: Matrix, neighbours: number): NeighbourGraph {
  requireFinite(rows);
  requireWhole("neighbours", neighbours, 2);
  const joined = Array.from({ length: rows.rows }, () => new Set<number>());
  for (let start = 0; start < rows.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows.rows);
    const data = rows.data.subarray(start * rows.cols, end * rows.cols);
    const distances = squaredDistances({ rows: end - start, cols: rows.cols, data }, rows);
    for (let i = start; i < end; i++) {
      const row = rowView(distances, i - start);
      row[i] = Infinity; // the row itself is counted without being looked for: a copy of it may be as near
      for (const j of nearest(row, Math.min(neighbours, rows.rows) - 1)) {
        joined[i]!.add(j);
        joined[j]!.add(i);
      }
    }
  }
  return packed(joined);
}

function packed(joined: readonly ReadonlySet<number>[]): NeighbourGraph {
  const starts = new Int32Array(joined.length + 1);
  joined.forEach((ends, i) => {
    starts[i + 1] = starts[i]! + ends.size;
  });
  const ends = new Int32Array(starts[joined.length]!);
  joined.forEach((others, i) => {
    ends.set(Int32Array.from(others).sort(), starts[i]!);
  });
  return { count: joined.length, starts, ends, weights: new Float64Array(ends.length).fill(1) };
}

/** Sum of the weights at each vertex. */
export function degrees({ count, starts, weights }: NeighbourGraph): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let p = starts[i]!; p < starts[i + 1]!; p++) sums[i]! += weights[p]!;
  }
  return sums;
}

/** Which vertices hang together: component of each, numbered by their first vertex. */
export interface Components {
  readonly count: number;
  readonly labels: Int32Array;
}

/** Connected components. O(vertices + edges) time. */
export function connectedComponents({ count, starts, ends }: NeighbourGraph): Components {
  const labels = new Int32Array(count).fill(-1);
  let components = 0;
  for (let first = 0; first < count; first++) {
    if (labels[first]! >= 0) continue;
    labels[first] = components;
    const open = [first];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      for (let p = starts[i]!; p < starts[i + 1]!; p++) {
        const j = ends[p]!;
        if (labels[j]! >= 0) continue;
        labels[j] = components;
        open.push(j);
      }
    }
    components++;
  }
  return { count: components, labels };
}
