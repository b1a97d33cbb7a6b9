import { type Measure, selectPoints } from "../../measure/measure.js";
import type { Frame } from "../frame.js";
import { type IntegerMasses, integerMasses } from "./integer-masses.js";

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

/** Drops points without mass and rounds the masses to whole units. O((n + m) d). */
export function wholeProblem(source: Measure, target: Measure, frame: Frame): WholeProblem {
  const a = massiveIndices(source.weights);
  const b = massiveIndices(target.weights);
  const masses = integerMasses(pick(source.weights, a), pick(target.weights, b));
  const left = sideOf(a, masses.supply);
  const right = sideOf(b, masses.demand);
  const { dim, largestCost } = frame;
  const x = selectPoints({ ...source, points: frame.x }, left.nodes).points;
  const y = selectPoints({ ...target, points: frame.y }, right.nodes).points;
  const supply = masses.supply.filter((units) => units > 0);
  const demand = masses.demand.filter((units) => units > 0);
  return { problem: { dim, x, y, supply, demand, largestCost }, source: left, target: right, masses };
}

function massiveIndices(weights: Float64Array): Int32Array {
  return Int32Array.from(weights.keys()).filter((i) => weights[i]! > 0);
}

function sideOf(indices: Int32Array, units: Float64Array): Side {
  return {
    nodes: indices.filter((_, r) => units[r]! > 0),
    tiny: indices.filter((_, r) => units[r] === 0),
  };
}

/** The named entries. */
export function pick(values: Float64Array, indices: Int32Array): Float64Array {
  return Float64Array.from(indices, (i) => values[i]!);
}
