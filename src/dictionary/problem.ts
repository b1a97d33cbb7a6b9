import { ShapeError } from "../errors.js";
import { exponential, logarithm } from "../numeric/elementary.js";
import { gibbsKernel } from "../transport/barycenter/gibbs-kernel.js";
import { requireCount } from "./dictionary-input.js";
import type { LossKind, LossSettings } from "./loss.js";
import { type ShortForm, shortForm } from "./short-form.js";
import { transportLoss } from "./transport-loss.js";

/** What atoms, weights and data of a dictionary have in common: everything that is made once. */
export interface DictionaryProblem extends LossSettings {
  /** Positions of the d bands. */
  readonly positions: Float64Array;
  readonly power: number;
  readonly epsilon: number;
  /** How hard the barycentre holds to its atoms, in units of cost; Infinity: balanced. */
  readonly rhoBarycenter: number;
  /** Of the barycentre, all of them differentiated. */
  readonly iterations: number;
  readonly loss: LossKind;
  /** Of the kernel. */
  readonly short: ShortForm;
}

export interface DictionaryOptions {
  readonly power?: number;
  readonly epsilon?: number;
  readonly rhoBarycenter?: number;
  readonly rhoLoss?: number;
  readonly iterations?: number;
  readonly loss?: LossKind;
  readonly lossIterations?: number;
  readonly lossTolerance?: number;
}

/** As published: epsilon = 0.1 is a hundredth of the largest cost. */
const LARGEST_COST = 10;

/** What is above these is a typing error or a damaged file. */
export const MOST_POWER = 100;
export const MOST_ITERATIONS = 10_000;

/**
 * The problem of unbalanced dictionary learning on d bands: costs C_ij = |w_i - w_j|^p / (0.1 max), kernel exp(-C / epsilon).
 *
 * @param positions wavelengths or indices of the bands, at least two, finite, not all equal.
 * @param options.power p, default 2.
 * @param options.epsilon default 0.1, in units of the scaled cost, whose largest is 10.
 * @param options.rhoBarycenter, options.rhoLoss in the same units, default Infinity: balanced.
 * @param options.iterations of the barycentre, at most 10,000, default 5. @param options.loss default `transportLoss`, the published one.
 * @param options.lossIterations at most 10,000, default 100. @param options.lossTolerance default 1e-8; 0 for all iterations. What is
 *   below 1e-15 rho / epsilon may never be reached.
 * @throws ShapeError if a number is out of its range.
 *
 * O(d^2) time, 24 d^2 bytes. Lentz, Karris, Cloninger and Murphy 2026.
 */
export function dictionaryProblem(
  positions: ArrayLike<number>,
  options: DictionaryOptions = {},
): DictionaryProblem {
  const settings = settingsFrom(options);
  const own = Float64Array.from(positions);
  const costs = scaledCosts(own, settings.power);
  const kernel = gibbsKernel(costs, own.length, own.length, settings.epsilon);
  const short = shortForm(kernel.forward.entries, own.length);
  return { positions: own, costs, kernel, short, ...settings };
}

function settingsFrom(options: DictionaryOptions): Required<DictionaryOptions> {
  const { power = 2, epsilon = 0.1, rhoBarycenter = Infinity, rhoLoss = Infinity } = options;
  const { iterations = 5, loss = transportLoss, lossIterations = 100, lossTolerance = 1e-8 } = options;
  requireAbove("power", power, 0, MOST_POWER);
  requireAbove("epsilon", epsilon, 0, Number.MAX_VALUE);
  requireAbove("rhoBarycenter", rhoBarycenter, 0, Infinity);
  requireAbove("rhoLoss", rhoLoss, 0, Infinity);
  requireCount("iterations", iterations, MOST_ITERATIONS);
  requireCount("lossIterations", lossIterations, MOST_ITERATIONS);
  if (!(lossTolerance >= 0 && lossTolerance < Infinity)) {
    throw new ShapeError(`lossTolerance is ${lossTolerance}; it must be a finite number of at least 0`, {
      found: lossTolerance,
    });
  }
  return { power, epsilon, rhoBarycenter, rhoLoss, iterations, loss, lossIterations, lossTolerance };
}

function requireAbove(name: string, value: number, low: number, high: number): void {
  if (value > low && value <= high) return;
  throw new ShapeError(`${name} is ${value}; it must be above ${low} and at most ${high}`, { found: value });
}

function scaledCosts(positions: Float64Array, power: number): Float64Array {
  const d = positions.length;
  const least = positions.reduce((low, value) => Math.min(low, value), Infinity);
  const span = positions.reduce((high, value) => Math.max(high, value), -Infinity) - least;
  if (!(span > 0 && span < Infinity)) {
    throw new ShapeError("positions of bands must be at least two, finite and not all equal", { found: d });
  }
  const costs = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      costs[i * d + j] = LARGEST_COST * raised(Math.abs(positions[i]! - positions[j]!) / span, power);
    }
  }
  return costs;
}

/** x^power for 0 <= x <= 1. */
function raised(x: number, power: number): number {
  if (power === 2) return x * x;
  return x === 0 ? 0 : exponential(power * logarithm(x));
}
