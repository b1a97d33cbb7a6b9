import type { Measure } from "../../measure/measure.js";
import type { Frame } from "../frame.js";
import { type IntegerMasses, integerMasses } from "./integer-masses.js";
import { type Levels, noLevels, type SourceLevels } from "./levels.js";

/**
 * A transport problem of the simplex: whole masses of equal total, all positive, and points in the common frame
 * (each cloud centred, size about 1).
 */
export interface SimplexProblem {
  readonly dim: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  /** Upper bound of the costs: the unit in which reduced costs are called 0. */
  readonly largestCost: number;
  /** What is known of the clusters of the sources; filled as it is found. */
  readonly sourceLevels: Levels;
}

/** The points of one side that the simplex sees, and those whose mass is below its unit. */
export interface Side {
  /** Index in the measure of each node. */
  readonly nodes: Int32Array;
  /** Points whose mass is positive but rounds to 0 units. */
  readonly tiny: Int32Array;
}

export interface WholeProblem {
  readonly problem: SimplexProblem;
  readonly source: Side;
  readonly target: Side;
  readonly masses: IntegerMasses;
}

/**
 * Drops points without mass and rounds the masses to whole units. O((n + m) d).
 *
 * @param sourceLevels of earlier problems with the same source, if there were any.
 */
export function wholeProblem(
  source: Measure,
  target: Measure,
  frame: Frame,
  sourceLevels: SourceLevels = noLevels(),
): WholeProblem {
  const a = massiveIndices(source.weights);
  const b = massiveIndices(target.weights);
  const masses = integerMasses(pick(source.weights, a), pick(target.weights, b));
  const left = sideOf(a, masses.supply);
  const right = sideOf(b, masses.demand);
  const { dim, largestCost } = frame;
  const problem = {
    dim,
    x: pickPoints(frame.x, left.nodes, dim),
    y: pickPoints(frame.y, right.nodes, dim),
    supply: left.tiny.length === 0 ? masses.supply : masses.supply.filter((units) => units > 0),
    demand: right.tiny.length === 0 ? masses.demand : masses.demand.filter((units) => units > 0),
    largestCost,
    sourceLevels: masses.proportional ? sourceLevels.proportional : sourceLevels.rounded,
  };
  return { problem, source: left, target: right, masses };
}

function massiveIndices(weights: Float64Array): Int32Array {
  const indices = new Int32Array(weights.length);
  let count = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) indices[count++] = i;
  return indices.subarray(0, count);
}

function sideOf(indices: Int32Array, units: Float64Array): Side {
  if (!units.includes(0)) return { nodes: indices, tiny: new Int32Array(0) };
  return {
    nodes: indices.filter((_, r) => units[r]! > 0),
    tiny: indices.filter((_, r) => units[r] === 0),
  };
}

function pick(values: Float64Array, indices: Int32Array): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let r = 0; r < picked.length; r++) picked[r] = values[indices[r]!]!;
  return picked;
}

function pickPoints(points: Float64Array, indices: Int32Array, dim: number): Float64Array {
  if (indices.length * dim === points.length) return points;
  const picked = new Float64Array(indices.length * dim);
  for (let r = 0; r < indices.length; r++) {
    for (let k = 0; k < dim; k++) picked[r * dim + k] = points[indices[r]! * dim + k]!;
  }
  return picked;
}
