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

/** Masses as the simplex sees them: whole, and without those that are 0. */
export interface WholeMasses {
  readonly problem: Pick<SimplexProblem, "supply" | "demand">;
  readonly source: Side;
  readonly target: Side;
  readonly masses: IntegerMasses;
}

export interface WholeProblem extends WholeMasses {
  readonly problem: SimplexProblem;
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
  const whole = wholeMasses(source.weights, target.weights);
  const { dim, largestCost } = frame;
  const problem = {
    ...whole.problem,
    dim,
    x: pickPoints(frame.x, whole.source.nodes, dim),
    y: pickPoints(frame.y, whole.target.nodes, dim),
    largestCost,
    sourceLevels: whole.masses.proportional ? sourceLevels.proportional : sourceLevels.rounded,
  };
  return { ...whole, problem };
}

/** Masses of two sides, each with some, rounded to whole units of equal total. O(n + m). */
export function wholeMasses(a: Float64Array, b: Float64Array): WholeMasses {
  const left = massiveIndices(a);
  const right = massiveIndices(b);
  const masses = integerMasses(pick(a, left), pick(b, right));
  const problem = { supply: positive(masses.supply), demand: positive(masses.demand) };
  return { problem, source: sideOf(left, masses.supply), target: sideOf(right, masses.demand), masses };
}

function positive(units: Float64Array): Float64Array {
  return units.includes(0) ? units.filter((count) => count > 0) : units;
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
