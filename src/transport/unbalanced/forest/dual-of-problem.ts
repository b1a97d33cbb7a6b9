import { squaredDistancesInto } from "../../../numeric/squared-distance.js";
import { costAbove } from "../cost-bounds.js";
import type { UnbalancedProblem } from "../problem.js";
import type { DualState } from "./dual-state.js";

/** Arcs of more than so many rho are left out: they would carry less than exp(-100) of the masses' geometric mean. */
const FARTHEST = 200;

/** The dual problem of points with mass, its costs computed: O(n m d) time, O(n m) memory. */
export function dualOf({ source, target, cost, rho }: UnbalancedProblem): DualState {
  const n = source.count;
  const m = target.count;
  const costs = new Float64Array(n * m);
  const price = costAbove(cost, source.dim);
  for (let i = 0; i < n; i++) {
    squaredDistancesInto(source.points, i, target.points, m, source.dim, costs, i * m);
  }
  for (let p = 0; p < costs.length; p++) {
    const inRho = price(costs[p]!) / rho;
    costs[p] = inRho <= FARTHEST ? inRho : Infinity;
  }
  const masses = new Float64Array(n + m);
  masses.set(source.weights);
  masses.set(target.weights, n);
  return { n, m, costs, masses, potentials: new Float64Array(n + m) };
}
