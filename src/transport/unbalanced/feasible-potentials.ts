import { type Measure, selectPoints } from "../../measure/measure.js";
import { costRounding } from "../c-transform.js";
import type { Potentials } from "../potentials.js";
import { dualValue } from "./dual-value.js";
import { hardTransform } from "./hard-transform.js";
import type { UnbalancedProblem } from "./problem.js";
import { bestTranslation, logSurvivingMass } from "./surviving-mass.js";

/** Feasible potentials and what they prove: the optimum is at least `lower`, the rounding of its own sums included. */
export interface UnbalancedBound {
  readonly potentials: Potentials;
  readonly lower: number;
}

/**
 * Lower bound of the optimum from any source potential: g by the c-transform, f by that of g, and the constant that can
 * go from one to the other by its closed form. If f = g = 0 proves more, that is taken.
 *
 * O(n m d) time at worst.
 */
export function unbalancedBound(problem: UnbalancedProblem, given: Float64Array): UnbalancedBound {
  const own = translated(problem, feasiblePotentials(problem, given));
  const { source, target } = problem;
  const none = { f: new Float64Array(source.count), g: new Float64Array(target.count) };
  const plain = translated(problem, none);
  return own.lower >= plain.lower ? own : plain;
}

/**
 * f_i + g_j <= (1 + costRounding) c_ij wherever both are finite. Potentials are Infinity at points that reach no mass of
 * the other side; points without mass get the c-transform of the others.
 */
function feasiblePotentials({ source, target, cost }: UnbalancedProblem, given: Float64Array): Potentials {
  const transform = hardTransform(cost);
  const { dim } = source;
  const massive = (mu: Measure, f: Float64Array) =>
    f.map((value, i) => (mu.weights[i]! > 0 ? value : Infinity));
  const known = completed(source, given, () =>
    transform(target.points, massive(target, new Float64Array(target.count)), source.points, dim),
  );
  const g = transform(source.points, massive(source, known), target.points, dim);
  const f = transform(target.points, massive(target, g), source.points, dim);
  const without = Int32Array.from(g.keys()).filter((j) => target.weights[j] === 0);
  const rest = transform(source.points, f, selectPoints(target, without).points, dim);
  without.forEach((j, r) => {
    g[j] = rest[r]!;
  });
  return { f, g };
}

/** Where a point with mass has no finite potential, half its least cost. */
function completed({ weights }: Measure, given: Float64Array, leastCosts: () => Float64Array): Float64Array {
  const isUnknown = (i: number): boolean => weights[i]! > 0 && !Number.isFinite(given[i]!);
  if (!given.some((_, i) => isUnknown(i))) return given;
  const least = leastCosts();
  return given.map((value, i) => (isUnknown(i) ? least[i]! / 2 : value));
}

function translated({ source, target, rho }: UnbalancedProblem, { f, g }: Potentials): UnbalancedBound {
  const t = bestTranslation(
    logSurvivingMass(source.weights, f, rho),
    logSurvivingMass(target.weights, g, rho),
    rho,
  );
  const all = new Float64Array(f.length + g.length);
  for (let i = 0; i < f.length; i++) all[i] = f[i]! + t;
  for (let j = 0; j < g.length; j++) all[f.length + j] = g[j]! - t;
  const masses = new Float64Array(all.length);
  masses.set(source.weights);
  masses.set(target.weights, source.count);
  return {
    potentials: { f: all.slice(0, f.length), g: all.slice(f.length) },
    lower: dualValue(masses, all, rho, costRounding(source.dim)),
  };
}
