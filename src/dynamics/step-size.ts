import { ShapeError } from "../errors.js";
import { type Embedding, embed as embedHere } from "../lot/embedding.js";
import { geometryOf } from "../lot/geometries.js";
import { type Metric, w2Metric } from "../lot/metric.js";
import { type Reference, reference } from "../lot/reference.js";
import { type Measure, massive } from "../measure/measure.js";
import { columnMeans, type Matrix, matrix, rowView } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { requirePositive } from "../numeric/require-positive.js";
import { requireConverged } from "../transport/transport.js";
import type { Particles, Simulator } from "./particles.js";
import { requireRandom } from "./require-random.js";
import { attempted, requireWhole } from "./require-whole.js";

/** How much the finite difference velocity depends on the time h that it is taken over. */
export interface StepSizeCurve {
  /** h_j = 2^j h_0. */
  readonly steps: Float64Array;
  /** d^2(h_j), the mean over replicates of |v^h - v^2h|^2 in L2(mu): squared length over squared time. */
  readonly squaredDifferences: Float64Array;
  /** Standard errors of these means; NaN for one replicate. */
  readonly standardErrors: Float64Array;
  /** Mean of |v^2h|^2 in L2(mu). */
  readonly squaredSpeeds: Float64Array;
  /** Place of the least d^2(h) / |v^2h|^2. */
  readonly best: number;
  /** It stands at an end of the grid: the best h may lie beyond it. */
  readonly atEnd: boolean;
  /** Time simulated, over all replicates. */
  readonly simulated: number;
}

export interface StepSizeOptions {
  /** h_0, the shortest time; the simulator has to take it and its doubles. */
  readonly step: number;
  /** How many times are compared: h_0, 2 h_0, ..., 2^(count - 1) h_0. The runs go to 2^count h_0. */
  readonly count: number;
  readonly random: Random;
  /** Default: `w2Metric`. */
  readonly metric?: Metric;
  /** `embed`, or the same on workers; default: `embed`. */
  readonly embed?: (reference: Reference, measures: readonly Measure[]) => Embedding | Promise<Embedding>;
}

/**
 * The curve by which to choose the time of a finite difference: with v^h = log_mu(mu_{t+h}) / h,
 *
 *   d^2(h) = |v^h - v^2h|^2 in L2(mu),   h = h_0, 2 h_0, ...
 *
 * For a smooth curve of measures d agrees with the error |v^h - v| to leading order, (h / 2) |acceleration|; for short times
 * both are noise of the particles. So the best h is near the least d, without the true velocity being known. What is compared
 * is d relative to the speed |v^2h|: the speed of a law that spreads falls with h, and d with it, so that d alone falls
 * again on grids that go beyond the time in which the law changes. With few particles the curve is flat.
 *
 * @param replicates where runs start, at least one; the curve is their mean. The same particles three times differ by the
 *   noise of the simulator only.
 * @throws ShapeError if there is no replicate, the step is not positive, or the count is not a whole number of at least 1;
 *   SimulatorError if the simulator throws, changes what it is given, or returns other particles; ConvergenceError if a transport ends before its optimum.
 *
 * replicates * (count + 1) transports. Karris et al. 2024 (arXiv 2408.01857), section 5.1, which looks for the minimum by eye.
 */
export async function stepSizeCurve(
  replicates: readonly Particles[],
  simulate: Simulator,
  { step, count, random, metric = w2Metric, embed = embedHere }: StepSizeOptions,
): Promise<StepSizeCurve> {
  requireGrid(replicates.length, step, count);
  requireRandom(random);
  const steps = doubled(step, count);
  const { isBalanced } = geometryOf(metric);
  const differences = matrix(replicates.length, count);
  const speeds = matrix(replicates.length, count);
  for (const [r, start] of replicates.entries()) {
    const clouds = doublingTimes(start, simulate, steps, random.fork(r), isBalanced);
    const { matrix: logs, certificates } = await embed(reference(massive(start).measure, { metric }), clouds);
    for (const certificate of certificates) requireConverged({ certificate });
    for (let j = 0; j < count; j++) {
      differences.data[r * count + j] = squaredDifference(logs, j, steps[j]!);
      speeds.data[r * count + j] = squaredSpeed(logs, j, steps[j]!);
    }
  }
  return curveOf(steps, differences, speeds);
}

function requireGrid(replicates: number, step: number, count: number): void {
  if (replicates === 0)
    throw new ShapeError("there are no replicates; give at least one start", { found: 0 });
  requirePositive("the shortest time", step);
  if (!(Number.isSafeInteger(count) && count >= 1)) {
    throw new ShapeError(`the number of times is ${count}; it must be a whole number of at least 1`, {
      found: count,
    });
  }
}

/** h_0, 2 h_0, ... */
function doubled(step: number, count: number): Float64Array {
  const steps = new Float64Array(count).fill(step);
  for (let j = 1; j < count; j++) steps[j] = 2 * steps[j - 1]!;
  return steps;
}

/** The particles at h_0, 2 h_0, ..., 2^count h_0. */
function doublingTimes(
  start: Particles,
  simulate: Simulator,
  steps: Float64Array,
  random: Random,
  isBalanced: boolean,
): Particles[] {
  const kept = { isBalanced, growing: "populations that grow need the metric hk" };
  const clouds: Particles[] = [];
  let before = start;
  for (const [j, duration] of [steps[0]!, ...steps].entries()) {
    const place = { step: j, time: j === 0 ? 0 : duration };
    const given = before;
    const moved = attempted(() => simulate(given, duration, random), given, place);
    before = requireWhole(moved, given, { ...kept, ...place });
    clouds.push(before);
  }
  return clouds;
}

/** |row_j / h - row_(j+1) / (2h)|^2. */
function squaredDifference(logs: Matrix, j: number, h: number): number {
  const near = rowView(logs, j);
  const far = rowView(logs, j + 1);
  let sum = 0;
  for (let p = 0; p < near.length; p++) sum += (near[p]! / h - far[p]! / (2 * h)) ** 2;
  return sum;
}

/** |row_(j+1) / (2h)|^2. */
function squaredSpeed(logs: Matrix, j: number, h: number): number {
  let sum = 0;
  for (const value of rowView(logs, j + 1)) sum += value * value;
  return sum / (2 * h) ** 2;
}

/** @param differences and speeds, replicates x times. */
function curveOf(steps: Float64Array, differences: Matrix, speeds: Matrix): StepSizeCurve {
  const squaredDifferences = columnMeans(differences);
  const squaredSpeeds = columnMeans(speeds);
  // a law that stands still says nothing of h
  const relative = squaredDifferences.map((square, j) =>
    squaredSpeeds[j]! > 0 ? square / squaredSpeeds[j]! : Infinity,
  );
  const best = relative.indexOf(Math.min(...relative));
  return {
    steps,
    squaredDifferences,
    standardErrors: standardErrorsOf(differences, squaredDifferences),
    squaredSpeeds,
    best,
    atEnd: best === 0 || best === steps.length - 1,
    simulated: differences.rows * 2 * steps.at(-1)!,
  };
}

/** Of the means of columns. */
function standardErrorsOf({ rows, cols, data }: Matrix, means: Float64Array): Float64Array {
  return means.map((mean, j) => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += (data[r * cols + j]! - mean) ** 2;
    return Math.sqrt(sum / (rows - 1) / rows);
  });
}
