import type { Arcs } from "./arcs.js";
import type { Costs } from "./costs.js";
import { type Doubles, type f64, type Ints, type i32, newDoubles } from "./subset.js";

/**
 * One sweep of a softened Sinkhorn iteration over the listed arcs: g, then f.
 *
 * g_j = least_j - eps L(sum_i a_i E((c_ij - f_i - least_j) / eps)) with a_i relative to the mean, and f likewise, where
 * E(t) = (1 + t / 16)^-16 stands for exp(-t) and L for its inverse: the same in all engines, and faster. Nodes without
 * a listed arc keep their potential. O(arcs). Cuturi 2013, algorithm 1, on a sparse support.
 */
export function soften(costs: Costs, arcs: Arcs, masses: Doubles, potential: Doubles, eps: f64): void {
  const n = costs.n;
  const m = costs.m;
  const least = newDoubles(n + m);
  const sum = newDoubles(n + m);
  halfSweep(arcs, arcs.source, arcs.target, meanInverse(masses, 0, n), masses, potential, least, sum, eps);
  harden(potential, least, sum, n, n + m, eps);
  halfSweep(
    arcs,
    arcs.target,
    arcs.source,
    meanInverse(masses, n, n + m),
    masses,
    potential,
    least,
    sum,
    eps,
  );
  harden(potential, least, sum, 0, n, eps);
}

export function meanInverse(masses: Doubles, from: i32, to: i32): f64 {
  let sum: f64 = 0;
  for (let v = from; v < to; v++) sum += masses[v];
  const count: f64 = to - from;
  return count / sum;
}

/** For each end of the arcs: the least of c - potential at the other end, and the sum of the softened masses there. */
function halfSweep(
  arcs: Arcs,
  from: Ints,
  to: Ints,
  perMass: f64,
  masses: Doubles,
  potential: Doubles,
  least: Doubles,
  sum: Doubles,
  eps: f64,
): void {
  const length = arcs.length;
  const cost = arcs.cost;
  for (let e = 0; e < length; e++) least[to[e]] = Infinity;
  for (let e = 0; e < length; e++) {
    const value = cost[e] - potential[from[e]];
    if (value < least[to[e]]) least[to[e]] = value;
  }
  const perCost = 1 / (16 * eps);
  for (let e = 0; e < length; e++) {
    const w = to[e];
    const t = 1 + (cost[e] - potential[from[e]] - least[w]) * perCost;
    const t2 = t * t;
    const t4 = t2 * t2;
    const t8 = t4 * t4;
    sum[w] += (masses[from[e]] * perMass) / (t8 * t8);
  }
}

function harden(potential: Doubles, least: Doubles, sum: Doubles, from: i32, to: i32, eps: f64): void {
  for (let v = from; v < to; v++) {
    if (!(sum[v] > 0)) continue;
    const root = Math.sqrt(Math.sqrt(Math.sqrt(Math.sqrt(sum[v]))));
    potential[v] = least[v] + 16 * eps * (1 / root - 1);
  }
}
