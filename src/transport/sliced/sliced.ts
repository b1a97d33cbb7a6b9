import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { OnProgress } from "../../numeric/certificate.js";
import type { Random } from "../../numeric/random.js";
import { balancedPair, requireBalanced } from "../balance.js";
import { commonFrame } from "../frame.js";
import { oneD } from "../one-d.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { goodFrames } from "./good-frames.js";
import { type Directions, randomDirections } from "./orthonormal.js";
import { slicedTransport } from "./sliced-transport.js";
import { liftedCost, massiveSlicing, type Slicing, slice } from "./slicing.js";

export interface SlicedOptions {
  /** Directions are drawn from here: the same seed gives the same answer. */
  readonly random: Random;
  /** Random directions, at least; rounded up to whole frames. Default 100. */
  readonly directions?: number;
  /** Told after every frame; returning `false` ends the work with status "aborted" and the mean so far. */
  readonly onProgress?: OnProgress;
}

/** How well a mean over random directions is known. */
export interface SlicedStatistics {
  /**
   * Of `cost`: standard deviation of the means over frames, divided by sqrt(frames). 0 on the line; Infinity where there
   * is one frame only, which tells nothing about it.
   */
  readonly standardError: number;
  /** Directions that were drawn. */
  readonly directions: number;
  /** Sets of directions at right angles: the independent samples. */
  readonly frames: number;
}

export interface SlicedTransport extends Transport<SparsePlan> {
  readonly statistical: SlicedStatistics;
}

const DEFAULT_DIRECTIONS = 100;

/** Frames that there are to be at least, if the directions suffice: with fewer samples a standard error means little. */
const FEWEST_FRAMES = 10;

/**
 * Sliced Wasserstein distance: the mean of W2^2 between the projections on random lines.
 *
 *   SW2^2 = mean over the unit sphere of W2^2(theta# mu, theta# nu),   SW2^2(N(0, I), N(m, I)) = |m|^2 / d.
 *
 * Directions are drawn in frames of min(d, directions / 10) at right angles, whose means spread less than those of
 * independent directions. The part of the means of the clouds, |D|^2 / d, is computed, not sampled. On the line the
 * answer is that of `oneD`, whatever the directions.
 *
 * @returns `cost` is the estimate of SW2^2, in the unit of W2^2: not divided by the mass. `statistical` says how well
 *   it is known. The certificate is about W2^2: `upper` is the cost of `plan`, the cheapest of the plans that sorting along
 *   a direction gives; `lower` is what directions at right angles prove, sum_k W2^2(theta_k# mu, theta_k# nu) over the
 *   best of the random frames, the coordinate axes and the principal axes of the difference of the covariances,
 *   improved by a c-transform where n m d is at most 5e8. So SW2^2 <= W2^2 / d <= upper / d, and `cost` is usually below
 *   `lower`. "converged" says that all directions were drawn, not that the bracket is closed.
 * @throws ShapeError if the dimensions differ or `directions` is not a whole number of at least 1; MeasureError if the
 *   total masses differ by more than 1e-9 or squared distances overflow.
 *
 * O(directions (n + m) d) time, O((n + m) d) memory. Rabin, Peyré, Delon and Bernot 2012; Bonneel, Rabin, Peyré and
 * Pfister 2015; orthogonal directions: Rowland et al. 2019.
 */
export function sliced(source: Measure, target: Measure, options: SlicedOptions): SlicedTransport {
  const { directions = DEFAULT_DIRECTIONS } = options;
  requireBalanced(source, target);
  requireDirections(directions);
  if (source.dim === 1) {
    return { ...oneD(source, target), statistical: { standardError: 0, directions: 1, frames: 1 } };
  }
  const clouds = massiveSlicing(balancedPair(source, target, commonFrame(source, target)));
  const sample = drawFrames(clouds, directions, options);
  const best = { ...sample.best };
  for (const frame of goodFrames(clouds, directions)) consider(best, frame, lookAlong(clouds, frame));
  const { mean, standardError } = meanOf(sample.means);
  const size = sample.best.frame.length;
  const frames = sample.means.length;
  const transport = slicedTransport({
    clouds,
    cost: (clouds.mass * clouds.pair.frame.betweenMeans) / clouds.dim + mean,
    direction: best.direction,
    frame: best.frame,
    outcome: { status: sample.ended ? "aborted" : "converged", iterations: frames * size },
  });
  return { ...transport, statistical: { standardError, directions: frames * size, frames } };
}

function requireDirections(directions: number): void {
  if (Number.isSafeInteger(directions) && directions >= 1) return;
  throw new ShapeError(`directions is ${directions}; it must be a whole number of at least 1`, {
    found: directions,
  });
}

/** The frame that proves most and the direction whose plan costs least. */
interface Best {
  frame: Directions;
  proved: number;
  direction: Float64Array;
  lifted: number;
}

interface Sample {
  /** Of each frame, over its directions, without the part of the means of the clouds. */
  readonly means: readonly number[];
  readonly best: Best;
  readonly ended: boolean;
}

function drawFrames(clouds: Slicing, directions: number, { random, onProgress }: SlicedOptions): Sample {
  const size = Math.min(clouds.dim, Math.max(1, Math.floor(directions / FEWEST_FRAMES)));
  const total = Math.ceil(directions / size) * size;
  const best: Best = { frame: [], proved: -1, direction: new Float64Array(0), lifted: Infinity };
  const means: number[] = [];
  let ended = false;
  while (!ended && means.length * size < total) {
    const frame = randomDirections(size, clouds.dim, random);
    const seen = lookAlong(clouds, frame);
    consider(best, frame, seen);
    means.push(seen.centred / size);
    ended = onProgress?.({ unit: "directions", done: means.length * size, total }) === false;
  }
  return { means, best, ended };
}

/** What a frame shows: sum of its centred costs, and the direction whose plan costs least. */
interface Seen {
  readonly centred: number;
  readonly direction: Float64Array;
  readonly lifted: number;
}

function lookAlong(clouds: Slicing, frame: Directions): Seen {
  let centred = 0;
  let direction = frame[0]!;
  let least = Infinity;
  for (const theta of frame) {
    centred += slice(clouds, theta).centred;
    const lifted = liftedCost(clouds);
    if (lifted < least) {
      least = lifted;
      direction = theta;
    }
  }
  return { centred, direction, lifted: least };
}

function consider(best: Best, frame: Directions, { centred, direction, lifted }: Seen): void {
  if (centred > best.proved) {
    best.frame = frame;
    best.proved = centred;
  }
  if (lifted < best.lifted) {
    best.direction = direction;
    best.lifted = lifted;
  }
}

/** Mean and its standard error; Infinity for a single value. */
function meanOf(values: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const count = values.length;
  let mean = 0;
  for (const value of values) mean += value / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, standardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : Infinity };
}
