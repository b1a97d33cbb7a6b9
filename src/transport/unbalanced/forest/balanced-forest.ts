import { exponential } from "../../../numeric/elementary.js";
import { compensatedSum } from "../../../numeric/sum.js";
import { solveMatrix } from "../../simplex/solve-matrix.js";
import { closePotentials } from "./close-potentials.js";
import { arcCost, type DualState, noiseOf } from "./dual-state.js";
import { emptyForest, type Forest, join } from "./forest.js";

/**
 * A forest to begin with, and potentials to go with it, which are written to the state: those of balanced transport between
 * the masses that take part by a guess of the potentials. If the guess is near the optimum, so are they. About O((n + m)^2).
 */
export function balancedForest(dual: DualState, guess: Float64Array): Forest {
  const { n, m, masses, potentials } = dual;
  const taking = masses.map((mass, v) => mass * exponential(-guess[v]!));
  const [a, b] = [taking.subarray(0, n), taking.subarray(n)];
  const [ofSources, ofTargets] = [compensatedSum(a), compensatedSum(b)];
  const forest = emptyForest(n + m);
  if (!(ofSources > 0 && ofTargets > 0 && ofSources + ofTargets < Infinity)) {
    closePotentials(dual, guess.subarray(0, n));
    return forest;
  }
  const { plan, f } = solveMatrix(
    finiteCosts(dual.costs),
    a.map((mass) => mass / ofSources),
    b.map((mass) => mass / ofTargets),
  );
  closePotentials(dual, f);
  plan.rows.forEach((i, e) => {
    const w = n + plan.cols[e]!;
    const slack = arcCost(dual, i, w) - potentials[i]! - potentials[w]!;
    if (slack <= noiseOf(dual, [i, w]) && forest.treeOf[i] !== forest.treeOf[w]) join(forest, i, w);
  });
  return forest;
}

/** Where nothing can be moved, it is made dear: the forest leaves those arcs out. */
function finiteCosts(costs: Float64Array): Float64Array {
  let largest = 0;
  for (let p = 0; p < costs.length; p++) if (costs[p]! < Infinity) largest = Math.max(largest, costs[p]!);
  return costs.map((cost) => (cost < Infinity ? cost : 4 * largest));
}
