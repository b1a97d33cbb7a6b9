import { MeasureError, ShapeError } from "../../errors.js";
import { type Measure, normalise, requireCount, totalMass } from "../../measure/measure.js";
import { type IterationOptions, type Stop, stopRule } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { requireBalanced } from "../balance.js";
import type { Transport } from "../transport.js";
import { type Cells, type Places, placesOf } from "./cells.js";
import { ascend, centred } from "./dual-ascent.js";
import { freshStatistics, locate, type SemidiscreteStatistics } from "./fresh-statistics.js";
import { byTree } from "./nearest-cell.js";
import { sampleTransport } from "./sample-transport.js";
import { draw, measureSampler, type Sampler } from "./sampler.js";
import { movedSampler, shiftBetween } from "./shift.js";
import { requireResolved } from "./soft-shares.js";
import { warmPrices } from "./warm-prices.js";

export interface SemidiscreteOptions extends IterationOptions {
  readonly random: Random;
  /** Width of the borders between cells, in units of the cost; 0, the default, for the unregularised problem. */
  readonly epsilon?: number;
  /** Samples of a gradient, 256 by default, an eighth of the target's points if that is more; an iteration is one gradient. */
  readonly batchSize?: number;
  /** Fresh samples for `statistical` and the certificate; by default 20 a target point, but 5,000 to 100,000. */
  readonly samples?: number;
  /** An earlier result for the same target points, to go on from. */
  readonly start?: { readonly cells: Cells };
}

export interface SemidiscreteTransport extends Transport {
  /** What was found; `semidiscreteMap` and `semidiscreteAssign` take the whole result or these alone. */
  readonly cells: Cells;
  /** The points that plan, potentials.f and certificate are about: fresh samples or the source measure itself. */
  readonly sample: Measure;
  readonly statistical: SemidiscreteStatistics;
}

/** A small problem is solved better than to the largest default: about so many samples cost nothing. */
const LARGEST_TOLERANCE = 0.1;
const CHEAP_SAMPLES = 1e5;
/** Samples a cell that are needed, in units of 1 / tolerance^2, as measured. */
const NEEDED = 3;
const BATCH = { atLeast: 256, cells: 8 };
/** Default limits: samples and, where cells are scanned, coordinates that are looked at, an exponential being worth 10. */
const LEAST_LIMIT = 1e6;
const MOST_SAMPLES = 1e8;
const MOST_WORK = 4e10;
const EXPONENTIAL = 10;
const LEAST_PER_CELL = 20;
/** Samples a cell that an earlier result is taken to be worth: the problem may have moved on. */
const START_WORTH = 10;
/** Points that show how far the law reaches. */
const EXTENT_SAMPLE = 1000;
const FRESH = { perCell: 20, atLeast: 5000, atMost: 1e5 };

/**
 * Transport from a continuous law, known by samples, to a discrete measure, in any dimension:
 *
 *   max over g of  E_x [ min_j |x - y_j|^2 - g_j ] + sum_j b_j g_j  =  W2^2(law, target),
 *
 * by averaged stochastic ascent, single cells and groups of them at once, from the prices of an exact transport of a small
 * sample. With epsilon > 0 the minimum is soft and the plan entropic, p(j | x) ~ b_j exp((g_j - |x - y_j|^2) / epsilon).
 *
 * Target points without mass have no cell; points that coincide share one.
 *
 * @param source a sampler of a probability law, the target then having mass 1, or a measure of the target's mass.
 * @param options.stop.tolerance bounds the root of the estimated sum_j (P(cell j) - b_j)^2 / b_j, the relative error of
 *   the cells' masses and at least their L1 error. It takes about 3 / tolerance^2 samples a cell; by default it is 0.1, or
 *   what 100,000 samples reach where that is less. maxIterations: by default three times what that should need, a million
 *   samples at least, fewer where that would take many minutes.
 * @returns `cells`, the answer: prices for the whole law. `cost`, `plan`, `potentials` and the certificate belong to
 *   the discrete problem from `sample` to the target, solved by these cells: fresh points of the law, each with the same
 *   part of the mass, or all points of the source where that is a measure. certificate.lower is the dual value of the
 *   prices there, upper the plan with what is too much in a cell moved on at least cost; the bracket is proved for that sample and, where the
 *   source is a measure, so for the whole problem. What it says about a law is in `statistical`, with what chance leaves
 *   open: W2^2(law, target) is at least the expectation of `dual`. The status tells how the ascent ended.
 * @throws ShapeError if dimensions differ, an option is out of range, epsilon is far too small (it names one that works) or
 *   a sampler gives another number of coordinates; MeasureError if masses differ by more than 1e-9, or a sampler gives
 *   numbers that are not finite or overflow.
 *
 * Time: samples times N d by a scan or, for epsilon = 0 and up to three dimensions, about log N by a kd-tree; memory
 * O(N d + samples). Genevay, Cuturi, Peyré and Bach 2016; Mérigot 2011; Peyré and Cuturi 2019, chapter 5.
 */
