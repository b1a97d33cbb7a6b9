import { type Arcs, addArc } from "./arcs.js";
import { type Costs, loadRow } from "./costs.js";
import { meanInverse, soften } from "./soften.js";
import {
  allBelow,
  type Doubles,
  type f64,
  type Ints,
  type i32,
  leastDifference,
  lowerTo,
  newDoubles,
  newInts,
  toInt,
} from "./subset.js";

/** Arcs that a row should have besides its best one. Timings are flat between 8 and 28. */
const ARCS_WANTED: i32 = 8;
/** No ordinary row gets more, however many ties. Fewer would leave out better arcs than they keep. */
const MOST_ARCS: i32 = 100;
/** A row of more mass than so many mean targets goes to many of them, and gets all arcs if there is room. */
const HEAVY: f64 = 12;
/** Arcs for which each row behind a heavy one has to find room. */
const ARCS_KEPT: i32 = 16;
/** Nodes from which the sweep saves more than it takes. */
const SMALLEST_SOFTENED: i32 = 400;
/** Softness of the sweep, as a part of the window. */
const SOFTNESS: f64 = 0.5;
/** Rows from which the width of the window is estimated. */
const SAMPLED_ROWS: i32 = 12;

/**
 * Fills `potential` (nodes 0 .. n-1 sources, n .. n+m-1 targets) and lists the arcs that are cheap under it, from source
 * potentials f that are roughly right.
 *
 * First g = c-transform of f, then one softened sweep over the cheap arcs, which takes the masses into account and
 * evens out what is wrong between neighbours, then f = c-transform of g. The sweep saves a third of the pivots in two
 * dimensions and half of them in ten.
 *
 * @returns the width of the window, in units of cost. Three scans of the costs.
 */
export function startArcs(costs: Costs, masses: Doubles, potential: Doubles, arcs: Arcs): f64 {
  targetTransform(costs, potential, potential, costs.n);
  const window = sampledWindow(costs, potential);
  listArcs(costs, masses, potential, window, arcs);
  if (window > 0 && costs.n + costs.m >= SMALLEST_SOFTENED) {
    soften(costs, arcs, masses, potential, SOFTNESS * window);
    arcs.length = 0;
    listArcs(costs, masses, potential, window, arcs);
  }
  return window;
}

/** f = c-transform of g, and the arcs whose reduced cost is within the window. */
function listArcs(costs: Costs, masses: Doubles, potential: Doubles, window: f64, arcs: Arcs): void {
  const n = costs.n;
  const m = costs.m;
  const found = newInts(m > MOST_ARCS ? m : MOST_ARCS);
  const heavy = HEAVY / meanInverse(masses, n, n + m);
  for (let i = 0; i < n; i++) {
    const at = loadRow(costs, i);
    const best = leastDifference(costs.values, at, potential, n, m);
    potential[i] = best;
    // A full scan finds one arc of each row: what is not listed here takes many of them.
    const all = masses[i] > heavy && arcs.length + m + (n - i) * ARCS_KEPT <= arcs.room;
    const most = all ? m : MOST_ARCS;
    const limit = all ? Infinity : best + window;
    // From a column of its own on, so that ties spread over the columns.
    const share: f64 = i;
    const first = toInt((share * m) / n);
    const behind = allBelow(costs.values, at, potential, n, first, m, limit, found, most);
    addRow(costs, i, at, found, behind, arcs);
    const before = allBelow(costs.values, at, potential, n, 0, first, limit, found, most - behind);
    addRow(costs, i, at, found, before, arcs);
  }
}

function addRow(costs: Costs, i: i32, at: i32, columns: Ints, count: i32, arcs: Arcs): void {
  for (let t = 0; t < count; t++) addArc(arcs, i, costs.n + columns[t], costs.values[at + columns[t]]);
}

/** out[at + j] = min_i c_ij - f_i. One scan of the costs. */
export function targetTransform(costs: Costs, f: Doubles, out: Doubles, at: i32): void {
  const n = costs.n;
  const m = costs.m;
  for (let j = 0; j < m; j++) out[at + j] = Infinity;
  for (let i = 0; i < n; i++) lowerTo(out, at, costs.values, loadRow(costs, i), f[i], m);
}

/** Mean over some rows of the distance from the best reduced cost to the one `ARCS_WANTED` ranks later. */
function sampledWindow(costs: Costs, potential: Doubles): f64 {
  const n = costs.n;
  const m = costs.m;
  const rows = n < SAMPLED_ROWS ? n : SAMPLED_ROWS;
  const rank = m - 1 < ARCS_WANTED ? m - 1 : ARCS_WANTED;
  const least = newDoubles(rank + 1);
  let sum: f64 = 0;
  for (let s = 0; s < rows; s++) {
    const share: f64 = s;
    const at = loadRow(costs, toInt(((share + 0.5) * n) / rows));
    leastReduced(costs, at, potential, least, rank);
    sum += least[rank] - least[0];
  }
  return sum / rows;
}

/** The rank + 1 smallest reduced costs of a row, in order: insertion into a short sorted list. */
function leastReduced(costs: Costs, at: i32, potential: Doubles, least: Doubles, rank: i32): void {
  const n = costs.n;
  const m = costs.m;
  const values = costs.values;
  for (let z = 0; z <= rank; z++) least[z] = Infinity;
  for (let j = 0; j < m; j++) {
    const value = values[at + j] - potential[n + j];
    if (value >= least[rank]) continue;
    let z = rank;
    for (; z > 0 && least[z - 1] > value; z--) least[z] = least[z - 1];
    least[z] = value;
  }
}
