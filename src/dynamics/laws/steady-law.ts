import { ShapeError } from "../../errors.js";
import { requirePositive } from "../../numeric/require-positive.js";
import { tableExponential } from "../../numeric/table-exponential.js";
import type { Potential } from "../systems/potential.js";
import { requireBox } from "../systems/require-box.js";
import { intervalLaw } from "./interval-law.js";
import type { IntervalLaw } from "./law.js";

export interface SteadyLawOptions {
  /** Of dimension 1. */
  readonly potential: Potential;
  /** D; default: 1. */
  readonly diffusivity?: number;
  /** The interval; what lies outside of it counts as empty. */
  readonly low: number;
  readonly high: number;
}

/** Nodes where the least of the potential is looked for, so that the exponential does not overflow. */
const NODES = 1000;

/**
 * The steady law of Langevin dynamics on an interval, the density proportional to exp(-U / D), by quadrature; exact to rounding
 * if the density is smooth over a thousandth of the interval.
 *
 * 6000 values of the potential; each distribution takes 5, each quantile some 200.
 *
 * @throws ShapeError if the potential is not one on the line, D is not positive, or `low` not below `high`.
 */
export function steadyLaw({ potential, diffusivity = 1, low, high }: SteadyLawOptions): IntervalLaw {
  if (potential.dim !== 1) {
    throw new ShapeError(
      `the potential has dimension ${potential.dim}; this law is one on the line, see planarSteadyLaw`,
      { expected: 1, found: potential.dim },
    );
  }
  requirePositive("diffusivity", diffusivity);
  requireBox({ low: [low], high: [high] }, 1);
  const place = new Float64Array(1);
  const height = (x: number): number => {
    place[0] = x;
    return potential.value(place);
  };
  let least = Infinity;
  for (let n = 0; n <= NODES; n++) least = Math.min(least, height(low + (n / NODES) * (high - low)));
  return intervalLaw(low, high, (x) => tableExponential((least - height(x)) / diffusivity));
}
