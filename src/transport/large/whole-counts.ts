import type { Measure } from "../../measure/measure.js";
import type { Merged } from "../../measure/merge.js";
import type { WholeProblem } from "../simplex/problem.js";
import { isUniform } from "../uniform.js";
import type { MergedPair } from "./merged-pair.js";

/**
 * The problem with masses in exact proportion where equal masses were merged: a place then carries as many units
 * as it has points, times a common factor. The general rounding to 2^-50 would leave slivers of one unit, each
 * a path of its own for the solver. Other problems stay as they are. O(n + m).
 */
export function wholeCounts(whole: WholeProblem, { source, target, merged }: MergedPair): WholeProblem {
  const n = commonCount(source.weights);
  const m = commonCount(target.weights);
  if (whole.masses.proportional || n === 0 || m === 0) return whole;
  const factor = greatestDivisor(n, m);
  const supply = multiplicities(source, merged.source, whole.source.nodes, m / factor);
  const demand = multiplicities(target, merged.target, whole.target.nodes, n / factor);
  const masses = { supply, demand, total: (n * m) / factor, proportional: true };
  return { ...whole, problem: { ...whole.problem, supply, demand }, masses };
}

/** How many positive masses there are if they are all equal, else 0. */
function commonCount(weights: Float64Array): number {
  const positive = weights.filter((mass) => mass > 0);
  return isUniform(positive) ? positive.length : 0;
}

function multiplicities(mu: Measure, merged: Merged, nodes: Int32Array, units: number): Float64Array {
  const counts = new Float64Array(merged.measure.count);
  merged.indexOf.forEach((place, i) => {
    if (mu.weights[i]! > 0) counts[place]!++;
  });
  return Float64Array.from(nodes, (place) => counts[place]! * units);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
