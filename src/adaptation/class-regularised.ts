import { ShapeError } from "../errors.js";
import { type Measure, totalMass } from "../measure/measure.js";
import type { OnProgress, Status } from "../numeric/certificate.js";
import { logarithm } from "../numeric/elementary.js";
import { squaredDistances } from "../numeric/gram.js";
import { type IterationOptions, type Stop, stopRule } from "../numeric/iterate.js";
import { matrix } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import { certify } from "../transport/certify.js";
import {
  type EntropicMatrixPlan,
  type EntropicRoom,
  entropicMatrix,
} from "../transport/entropic/entropic-matrix.js";
import { sinkhorn } from "../transport/entropic/sinkhorn.js";
import type { SparsePlan } from "../transport/sparse-plan.js";
import type { Transport } from "../transport/transport.js";
import { movedToMean } from "./one-mean.js";

/**
 * Default stop: the plan changes by at most 1e-4 of its mass, 100 plans. `onProgress` is told of the plans made so far after every
 * iteration of the entropic problems, so that a long one can be ended, too.
 */
export interface ClassRegularisedOptions extends IterationOptions {
  /** Strength of the entropy, in units of cost. Default: that of `sinkhorn` between the measures moved to one mean. */
  readonly epsilon?: number;
  /** Strength eta of the class term, in units of cost. Default: epsilon. */
  readonly classWeight?: number;
  /** delta of the formula: share of a target point up to which a class hardly counts. Default 0.01. */
  readonly smoothing?: number;
}

/** A plan that keeps classes together, its certificate about the transport without any regularisation. */
export interface ClassRegularisedTransport extends Transport<SparsePlan> {
  readonly epsilon: number;
  readonly classWeight: number;
  /** The objective after each plan, the first being the entropic one; it does not rise. */
  readonly objectives: Float64Array;
}

const DEFAULT_STOP = { tolerance: 1e-4, maxIterations: 100 };
const DEFAULT_SMOOTHING = 0.01;

/**
 * Each entropic problem is solved to this part of the tolerance: L1 error of the target marginal, as a share of the mass. Below the
 * second number rounding could keep it from getting there.
 */
const INNER = 1e-2;
const SMALLEST_TOLERANCE = 1e-12;
const INNER_ITERATIONS = 2000;
/** What the marginals of the last plan may be off by, for "converged". */
const GOOD_MARGINALS = 1e-6;
/** Pairs of points; five matrices of so many numbers are kept, 160 MB each. */
const LARGEST_MATRIX = 2e7;

/**
 * Entropic transport plan that prefers to fill each target point from one class of the source:
 *
 *   minimises  <c, p> + epsilon KL(p | a b^T / mass) + eta sum_j b_j sum_class sqrt(s_class,j + delta),
 *   s_class,j = sum of p_ij / b_j over the i of a class,
 *
 * among plans with marginals a and b. The class term is concave: each round bounds it from above by its tangent,
 * and solves the entropic problem with the costs c_ij + eta / (2 sqrt(s_class(i),j + delta)). So the objective falls
 * from round to round, to a point that is stationary; a least value is not proved.
 *
 * With POT's `sinkhorn_lpl1_mm`, for n x m points of equal masses 1/n and 1/m: eta = eta_POT sqrt(m), delta = m / 1000.
 *
 * @param classOf class number of each source point.
 * @returns "converged" says that the plan no longer changes and that its marginals are right to 1e-6. The certificate brackets
 *   the least cost without entropy and without classes, W2^2: `lower` from the potentials of the entropic problem, `upper` from
 *   this plan rounded; so `cost` minus W2^2, what entropy and classes make the transport dearer by, is at most upper - lower,
 *   up to the marginal errors.
 * @throws ShapeError if sizes do not fit, an option is out of range, or there are more than 2e7 pairs of points; and what
 *   `sinkhorn` throws.
 *
 * O(n m) time an iteration, tens of them a round; 40 n m bytes of matrices and up to 16 of the plan. Courty, Flamary, Tuia and Rakotomamonjy 2017, section 4.2;
 * Courty, Flamary and Tuia 2014 for the root.
 */
