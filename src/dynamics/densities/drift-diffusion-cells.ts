import { ShapeError } from "../../errors.js";
import { requirePositive } from "../../numeric/require-positive.js";
import { boltzmannWeights } from "../laws/boltzmann-weights.js";
import { wholeSteps } from "../whole-steps.js";
import { exchangeRates } from "./exchange.js";
import { solveTridiagonal, type Tridiagonal } from "./tridiagonal.js";

export interface DriftDiffusionCellsOptions {
  /** U; particles drift by -U'(x). */
  readonly potential: (x: number) => number;
  /** D; particles spread by sqrt(2 D) dW. */
  readonly diffusivity: number;
  readonly low: number;
  readonly high: number;
  readonly cells: number;
  /** Of implicit Euler. */
  readonly step: number;
}

/** A density in cells of one width, and how it moves. */
export interface DensityCells {
  readonly centres: Float64Array;
  readonly width: number;
  /** Probability densities of the cells after a time; what is given is not changed. */
  readonly advance: (density: Float64Array, duration: number) => Float64Array;
}

export interface DriftDiffusionCells extends DensityCells {
  /** The steady density, exp(-U / D) at the centres over its sum: the steady state of the cells to the last digit. */
  readonly equilibrium: Float64Array;
  /** d density / dt = generator density. */
  readonly generator: Tridiagonal;
}

/**
 * The density of  dX = -U'(X) dt + sqrt(2 D) dW  between mirrors, p_t = (U' p)_x + D p_xx without flux at the ends: finite volumes
 * with the fluxes of Scharfetter and Gummel, and implicit Euler. Mass is kept, densities stay positive.
 *
 * Second order in the width, first in the step; a steady state does not depend on the step. O(cells) a step.
 *
 * @throws ShapeError unless there are two cells or more between low < high, and D and the step are positive; `advance` unless the
 * duration is a whole number of steps.
 */
export function driftDiffusionCells(options: DriftDiffusionCellsOptions): DriftDiffusionCells {
  const { potential, diffusivity, low, high, cells, step } = options;
  requireCells(options);
  const width = (high - low) / cells;
  const centres = Float64Array.from({ length: cells }, (_, i) => low + (i + 0.5) * width);
  const levels = centres.map(potential);
  const velocity = levels.slice(1).map((level, i) => (levels[i]! - level) / width);
  const generator = generatorOf(exchangeRates(velocity, diffusivity, width));
  const implicit = implicitEuler(generator, step);
  return {
    centres,
    width,
    generator,
    equilibrium: boltzmannWeights(levels, diffusivity).map((mass) => mass / width),
    advance: (density, duration) => {
      let moved: Float64Array = density.slice();
      for (let s = wholeSteps(duration, step); s > 0; s--) moved = solveTridiagonal(implicit, moved);
      return moved;
    },
  };
}

/** What flows out of a cell flows into its neighbours: columns add up to 0. */
function generatorOf({ forth, back }: ReturnType<typeof exchangeRates>): Tridiagonal {
  const cells = forth.length + 1;
  const lower = new Float64Array(cells);
  const upper = new Float64Array(cells);
  lower.set(forth, 1);
  upper.set(back);
  const diagonal = lower.map((_, i) => -(forth[i] ?? 0) - (back[i - 1] ?? 0));
  return { lower, diagonal, upper };
}

/** 1 - step A. */
function implicitEuler({ lower, diagonal, upper }: Tridiagonal, step: number): Tridiagonal {
  return {
    lower: lower.map((rate) => -step * rate),
    diagonal: diagonal.map((rate) => 1 - step * rate),
    upper: upper.map((rate) => -step * rate),
  };
}

function requireCells({ diffusivity, low, high, cells, step }: DriftDiffusionCellsOptions): void {
  if (!Number.isSafeInteger(cells) || cells < 2) {
    throw new ShapeError(`cells is ${cells}; it must be a whole number of at least 2`, { found: cells });
  }
  if (!(low < high)) {
    throw new ShapeError(`the cells reach from ${low} to ${high}; low must be less than high`, {
      found: high,
    });
  }
  requirePositive("diffusivity", diffusivity);
  requirePositive("step", step);
}
