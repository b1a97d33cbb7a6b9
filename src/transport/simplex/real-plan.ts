import type { Measure } from "../../measure/measure.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { Frame } from "../frame.js";
import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import { addEntry, type Entries, emptyEntries, fillDeficits } from "./fill-deficits.js";
import type { WholeMasses, WholeProblem } from "./problem.js";

/** What a solver leaves of its tree. Nodes 0 .. n-1 are sources, then come the targets. */
export interface FlowTree {
  readonly n: number;
  readonly count: number;
  readonly root: number;
  readonly parent: Int32Array;
  /** Nodes in preorder, backwards from the root. */
  readonly previous: Int32Array;
  /** Whole flow on the arc to the parent. */
  readonly flow: Float64Array;
  /** f of the sources, g of the targets, in the frame. */
  readonly potential: Float64Array;
}

/** Which node a point that the tree does not hold is best sent to, or gets its mass from: the one of least reduced cost. */
export interface Cheapest {
  /** Node of a target, counted from 0, for source point i. */
  readonly target: (i: number) => number;
  /** Node of a source for target point j. */
  readonly source: (j: number) => number;
}

/** `planOfTree` for squared distances. */
export function realPlan(
  source: Measure,
  target: Measure,
  frame: Frame,
  whole: WholeProblem,
  tree: FlowTree,
): SparsePlan {
  const { dim, x, y } = whole.problem;
  const { n, potential } = tree;
  const cheapest = {
    target: (i: number) => leastReduced(frame.x, i, y, potential.subarray(n), dim),
    source: (j: number) => leastReduced(frame.y, j, x, potential.subarray(0, n), dim),
  };
  return planOfTree(source.weights, target.weights, whole, tree, cheapest);
}

/**
 * The plan of a tree in the masses as given, not in whole units.
 *
 * On the arcs of a tree the masses determine the flow: it is the whole flow plus what the rounding of the
 * masses in the subtree below the arc amounts to. So every marginal is right to rounding, however small the
 * mass: a point of mass below one unit hangs on its cheapest arc like a leaf. Where the true flow would be
 * negative (by no more than the rounding of the masses), the arc gets 0 and `fillDeficits` moves the
 * difference. O(n + m) time and memory, plus a call of `cheapest` for each point below one unit.
 */
export function planOfTree(
  a: Float64Array,
  targetMasses: Float64Array,
  whole: WholeMasses,
  tree: FlowTree,
  cheapest: Cheapest,
): SparsePlan {
  const ratio = compensatedSum(a) / compensatedSum(targetMasses);
  const b = new Float64Array(targetMasses.length);
  for (let j = 0; j < b.length; j++) b[j] = targetMasses[j]! * ratio;
  const entries = emptyEntries(2 * (a.length + b.length));
  const unit = compensatedSum(a) / whole.masses.total;
  const excess = roundingExcess(whole, unit, a, b);
  hangTiny(whole, cheapest, a, b, entries, excess);
  const negative = addTreeFlows(whole, tree, unit, excess, entries);
  if (negative) fillDeficits(entries, a, b);
  const { rows, cols, mass, length } = entries;
  return sparsePlan(
    { rows: rows.subarray(0, length), cols: cols.subarray(0, length), mass: mass.subarray(0, length) },
    [a.length, b.length],
  );
}

/** What each node has besides its whole units: mass to send is positive, mass to get negative. */
function roundingExcess(
  { problem, source, target, masses }: WholeMasses,
  unit: number,
  a: Float64Array,
  b: Float64Array,
): Float64Array {
  const n = problem.supply.length;
  const excess = new Float64Array(n + problem.demand.length);
  if (masses.proportional) return excess;
  const { supply, demand } = problem;
  for (let i = 0; i < n; i++) excess[i] = a[source.nodes[i]!]! - supply[i]! * unit;
  for (let j = 0; j < demand.length; j++) excess[n + j] = demand[j]! * unit - b[target.nodes[j]!]!;
  return excess;
}

/** Each point below one unit gets one entry, on the arc of least reduced cost. */
function hangTiny(
  { problem, source, target }: WholeMasses,
  cheapest: Cheapest,
  a: Float64Array,
  b: Float64Array,
  entries: Entries,
  excess: Float64Array,
): void {
  const n = problem.supply.length;
  for (const i of source.tiny) {
    const v = n + cheapest.target(i);
    addEntry(entries, i, target.nodes[v - n]!, a[i]!);
    excess[v]! += a[i]!;
  }
  for (const j of target.tiny) {
    const v = cheapest.source(j);
    addEntry(entries, source.nodes[v]!, j, b[j]!);
    excess[v]! -= b[j]!;
  }
}

function leastReduced(
  from: Float64Array,
  p: number,
  to: Float64Array,
  potential: Float64Array,
  dim: number,
): number {
  const row = new Float64Array(potential.length);
  squaredDistancesInto(from, p, to, row.length, dim, row, 0);
  let best = 0;
  for (let q = 1; q < row.length; q++) {
    if (row[q]! - potential[q]! < row[best]! - potential[best]!) best = q;
  }
  return best;
}

/**
 * From the leaves to the root: the flow on each arc in real masses; flows within rounding of 0 are left out.
 *
 * @returns whether one was negative beyond rounding.
 */
function addTreeFlows(
  { problem, source, target, masses }: WholeMasses,
  tree: FlowTree,
  unit: number,
  excess: Float64Array,
  entries: Entries,
): boolean {
  const { n, root, parent, previous, flow } = tree;
  const below = new Float64Array(tree.count); // mass of the subtree: what its rounding is relative to
  below.set(problem.supply);
  below.set(problem.demand, n);
  let negative = false;
  for (let v = previous[root]!; v !== root; v = previous[v]!) {
    const p = parent[v]!;
    excess[p]! += excess[v]!;
    below[p]! += below[v]!;
    const mass = flow[v]! * unit + (v < n ? excess[v]! : -excess[v]!);
    const rounding = masses.proportional ? 0 : Number.EPSILON * unit * below[v]!;
    if (mass > rounding)
      addEntry(entries, source.nodes[v < n ? v : p]!, target.nodes[(v < n ? p : v) - n]!, mass);
    else if (mass < -rounding) negative = true;
  }
  return negative;
}
