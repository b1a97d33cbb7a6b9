import type { Measure } from "../../measure/measure.js";
import {
  type Iterated,
  type IterationOptions,
  iterate,
  type Step,
  type Stop,
} from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { weightedSum } from "../weighted-sum.js";
import { type AddCoarseSteps, coarseSteps } from "./coarse-steps.js";
import { draw, type Sampler } from "./sampler.js";
import { type CountShares, countShares, errorNoise, squaredError, type Tally } from "./tally.js";

/** Masses of sum 1 at distinct places, all positive. */
export interface AscentProblem {
  readonly sampler: Sampler;
  readonly target: Measure;
  readonly epsilon: number;
  readonly random: Random;
}

export interface AscentSettings extends Pick<IterationOptions, "onProgress"> {
  /** Prices to start from. */
  readonly start: StartPrices;
  /** Points of a gradient. */
  readonly batchSize: number;
  readonly stop: Required<Stop>;
}

/** Prices, and how many samples they are worth: steps are as short as after so many. */
export interface StartPrices {
  readonly g: Float64Array;
  readonly samples: number;
}

/** Prices: as the last step left them, and averaged over the last quarter of the way or so. */
export interface Ascent {
  readonly g: Float64Array;
  readonly average: Float64Array;
  readonly batches: number;
  /** The average is tested after so many batches. */
  readonly nextTest: number;
  /** Of the average, when it was last tested. */
  readonly error: number;
}

/** First step: what one sample takes from the price of its cell, in units of the mean margin between two cells. */
const FIRST_STEP = 0.5;
/** Steps stay as they are for about so many samples a cell, then fall, and faster for groups of cells than for cells. */
const STEADY = 3;
/** The average forgets: its weights grow with the cube of the step's number. Shamir and Zhang 2013, section 4. */
const FORGETTING = 3;
/** Points that the margin between cells is measured with. */
const MARGIN_SAMPLE = 1000;
/** Samples before the first test, in units of what it takes itself, and the growth from one test to the next. */
const FIRST_TEST = 2;
const TEST_GROWTH = 1.5;
/**
 * Points of a test: enough that the noise of its answer is a fifth of the tolerance, but not all that may be drawn, nor
 * more than a million, with which tolerances from (2 N)^(1/4) / 1000 are reached.
 */
const NOISE_OF_TOLERANCE = 0.2;
const LEAST_TEST = 1000;
const LARGEST_PART = 0.2;
const LARGEST_TEST = 1e6;

/**
 * Averaged stochastic ascent on the concave semidiscrete dual
 *
 *   E_x [ min_j |x - y_j|^2 - g_j ] + sum_j b_j g_j   (a soft minimum where epsilon > 0),
 *
 * whose gradient b_j - P(x in cell j) is estimated by a batch of fresh samples. The step for price j is divided by
 * sqrt(N b_j), between the scales of cells of different mass, and falls with the root of the samples; groups of cells have
 * steps of their own (see `coarseSteps`), which fall as their number. Robbins and Monro 1951; Polyak and Juditsky 1992;
 * Genevay, Cuturi, Peyré and Bach 2016, algorithm 2.
 */
export function ascend(problem: AscentProblem, settings: AscentSettings): Iterated<Ascent> {
  const { target, random, sampler } = problem;
  const { batchSize } = settings;
  const count = countShares(target, problem.epsilon);
  const addCoarse = coarseSteps(target);
  const size = stepSizes(problem, settings);
  const testPoints = pointsOfTest(target.count, settings);
  const test = (g: Float64Array): number => testedError(problem, count, g, testPoints);
  const step = ({ g, average, batches, nextTest, error }: Ascent): Step<Ascent> => {
    const tally = count(draw(sampler, random, batchSize, target.dim), g);
    const moved = steppedPrices(g, tally, target.weights, size(batches), addCoarse);
    const done = batches + 1;
    const mean = towards(average, moved, Math.min(1, (FORGETTING + 1) / (done + FORGETTING)));
    if (done < nextTest) return { state: { g: moved, average: mean, batches: done, nextTest, error }, error };
    const tested = test(mean);
    const state = { g: moved, average: mean, batches: done, nextTest: TEST_GROWTH * done, error: tested };
    return { state, error: tested };
  };
  const { start, stop, onProgress } = settings;
  const first: Ascent = {
    g: start.g,
    average: start.g,
    batches: 0,
    nextTest: (FIRST_TEST * testPoints) / batchSize,
    error: test(start.g),
  };
  return iterate(first, step, stop, onProgress);
}

