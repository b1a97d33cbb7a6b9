import { type ArcList, addArc } from "./arcs.js";
import { type Costs, loadRow } from "./costs.js";

/** Arcs that a row should have besides its best one. Timings are flat between 8 and 28. */
const ARCS_WANTED = 8;
/** No row gets more, however many ties: it bounds the list by O(n). */
const MOST_ARCS = 24;
/** Rows from which the width of the window is estimated. */
const SAMPLED_ROWS = 12;

/**
 * Source potentials f given, writes the c-transforms g (of f) and then f (of g) into `potential`, nodes
 * 0 .. n-1 and n .. n+m-1, and lists the arcs whose reduced cost is within a window of their row's best.
 *
 * @returns the width of the window, in units of cost. Two scans of the costs.
 */
export function startArcs(costs: Costs, potential: Float64Array, arcs: ArcList): number {
  targetPotentials(costs, potential);
  const { n, m } = costs;
  const g = potential.subarray(n);
  const reduced = new Float64Array(m);
  const window = sampledWindow(costs, g);
  for (let i = 0; i < n; i++) {
    const at = loadRow(costs, i);
    const best = reducedRow(costs.values, at, g, reduced);
    potential[i] = best;
    listRow(costs, i, at, reduced, best + window, arcs);
  }
  return window;
}

/** g_j = min_i c_ij - f_i. */
function targetPotentials(costs: Costs, potential: Float64Array): void {
  const { n, m, values } = costs;
  potential.fill(Infinity, n);
  for (let i = 0; i < n; i++) {
    const at = loadRow(costs, i);
    const f = potential[i]!;
    for (let j = 0; j < m; j++) {
      const value = values[at + j]! - f;
      if (value < potential[n + j]!) potential[n + j] = value;
    }
  }
}

/** c_ij - g_j along a row and the least of them. */
function reducedRow(values: Float64Array, at: number, g: Float64Array, reduced: Float64Array): number {
  let best = Infinity;
  for (let j = 0; j < reduced.length; j++) {
    const value = values[at + j]! - g[j]!;
    reduced[j] = value;
    if (value < best) best = value;
  }
  return best;
}

/** Starts at a column of the row's own, so that rows with many ties do not all list the same columns. */
function listRow(
  costs: Costs,
  i: number,
  at: number,
  reduced: Float64Array,
  limit: number,
  arcs: ArcList,
): void {
  const { n, m, values } = costs;
  const first = Math.floor((i * m) / n);
  let left = MOST_ARCS;
  for (let t = 0, j = first; t < m && left > 0; t++) {
    if (reduced[j]! <= limit) {
      addArc(arcs, i, n + j, values[at + j]!);
      left--;
    }
    if (++j === m) j = 0;
  }
}

/** Mean over some rows of the distance from the best reduced cost to the one `ARCS_WANTED` ranks later. */
function sampledWindow(costs: Costs, g: Float64Array): number {
  const { n, m } = costs;
  const rows = Math.min(n, SAMPLED_ROWS);
  const reduced = new Float64Array(m);
  let sum = 0;
  for (let s = 0; s < rows; s++) {
    const at = loadRow(costs, Math.floor(((s + 0.5) * n) / rows));
    const best = reducedRow(costs.values, at, g, reduced);
    sum += kthSmallest(reduced, Math.min(ARCS_WANTED, m - 1)) - best;
  }
  return sum / rows;
}

/** The (k+1)-th smallest value, k small: insertion into a short sorted list. */
function kthSmallest(values: Float64Array, k: number): number {
  const least = new Float64Array(k + 1).fill(Infinity);
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (value >= least[k]!) continue;
    let z = k;
    for (; z > 0 && least[z - 1]! > value; z--) least[z] = least[z - 1]!;
    least[z] = value;
  }
  return least[k]!;
}
