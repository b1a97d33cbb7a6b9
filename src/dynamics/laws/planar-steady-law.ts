import { ShapeError } from "../../errors.js";
import { gaussLegendre } from "../../numeric/gauss-legendre.js";
import { requirePositive } from "../../numeric/require-positive.js";
import { tableExponential } from "../../numeric/table-exponential.js";
import type { Box } from "../particles.js";
import type { Potential } from "../systems/potential.js";
import { requireBox } from "../systems/require-box.js";
import { intervalLaw } from "./interval-law.js";
import type { IntervalLaw } from "./law.js";

export interface PlanarSteadyLawOptions {
  /** Of dimension 2. */
  readonly potential: Potential;
  /** D; default: 1. */
  readonly diffusivity?: number;
  readonly box: Box;
}

/** A law on a rectangle. */
export interface PlanarLaw {
  readonly box: Box;
  readonly density: (point: ArrayLike<number>) => number;
  /** E f(X). */
  readonly expectation: (f: (x: number, y: number) => number) => number;
  readonly mean: readonly [number, number];
  /** Of the coordinates. */
  readonly variance: readonly [number, number];
  /** Of the two coordinates. */
  readonly covariance: number;
  /** Law of a coordinate alone, 0 or 1. Takes 2.5 million values of the potential. */
  readonly marginal: (axis: 0 | 1) => IntervalLaw;
}

/** Parts of each side, each with its own rule. */
const PANELS = 100;
const RULE = gaussLegendre(5);

/** Nodes of one side and their weights. */
interface Side {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The steady law of Langevin dynamics on a rectangle, the density proportional to exp(-U / D), by Gauss-Legendre quadrature with
 * 5 nodes in each of 100 parts of each side: to rounding if the density is smooth over a hundredth of the sides.
 *
 * 250,000 values of the potential to set up, and so many for each expectation; O(1) memory beside 1000 nodes.
 *
 * @throws ShapeError if the potential is not one on the plane, D is not positive, or the box not two intervals.
 */
export function planarSteadyLaw({ potential, diffusivity = 1, box }: PlanarSteadyLawOptions): PlanarLaw {
  if (potential.dim !== 2) {
    throw new ShapeError(
      `the potential has dimension ${potential.dim}; this law is one on the plane, see steadyLaw`,
      { expected: 2, found: potential.dim },
    );
  }
  requirePositive("diffusivity", diffusivity);
  requireBox(box, 2);
  const sides = [sideOf(box, 0), sideOf(box, 1)] as const;
  const place = new Float64Array(2);
  const height = (x: number, y: number): number => {
    place[0] = x;
    place[1] = y;
    return potential.value(place);
  };
  let least = Infinity;
  for (const x of sides[0].nodes) for (const y of sides[1].nodes) least = Math.min(least, height(x, y));
  const shape = (x: number, y: number): number => tableExponential((least - height(x, y)) / diffusivity);
  const total = sum(() => 1);
  const mean = [expectation((x) => x), expectation((_, y) => y)] as const;
  return {
    box,
    mean,
    variance: [expectation((x) => (x - mean[0]) ** 2), expectation((_, y) => (y - mean[1]) ** 2)],
    covariance: expectation((x, y) => (x - mean[0]) * (y - mean[1])),
    density: ({ 0: x, 1: y }) => (inside(x!, 0) && inside(y!, 1) ? shape(x!, y!) / total : 0),
    expectation,
    marginal: (axis) => intervalLaw(box.low[axis]!, box.high[axis]!, marginalShape(axis)),
  };

  function inside(value: number, axis: 0 | 1): boolean {
    return value >= box.low[axis]! && value <= box.high[axis]!;
  }

  function expectation(f: (x: number, y: number) => number): number {
    return sum(f) / total;
  }

  function sum(f: (x: number, y: number) => number): number {
    const [across, up] = sides;
    let whole = 0;
    for (let i = 0; i < across.nodes.length; i++) {
      const x = across.nodes[i]!;
      let column = 0;
      for (let j = 0; j < up.nodes.length; j++) {
        const y = up.nodes[j]!;
        column += up.weights[j]! * f(x, y) * shape(x, y);
      }
      whole += across.weights[i]! * column;
    }
    return whole;
  }

  function marginalShape(axis: 0 | 1): (at: number) => number {
    const { nodes, weights } = sides[axis === 0 ? 1 : 0];
    const along = axis === 0 ? shape : (y: number, x: number): number => shape(x, y);
    return (at) => {
      let line = 0;
      for (let n = 0; n < nodes.length; n++) line += weights[n]! * along(at, nodes[n]!);
      return line;
    };
  }
}

function sideOf({ low, high }: Box, axis: 0 | 1): Side {
  const width = (high[axis]! - low[axis]!) / PANELS;
  const size = RULE.nodes.length;
  const node = (n: number): number => {
    const panel = Math.floor(n / size);
    return low[axis]! + width * (panel + (1 + RULE.nodes[n % size]!) / 2);
  };
  return {
    nodes: Float64Array.from({ length: PANELS * size }, (_, n) => node(n)),
    weights: Float64Array.from({ length: PANELS * size }, (_, n) => (width / 2) * RULE.weights[n % size]!),
  };
}