export function classRegularised(
  source: Measure,
  target: Measure,
  classOf: Int32Array,
  options: ClassRegularisedOptions = {},
): ClassRegularisedTransport {
  const { smoothing = DEFAULT_SMOOTHING, onProgress } = options;
  const stop = stopRule(options.stop, DEFAULT_STOP);
  requireFitting(source, target, classOf);
  requireAtLeastZero("epsilon", options.epsilon);
  requireAtLeastZero("classWeight", options.classWeight);
  requireAtLeastZero("smoothing", smoothing);
  const told = endingOnce(onProgress, stop.maxIterations);
  const { moved, shift, potentialBack } = movedToMean(source, target);
  const first = sinkhorn(source, moved, {
    ...(options.epsilon !== undefined && { epsilon: options.epsilon }),
    onProgress: ({ error }) => told(0, error),
  });
  const { epsilon } = first.plan;
  const { classWeight = epsilon } = options;
  const problem = classProblem(source, moved, classOf, { epsilon, classWeight, smoothing });
  const solved = descend(problem, first.potentials.g, stop, told);
  const outcome = { status: solved.status, iterations: solved.objectives.length };
  const plan = sparseEntries(solved.plan, source, target);
  const transport = certify(source, target, plan, { f: potentialBack(first.potentials.f) }, outcome);
  const ofShift = problem.mass * compensatedSum(shift.map((value) => value * value));
  const objectives = Float64Array.from(solved.objectives, (value) => value + ofShift);
  return { ...transport, epsilon, classWeight, objectives };
}

/** Tells of plans; once it was told to end, it says so ever after. */
type Told = (plans: number, error: number | undefined) => boolean;

function endingOnce(onProgress: OnProgress | undefined, total: number): Told {
  let isEnded = false;
  return (done, error) => {
    const message = { unit: "plans", done, total, ...(error !== undefined && { error }) };
    isEnded ||= onProgress?.(message) === false;
    return !isEnded;
  };
}

interface Descent {
  readonly plan: Float64Array;
  /** Of the moved problem. */
  readonly objectives: readonly number[];
  readonly status: Status;
}

/** Rounds of entropic problems, the first without classes, until the plan no longer changes. */
function descend(problem: ClassProblem, start: Float64Array, stop: Required<Stop>, told: Told): Descent {
  const tolerance = Math.max(SMALLEST_TOLERANCE, Math.min(GOOD_MARGINALS, INNER * stop.tolerance));
  const { length } = problem.costs;
  const changed = new Float64Array(length);
  const kernel = new Float64Array(length);
  const round = (costs: Float64Array, g: Float64Array, plan: Float64Array, done: number) =>
    entropicRound(problem, costs, g, tolerance, { kernel, plan }, ({ error }) => told(done, error));
  let spare: Float64Array = new Float64Array(length);
  let solution = round(problem.costs, start, new Float64Array(length), 0);
  const objectives = [objective(problem, solution.plan)];
  let status: Status = solution.status === "aborted" ? "aborted" : "iteration-limit";
  for (let done = 0; done < stop.maxIterations && status === "iteration-limit"; ) {
    tangentCostsInto(changed, problem, solution.plan);
    const next = round(changed, solution.g, spare, done);
    const change = distanceOf(next.plan, solution.plan);
    spare = solution.plan;
    solution = next;
    objectives.push(objective(problem, next.plan));
    done++;
    if (!Number.isFinite(change)) status = "non-finite";
    else if (next.status === "aborted") status = "aborted";
    else if (change <= stop.tolerance) status = "converged";
    else if (!told(done, change)) status = "aborted";
  }
  if (status === "converged" && solution.error > GOOD_MARGINALS) status = "stalled";
  return { plan: solution.plan, objectives, status };
}

function requireFitting(source: Measure, target: Measure, classOf: Int32Array): void {
  if (classOf.length !== source.count) {
    throw new ShapeError(`${classOf.length} classes for ${source.count} source points; give one per point`, {
      expected: source.count,
      found: classOf.length,
    });
  }
  const odd = classOf.find((label) => label < 0);
  if (odd !== undefined) {
    throw new ShapeError(`class number ${odd} is below 0; classes count from 0`, { found: odd });
  }
  if (source.count * target.count > LARGEST_MATRIX) {
    throw new ShapeError(
      `a class-regularised plan of ${source.count} x ${target.count} points is too large; it takes up to ${LARGEST_MATRIX} ` +
        "pairs: solve it on some of the source and move the others with their nearest",
      { expected: LARGEST_MATRIX, found: source.count * target.count },
    );
  }
}