export function semidiscrete(
  source: Sampler | Measure,
  target: Measure,
  options: SemidiscreteOptions,
): SemidiscreteTransport {
  const mass = requireMasses(source, target);
  const { random, epsilon = 0 } = options;
  requireEpsilon(epsilon);
  const places = placesOf(normalise(target));
  const batchSize =
    options.batchSize ?? Math.max(BATCH.atLeast, Math.ceil(places.target.count / BATCH.cells));
  requireCount(batchSize);
  const stop = stopRule(
    options.stop,
    defaultStop(places.target, epsilon, batchSize, options.stop?.tolerance),
  );
  const samples = options.samples ?? freshCount(places.target.count);
  requireCount(samples);
  requireStart(options.start, places);
  const law = typeof source === "function" ? source : measureSampler(source);
  const shift = options.start?.cells.shift ?? shiftBetween(source, places.target, random);
  const sampler = movedSampler(law, shift);
  if (epsilon > 0) requireResolved(epsilon, sampler(random, EXTENT_SAMPLE), places.target);
  const start = options.start
    ? { g: options.start.cells.g, samples: START_WORTH * places.target.count }
    : warmPrices(sampler, places.target, random);
  const { onProgress } = options;
  const { state, status, iterations } = ascend(
    { sampler, target: places.target, epsilon, random },
    { start, batchSize, stop, ...(onProgress && { onProgress }) },
  );
  const cells: Cells = {
    target: places.target,
    g: centred(state.average, places.target.weights),
    shift,
    epsilon,
    indices: places.indices,
  };
  const fresh = draw(law, random, samples, target.dim);
  const located = locate(cells, fresh);
  const sample = typeof source === "function" ? equalWeights(fresh, target.dim, mass) : source;
  const own = typeof source === "function" ? located : locate(cells, source.points);
  return {
    ...sampleTransport(sample, target, cells, places, own, { status, iterations }),
    cells,
    sample,
    statistical: freshStatistics(fresh, located, cells, mass),
  };
}

/** The mass of the problem. */
function requireMasses(source: Sampler | Measure, target: Measure): number {
  if (typeof source !== "function") {
    requireBalanced(source, target);
    return totalMass(source);
  }
  const mass = totalMass(target);
  if (Math.abs(mass - 1) <= MASS_TOLERANCE) return mass;
  throw new MeasureError(
    `the target has mass ${mass}, a sampler stands for a probability law: use normalise(mu) on the target`,
    { value: mass },
  );
}

/** Relative difference of masses that passes as rounding, as for two measures. */
const MASS_TOLERANCE = 1e-9;

function requireEpsilon(epsilon: number): void {
  if (epsilon >= 0 && epsilon < Infinity) return;
  throw new ShapeError(`epsilon is ${epsilon}; it must be a finite number of at least 0`, { found: epsilon });
}

/** The limit is three times what the tolerance should need, or what is affordable. */
function defaultStop(target: Measure, epsilon: number, batchSize: number, given?: number): Required<Stop> {
  const { count, dim } = target;
  const tolerance = given ?? Math.min(LARGEST_TOLERANCE, Math.sqrt((NEEDED * count) / CHEAP_SAMPLES));
  const wanted = Math.max(LEAST_LIMIT, (3 * NEEDED * count) / (tolerance * tolerance));
  const operations = epsilon > 0 ? count * (dim + EXPONENTIAL) : count * dim;
  const most = epsilon === 0 && byTree(count, dim) ? MOST_SAMPLES : MOST_WORK / operations;
  const samples = Math.max(LEAST_PER_CELL * count, Math.min(wanted, most));
  return { tolerance, maxIterations: Math.ceil(samples / batchSize) };
}

function freshCount(cells: number): number {
  return Math.min(FRESH.atMost, Math.max(FRESH.atLeast, FRESH.perCell * cells));
}

function requireStart(start: SemidiscreteOptions["start"], { target }: Places): void {
  if (!start) return;
  const { g, shift } = start.cells;
  const fits = g.length === target.count && shift.length === target.dim;
  if (fits && g.every(Number.isFinite) && shift.every(Number.isFinite)) return;
  throw new ShapeError(
    `start has ${g.length} prices in dimension ${shift.length} for ${target.count} distinct target points with mass in ` +
      `dimension ${target.dim}; give an earlier result for the same target, its prices finite`,
    { expected: target.count, found: g.length },
  );
}

function equalWeights(points: Float64Array, dim: number, mass: number): Measure {
  const count = points.length / dim;
  return { points, weights: new Float64Array(count).fill(mass / count), count, dim };
}
