import { ShapeError } from "../../errors.js";
import { type Measure, measure } from "../../measure/measure.js";
import { gmres, type KrylovResult } from "../../numeric/gmres.js";
import { requirePositive } from "../../numeric/require-positive.js";
import type { Box } from "../particles.js";
import type { Potential } from "../systems/potential.js";
import { requireBox } from "../systems/require-box.js";
import { boltzmannWeights } from "./boltzmann-weights.js";
import { cellCentres, cellRow } from "./cells.js";
import { advanceLine, advancePlane, noiseSpread } from "./noise-spread.js";

export interface EulerSteadyLawOptions {
  /** Of dimension 1 or 2. */
  readonly potential: Potential;
  /** D; default: 1. */
  readonly diffusivity?: number;
  /** h, of the steps of Euler and Maruyama. */
  readonly step: number;
  readonly box: Box;
  /** Stop where a step changes the law by so much of what it changes it by at first; default: 1e-8. */
  readonly tolerance?: number;
}

export interface EulerSteadyLaw {
  /** Masses of equal cells at their middles; those of cells beyond reach are 0. */
  readonly law: Measure;
  readonly status: KrylovResult["status"];
  /** Steps of the chain that were made to find it. */
  readonly steps: number;
}

/** Of LGMRES: directions in a cycle, and cycles. */
const DIRECTIONS = 60;
const CYCLES = 40;

/**
 * The steady law of the steps x <- x - h grad U(x) + sqrt(2 D h) Z, mirrored at the faces of the box: what a run of `langevin`
 * settles to, which differs from `steadyLaw` by O(h), the bias of the micro-step (Talay and Tubaro 1990).
 *
 * The chain's transition is a matrix between cells of 3/4 of the deviation of the noise, where the sum over cells is an integral
 * to rounding; its fixed point is found by LGMRES from the law of h -> 0. Time and memory grow as h^(-d/2), the time of a
 * system that settles slowly beyond that.
 *
 * @throws ShapeError if the potential is not one on the line or the plane, D or h are not positive numbers, the box does not fit
 *   or takes more than 250,000 cells.
 */
export function eulerSteadyLaw({
  potential,
  diffusivity = 1,
  step,
  box,
  tolerance = 1e-8,
}: EulerSteadyLawOptions): EulerSteadyLaw {
  const { dim } = potential;
  if (dim !== 1 && dim !== 2) {
    throw new ShapeError(`the potential has dimension ${dim}; give one on the line or the plane`, {
      found: dim,
    });
  }
  requirePositive("diffusivity", diffusivity);
  requirePositive("the micro-step", step);
  requireBox(box, dim);
  const deviation = Math.sqrt(2 * diffusivity * step);
  const sides = Array.from({ length: dim }, (_, k) => cellRow(box, k, deviation));
  const centres = cellCentres(sides);
  const landings = drifted(centres, potential, step);
  const spreads = sides.map((side, k) => noiseSpread(landings, dim, k, side, deviation));
  const limit = continuousLaw(centres, potential, diffusivity);
  const advance =
    dim === 1 ? advanceLine(spreads[0]!) : advancePlane(spreads[0]!, spreads[1]!, sides[1]!.count);
  const change = (masses: Float64Array): Float64Array => {
    const after = advance(masses);
    return masses.map((mass, c) => mass - after[c]!);
  };
  // a step keeps the total mass, so that `change` is singular: a term of rank one holds the total of the correction at 0
  const found = gmres(
    (v) => {
      const moved = change(v);
      const sum = v.reduce((total, x) => total + x, 0);
      return moved.map((x, c) => x + sum * limit[c]!);
    },
    change(limit).map((x) => -x),
    { tolerance, inner: DIRECTIONS, cycles: CYCLES },
  );
  const masses = limit.map((mass, c) => Math.max(0, mass + found.solution[c]!));
  return { law: measure(centres, { dim, weights: masses }), status: found.status, steps: found.products + 1 };
}

function drifted(centres: Float64Array, potential: Potential, step: number): Float64Array {
  const slopes = new Float64Array(centres.length);
  potential.gradient(centres, slopes);
  return centres.map((x, p) => x - step * slopes[p]!);
}

/** exp(-U / D) on the cells, of sum 1. */
function continuousLaw(centres: Float64Array, potential: Potential, diffusivity: number): Float64Array {
  const { dim } = potential;
  const heights = Float64Array.from({ length: centres.length / dim }, (_, c) =>
    potential.value(centres.subarray(c * dim, (c + 1) * dim)),
  );
  return boltzmannWeights(heights, diffusivity);
}
