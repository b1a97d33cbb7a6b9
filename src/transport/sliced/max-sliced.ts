import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, type IterationOptions, type Stop, stopRule } from "../../numeric/iterate.js";
import type { Random } from "../../numeric/random.js";
import { balancedPair, requireBalanced } from "../balance.js";
import { commonFrame } from "../frame.js";
import { oneD } from "../one-d.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { ascend, type Climber } from "./ascend.js";
import { goodFrames } from "./good-frames.js";
import { type Directions, randomDirections, unit, unitOutside } from "./orthonormal.js";
import { slicedTransport } from "./sliced-transport.js";
import { massiveSlicing, type Slicing, slice } from "./slicing.js";

export interface MaxSlicedOptions extends IterationOptions {
  /** Starts are drawn from here: the same seed gives the same answer. */
  readonly random: Random;
  /** Directions to climb from: the best of those along which the clouds' moments differ, the others random. Default 8. */
  readonly starts?: number;
}

export interface MaxSlicedTransport extends Transport<SparsePlan> {
  /** Unit vector along which the clouds differ most, of those found. */
  readonly direction: Float64Array;
}

const DEFAULT_STARTS = 8;
const DEFAULT_STOP: Required<Stop> = { tolerance: 1e-4, maxIterations: 500 };

/** Directions of the frame that proves the lower bound, at most. */
const LARGEST_FRAME = 100;

/**
 * Max-sliced Wasserstein distance: the largest W2^2 between the projections on a line.
 *
 *   max over unit vectors theta of C(theta) = W2^2(theta# mu, theta# nu)
 *
 * is neither convex nor smooth; climbing from several starts finds local maxima, and the largest is returned.
 * `stop.tolerance` (default 1e-4) bounds, relative to C, half the shortest convex combination of gradients at directions
 * within so small an angle: that a local maximum cannot be told from `direction`. `stop.maxIterations` (default 500) is
 * for each start; an iteration is one projection of both clouds.
 *
 * @returns `cost` = C(direction), a lower bound of the max-sliced distance squared and of W2^2; `plan` is that of sorting
 *   along `direction`; the certificate is about W2^2: `upper` is the cost of the plan, `lower` is what `direction` and
 *   others at right angles to it prove together. `status` is that of the climb that led highest: "converged" says
 *   stationary, not that no other direction is higher. `iterations` counts those of all climbs. On the line the answer
 *   is that of `oneD`.
 * @throws ShapeError if the dimensions differ or an option is not what it must be; MeasureError if the total masses differ
 *   by more than 1e-9 or squared distances overflow.
 *
 * O(iterations (n + m) d) time, O((n + m) d) memory. Deshpande et al. 2019; Paty and Cuturi 2019, section 2.
 */
export function maxSliced(source: Measure, target: Measure, options: MaxSlicedOptions): MaxSlicedTransport {
  const { starts = DEFAULT_STARTS, random, onProgress } = options;
  requireBalanced(source, target);
  requireStarts(starts);
  const stop = stopRule(options.stop, DEFAULT_STOP);
  if (source.dim === 1) return { ...oneD(source, target), direction: Float64Array.of(1) };
  const clouds = massiveSlicing(balancedPair(source, target, commonFrame(source, target)));
  const frames = goodFrames(clouds, LARGEST_FRAME);
  const first = highest(clouds, [...meanDirection(clouds), ...frames.flat()]);
  const { best, iterations } = climbs(clouds, first, starts, stop, random, onProgress);
  const { direction, cost } = best.state;
  const transport = slicedTransport({
    clouds,
    cost,
    direction,
    frame: around(direction, frames.at(-1)!),
    outcome: { status: best.status, iterations },
  });
  return { ...transport, cost: Math.min(cost, transport.certificate.upper), direction }; // more is rounding
}

function requireStarts(starts: number): void {
  if (Number.isSafeInteger(starts) && starts >= 1) return;
  throw new ShapeError(`starts is ${starts}; it must be a whole number of at least 1`, { found: starts });
}

/** Towards the mean of the other cloud, unless both are the same. */
function meanDirection({ offset }: Slicing): Directions {
  const direction = unit(offset);
  return direction ? [direction] : [];
}

function highest(clouds: Slicing, directions: Directions): Float64Array {
  let found = directions[0]!;
  let most = -1;
  for (const direction of directions) {
    const { cost } = slice(clouds, direction);
    if (cost > most) {
      most = cost;
      found = direction;
    }
  }
  return found;
}

interface Climbs {
  readonly best: Iterated<Climber>;
  readonly iterations: number;
}

/** One climb after the other; who says stop ends them all. */
function climbs(
  clouds: Slicing,
  first: Float64Array,
  starts: number,
  stop: Required<Stop>,
  random: Random,
  onProgress?: OnProgress,
): Climbs {
  let iterations = 0;
  const told: OnProgress = (info) =>
    onProgress?.({ ...info, done: iterations + info.done, total: starts * stop.maxIterations });
  let best = ascend(clouds, first, stop, told);
  let last = best;
  iterations = best.iterations;
  for (let s = 1; s < starts && last.status !== "aborted"; s++) {
    last = ascend(clouds, randomDirections(1, clouds.dim, random)[0]!, stop, told);
    iterations += last.iterations;
    if (last.state.cost > best.state.cost) best = last;
  }
  return { best: last.status === "aborted" ? { ...best, status: "aborted" } : best, iterations };
}

/** A frame of the direction and what the others have at right angles to it. */
function around(direction: Float64Array, others: Directions): Directions {
  const frame = [direction];
  for (const other of others) {
    const next = unitOutside(frame, other);
    if (next) frame.push(next);
  }
  return frame;
}
