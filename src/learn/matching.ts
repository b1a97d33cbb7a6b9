import type { Matrix } from "../numeric/matrix.js";

/**
 * Assignment of rows to columns with the largest sum of entries: `match[i]` is the column of row i, or -1 if there
 * are more rows than columns and row i gets none. No column is used twice.
 *
 * Hungarian method with potentials, O(n^2 m) time for n = the smaller, m = the larger side. Kuhn 1955; Jonker and
 * Volgenant 1987 for the shortest augmenting paths.
 */
export function bestMatching(gain: Matrix): Int32Array {
  const turned = gain.rows > gain.cols;
  const n = turned ? gain.cols : gain.rows;
  const m = turned ? gain.rows : gain.cols;
  const cost = (i: number, j: number): number => -gain.data[turned ? j * gain.cols + i : i * gain.cols + j]!;
  const rowOf = matchColumns(n, m, cost);
  const match = new Int32Array(gain.rows).fill(-1);
  rowOf.forEach((i, j) => {
    if (i >= 0) match[turned ? j : i] = turned ? i : j;
  });
  return match;
}

/** For each of m columns its row among n <= m, or -1. Row n and column m are imaginary: they start each path. */
function matchColumns(n: number, m: number, cost: (i: number, j: number) => number): Int32Array {
  const u = new Float64Array(n + 1);
  const v = new Float64Array(m + 1);
  const rowOf = new Int32Array(m + 1).fill(-1);
  for (let i = 0; i < n; i++) {
    const from = new Int32Array(m + 1).fill(m);
    const slack = new Float64Array(m + 1).fill(Infinity);
    const done = new Uint8Array(m + 1);
    rowOf[m] = i;
    let j = m;
    while (rowOf[j]! >= 0) {
      done[j] = 1;
      const row = rowOf[j]!;
      let next = -1;
      for (let c = 0; c < m; c++) {
        if (done[c] === 1) continue;
        const reduced = cost(row, c) - u[row]! - v[c]!;
        if (reduced < slack[c]!) {
          slack[c] = reduced;
          from[c] = j;
        }
        if (next < 0 || slack[c]! < slack[next]!) next = c;
      }
      const step = slack[next]!;
      for (let c = 0; c <= m; c++) {
        if (done[c] === 1) {
          u[rowOf[c]!]! += step;
          v[c]! -= step;
        } else slack[c]! -= step;
      }
      j = next;
    }
    for (; j !== m; j = from[j]!) rowOf[j] = rowOf[from[j]!]!;
  }
  return rowOf.slice(0, m);
}
