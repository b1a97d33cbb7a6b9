import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { Outcome } from "../certify.js";
import type { ExactOptions } from "../exact-options.js";
import { type SparsePlan, sparsePlan } from "../plan.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import type { PartialProblem, PartialSolution } from "./partial-bounds.js";

/** Costs of more than twice the price are never paid: so many times the price stands for them. */
const NEVER_PAID = 2000;

/**
 * Partial transport as balanced transport with one more point on each side: mass that is left goes to it, or comes from
 * it, at a constant cost. For a price this is the price, and the two points are at cost 0; for a given mass M it is 0, the
 * points take |a| - M and give |b| - M, and what goes from one to the other costs more than any pair.
 *
 * O(n m) memory; for the time see `solveMatrix`. Chapel, Alaya and Gasso 2020, section 3.2.
 */
export function solveExtended(
  problem: PartialProblem,
  price: number | undefined,
  options: ExactOptions,
): { solution: PartialSolution; outcome: Outcome } {
  const { source, target, mass } = problem;
  const n = source.count;
  const m = target.count;
  const extra = { a: extraMass(target.weights, mass), b: extraMass(source.weights, mass) };
  const costs = extendedCosts(problem, price);
  const { plan, f, g, outcome } = solveMatrix(
    costs,
    Float64Array.of(...source.weights, extra.a),
    Float64Array.of(...target.weights, extra.b),
    options,
  );
  const leaving = price ?? 0; // the cost to either extra point
  const capOfF = leaving - g[m]!;
  const capOfG = leaving - f[n]!;
  const own = price ?? Math.max(0, (capOfF + capOfG) / 2);
  const shift = own - capOfF;
  const solution = {
    plan: withoutExtra(plan, n, m),
    f: f.subarray(0, n).map((value) => value + shift),
    price: own,
  };
  return { solution, outcome };
}

/** What the extra point opposite a side has: all of its mass, or what a given mass leaves of it. */
function extraMass(masses: Float64Array, mass: number | undefined): number {
  return mass === undefined ? compensatedSum(masses) : Math.max(0, compensatedSum([...masses, -mass]));
}

function extendedCosts(
  { source, target, farthest }: PartialProblem,
  price: number | undefined,
): Float64Array {
  const n = source.count;
  const m = target.count;
  const width = m + 1;
  const costs = new Float64Array((n + 1) * width).fill(price ?? 0);
  const most = price === undefined ? Infinity : NEVER_PAID * price;
  for (let i = 0; i < n; i++) {
    squaredDistancesInto(source.points, i, target.points, m, source.dim, costs, i * width);
    for (let p = i * width; p < i * width + m; p++) if (costs[p]! > most) costs[p] = most;
  }
  costs[n * width + m] = price === undefined ? farthest || 1 : 0; // not to be paid for a given mass, and free for a price
  return costs;
}

function withoutExtra({ rows, cols, mass }: SparsePlan, n: number, m: number): SparsePlan {
  const kept = Int32Array.from(rows.keys()).filter((e) => rows[e]! < n && cols[e]! < m);
  const of = (values: ArrayLike<number>) => (e: number) => values[e]!;
  return sparsePlan(
    { rows: kept.map(of(rows)), cols: kept.map(of(cols)), mass: Float64Array.from(kept, of(mass)) },
    [n, m],
  );
}
