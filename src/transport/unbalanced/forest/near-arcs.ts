import type { DualState } from "./dual-state.js";

/** The arcs whose slack was small at some potentials: for a while the first to become tight is among them. */
export interface NearArcs {
  /** All other arcs had a slack above this. */
  readonly bound: number;
  /** The potentials then. */
  readonly potentials: Float64Array;
  /** Where the arcs of each source begin, and their number. */
  readonly starts: Int32Array;
  /** Their targets, as nodes, in rising order for each source. */
  readonly targets: Int32Array;
}

/** Arcs of which the bound is estimated. */
const SAMPLE = 2 ** 14;

/** About so many arcs of least slack. O(n m). */
export function nearArcs({ n, m, costs, potentials }: DualState, wanted: number): NearArcs {
  const bound = sampledBound({ n, m, costs, potentials }, wanted);
  const starts = new Int32Array(n + 1);
  const row = new Int32Array(m);
  const rows: Int32Array[] = [];
  for (let i = 0, p = 0; i < n; i++) {
    const z = potentials[i]!;
    let count = 0;
    for (let w = n; w < n + m; w++, p++) if (!(costs[p]! - z - potentials[w]! > bound)) row[count++] = w;
    rows.push(row.slice(0, count));
    starts[i + 1] = starts[i]! + count;
  }
  const targets = new Int32Array(starts[n]!);
  rows.forEach((found, i) => {
    targets.set(found, starts[i]!);
  });
  return { bound, potentials: potentials.slice(), starts, targets };
}

function sampledBound(
  { n, m, costs, potentials }: Pick<DualState, "n" | "m" | "costs" | "potentials">,
  wanted: number,
): number {
  const step = Math.max(1, Math.floor(costs.length / SAMPLE)) | 1; // odd: not in step with rows of even length
  const slacks = new Float64Array(Math.ceil(costs.length / step));
  for (let s = 0, p = 0; p < costs.length; s++, p += step) {
    slacks[s] = costs[p]! - potentials[Math.floor(p / m)]! - potentials[n + (p % m)]!;
  }
  slacks.sort(); // numbers that are NaN go last
  return slacks[Math.min(slacks.length - 1, Math.floor((wanted / costs.length) * slacks.length))]!;
}

/** Roundings of the slack of an arc, of its bound and of the rises, in parts of costs and potentials. */
const ROUNDING = 64 * Number.EPSILON;
/** Finite costs, in units of rho, are not above this. */
const LARGEST_COST = 200;

/**
 * What the slacks of all other arcs between a tree's sources and targets outside (`up`), or the reverse, are above now: the bound
 * less what both sides have risen. NaN, below which nothing is, where potentials are infinite. O(n + m).
 */
export function slackOfOthers(
  { n, potentials }: DualState,
  near: NearArcs,
  treeOf: Int32Array,
  tree: number,
  up: boolean,
): number {
  let ofSources = -Infinity;
  let ofTargets = -Infinity;
  let largest = LARGEST_COST;
  for (let v = 0; v < potentials.length; v++) {
    const isSource = v < n;
    if ((treeOf[v] === tree) !== (isSource === up)) continue;
    const rise = potentials[v]! - near.potentials[v]!;
    if (isSource) ofSources = Math.max(ofSources, rise);
    else ofTargets = Math.max(ofTargets, rise);
    largest = Math.max(largest, Math.abs(potentials[v]!), Math.abs(near.potentials[v]!));
  }
  return near.bound - ofSources - ofTargets - ROUNDING * largest;
}
