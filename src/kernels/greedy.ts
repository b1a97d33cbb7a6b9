import type { Arcs } from "./arcs.js";
import { type Costs, loadRow } from "./costs.js";
import { type Forest, fill } from "./forest.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles, newInts, toInt } from "./subset.js";

/** Most classes of regret; the order inside a class does not matter. */
const MOST_CLASSES: i32 = 1024;

/**
 * A feasible flow: arcs of the list by increasing regret get as much as both ends still allow, then open source nodes
 * fill open target nodes, cheapest first. Each arc exhausts an end, so the arcs form a forest.
 *
 * @param window of the listed reduced costs.
 * O(arcs + (open rows + open columns) * open columns).
 */
export function greedyForest(
  costs: Costs,
  forest: Forest,
  potential: Doubles,
  arcs: Arcs,
  window: f64,
): void {
  const n = costs.n;
  const m = costs.m;
  const open = forest.open;
  const sorted = byRegret(arcs, n + m, potential, window);
  for (let t = 0; t < arcs.length; t++) {
    const e = sorted[t];
    fill(forest, arcs.source[e], arcs.target[e]);
  }
  const targets = newInts(m);
  let count: i32 = 0;
  for (let v = n; v < n + m; v++) if (open[v] > 0) targets[count++] = v;
  for (let i = 0; i < n; i++) {
    if (open[i] > 0) count = fillRow(costs, forest, potential, i, targets, count);
  }
}

/**
 * Arcs by class of regret: reduced cost, less what the next best arcs at both ends would cost instead, so that those
 * come first that are hard to replace. A counting sort. After Vogel's approximation (Reinfeld and Vogel 1958).
 */
function byRegret(arcs: Arcs, nodes: i32, potential: Doubles, window: f64): Ints {
  const length = arcs.length;
  const key = regrets(arcs, nodes, potential, window);
  let low = Infinity;
  let high = -Infinity;
  for (let e = 0; e < length; e++) {
    if (key[e] < low) low = key[e];
    if (key[e] > high) high = key[e];
  }
  const classes = length < MOST_CLASSES ? length : MOST_CLASSES;
  const classesPerCost: f64 = high > low ? (classes - 1) / (high - low) : 0;
  const classOf = newInts(length);
  const starts = newInts(classes + 1);
  for (let e = 0; e < length; e++) {
    const c = toInt((key[e] - low) * classesPerCost);
    classOf[e] = c;
    starts[c + 1] += 1;
  }
  for (let c = 0; c < classes; c++) starts[c + 1] += starts[c];
  const sorted = newInts(length);
  for (let e = 0; e < length; e++) {
    const c = classOf[e];
    sorted[starts[c]] = e;
    starts[c] += 1;
  }
  return sorted;
}

/** Twice the reduced cost of each arc less the best other one at its source and at its target; at most 3 windows count. */
function regrets(arcs: Arcs, nodes: i32, potential: Doubles, window: f64): Doubles {
  const length = arcs.length;
  const source = arcs.source;
  const target = arcs.target;
  const best = newDoubles(nodes);
  const second = newDoubles(nodes);
  const most = 3 * window;
  for (let v = 0; v < nodes; v++) {
    best[v] = most;
    second[v] = most;
  }
  const reduced = newDoubles(length);
  for (let e = 0; e < length; e++) {
    const value = arcs.cost[e] - potential[source[e]] - potential[target[e]];
    reduced[e] = value;
    note(best, second, source[e], value);
    note(best, second, target[e], value);
  }
  for (let e = 0; e < length; e++) {
    const value = reduced[e];
    const i = source[e];
    const j = target[e];
    const otherRow = value > best[i] ? best[i] : second[i];
    const otherColumn = value > best[j] ? best[j] : second[j];
    reduced[e] = 2 * value - otherRow - otherColumn;
  }
  return reduced;
}

function note(best: Doubles, second: Doubles, v: i32, value: f64): void {
  if (value < best[v]) {
    second[v] = best[v];
    best[v] = value;
  } else if (value < second[v]) second[v] = value;
}

/**
 * One open source node fills open target nodes, cheapest first.
 *
 * @returns how many of `targets` are still open; those stand at its front.
 */
function fillRow(costs: Costs, forest: Forest, potential: Doubles, i: i32, targets: Ints, count: i32): i32 {
  const open = forest.open;
  const values = costs.values;
  const at = loadRow(costs, i) - costs.n;
  let left = count;
  while (open[i] > 0 && left > 0) {
    let best: i32 = 0;
    let least = Infinity;
    for (let q = 0; q < left; q++) {
      const v = targets[q];
      const reduced = values[at + v] - potential[v];
      if (reduced < least) {
        least = reduced;
        best = q;
      }
    }
    const cheapest = targets[best];
    fill(forest, i, cheapest);
    if (open[cheapest] <= 0) targets[best] = targets[--left];
  }
  return left;
}