/** In units of price per sample. */
interface StepSizes {
  readonly cell: number;
  readonly group: number;
}

/** Steps after so many batches. */
function stepSizes(
  problem: AscentProblem,
  { start, batchSize }: AscentSettings,
): (batches: number) => StepSizes {
  const cells = problem.target.count;
  const margin = meanMargin(problem, start.g);
  const first = FIRST_STEP * Math.min(1, cells / batchSize);
  const steady = STEADY * Math.max(cells, batchSize);
  return (batches) => {
    const time = 1 + (start.samples + batches * batchSize) / steady;
    return { cell: (first * (margin + problem.epsilon)) / Math.sqrt(time), group: (first * margin) / time };
  };
}

/** g_j + step (count b_j - points in cell j) / sqrt(N b_j), and coarse steps, of mean 0 over the mass. */
function steppedPrices(
  g: Float64Array,
  { sums, count }: Tally,
  b: Float64Array,
  { cell, group }: StepSizes,
  addCoarse: AddCoarseSteps,
): Float64Array {
  const residual = sums.map((sum, j) => count * b[j]! - sum);
  const moved = g.map((price, j) => price + (cell * residual[j]!) / Math.sqrt(g.length * b[j]!));
  addCoarse(moved, residual, group);
  return centred(moved, b);
}

/** Prices of mean 0 over masses of sum 1. */
export function centred(g: Float64Array, b: Float64Array): Float64Array {
  const mean = weightedSum(g, b);
  return g.map((price) => price - mean);
}

function towards(from: Float64Array, to: Float64Array, part: number): Float64Array {
  return from.map((value, j) => value + part * (to[j]! - value));
}

/** Mean over samples of the second least |x - y_j|^2 - g_j minus the least: what a price must change by to matter. */
function meanMargin({ sampler, target, random }: AscentProblem, g: Float64Array): number {
  const { points: y, count, dim } = target;
  if (count === 1) return 0;
  const queries = draw(sampler, random, MARGIN_SAMPLE, dim);
  const row = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < MARGIN_SAMPLE; i++) {
    squaredDistancesInto(queries, i, y, count, dim, row, 0);
    let least = Infinity;
    let second = Infinity;
    for (let j = 0; j < count; j++) {
      const value = row[j]! - g[j]!;
      if (value < least) {
        second = least;
        least = value;
      } else if (value < second) second = value;
    }
    total += second - least;
  }
  return total / MARGIN_SAMPLE;
}

function pointsOfTest(cells: number, { stop, batchSize }: AscentSettings): number {
  const most = Math.min(LARGEST_TEST, LARGEST_PART * stop.maxIterations * batchSize);
  const wanted = Math.sqrt(2 * cells) / (NOISE_OF_TOLERANCE * stop.tolerance * stop.tolerance);
  return Math.ceil(Math.max(LEAST_TEST, Math.min(wanted, most)));
}

/**
 * What the tolerance bounds: root of the estimated sum_j (p_j - b_j)^2 / b_j, the noise of the estimate added, so that an
 * answer is not accepted by good luck.
 */
function testedError(
  { sampler, target, random }: AscentProblem,
  count: CountShares,
  g: Float64Array,
  points: number,
): number {
  const tally = count(draw(sampler, random, points, target.dim), g);
  return Math.sqrt(Math.max(0, squaredError(tally, target.weights)) + errorNoise(target.count, points));
}