function requireAtLeastZero(name: string, value: number | undefined): void {
  if (value === undefined || (value >= 0 && value < Infinity)) return;
  throw new ShapeError(`${name} is ${value}; it must be a finite number of at least 0`, { found: value });
}

interface ClassProblem {
  readonly costs: Float64Array;
  /** Masses of sum 1, and what the sum was. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly mass: number;
  readonly classOf: Int32Array;
  readonly classCount: number;
  readonly epsilon: number;
  readonly classWeight: number;
  readonly smoothing: number;
}

function classProblem(
  source: Measure,
  target: Measure,
  classOf: Int32Array,
  strengths: Pick<ClassProblem, "epsilon" | "classWeight" | "smoothing">,
): ClassProblem {
  const x = matrix(source.count, source.dim, source.points);
  const y = matrix(target.count, target.dim, target.points);
  const mass = totalMass(source);
  const other = totalMass(target);
  return {
    ...strengths,
    costs: squaredDistances(x, y).data,
    a: source.weights.map((value) => value / mass),
    b: target.weights.map((value) => value / other),
    mass,
    classOf,
    classCount: classOf.reduce((most, label) => Math.max(most, label), 0) + 1,
  };
}

function entropicRound(
  { a, b, epsilon }: ClassProblem,
  costs: Float64Array,
  start: Float64Array,
  tolerance: number,
  room: EntropicRoom,
  onProgress: OnProgress,
): EntropicMatrixPlan {
  const stop = { tolerance, maxIterations: INNER_ITERATIONS };
  return entropicMatrix({ costs, a, b, epsilon }, { start, stop, room, onProgress });
}

/** s_class,j, row-major, classes x m; 0 where the target point has no mass. */
function classShares({ classOf, classCount, b }: ClassProblem, plan: Float64Array): Float64Array {
  const m = b.length;
  const shares = new Float64Array(classCount * m);
  for (let i = 0, p = 0; i < classOf.length; i++) {
    const row = classOf[i]! * m;
    for (let j = 0; j < m; j++, p++) shares[row + j]! += plan[p]!;
  }
  for (let q = 0; q < shares.length; q++) shares[q] = b[q % m]! > 0 ? shares[q]! / b[q % m]! : 0;
  return shares;
}

/** Costs with the slope of the class term at a plan. */
function tangentCostsInto(changed: Float64Array, problem: ClassProblem, plan: Float64Array): void {
  const { costs, classOf, classWeight, smoothing, b } = problem;
  const m = b.length;
  const slopes = classShares(problem, plan).map((share) => classWeight / (2 * Math.sqrt(share + smoothing)));
  for (let i = 0, p = 0; i < classOf.length; i++) {
    const row = classOf[i]! * m;
    for (let j = 0; j < m; j++, p++) changed[p] = costs[p]! + slopes[row + j]!;
  }
}

function objective(problem: ClassProblem, plan: Float64Array): number {
  const { costs, a, b, epsilon, classWeight, smoothing, mass } = problem;
  const m = b.length;
  const entropic = new Float64Array(a.length);
  for (let i = 0, p = 0; i < a.length; i++) {
    for (let j = 0; j < m; j++, p++) {
      const moved = plan[p]!;
      if (moved > 0) entropic[i]! += moved * (costs[p]! + epsilon * logarithm(moved / (a[i]! * b[j]!)));
    }
  }
  const classes = classShares(problem, plan).map((share, q) => b[q % m]! * Math.sqrt(share + smoothing));
  return mass * (compensatedSum(entropic) + classWeight * compensatedSum(classes));
}

function distanceOf(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < p.length; e++) sum += Math.abs(p[e]! - q[e]!);
  return sum;
}

/** The entries of a matrix that are not 0, for the masses as given. */
function sparseEntries(matrix: Float64Array, source: Measure, target: Measure): SparsePlan {
  const m = target.count;
  const total = totalMass(source);
  const count = matrix.reduce((sum, value) => (value > 0 ? sum + 1 : sum), 0);
  const rows = new Int32Array(count);
  const cols = new Int32Array(count);
  const mass = new Float64Array(count);
  for (let p = 0, e = 0; p < matrix.length; p++) {
    if (!(matrix[p]! > 0)) continue;
    rows[e] = Math.floor(p / m);
    cols[e] = p % m;
    mass[e++] = total * matrix[p]!;
  }
  return { kind: "sparse", rows, cols, mass, shape: [source.count, m] };
}
