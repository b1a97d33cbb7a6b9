import { ShapeError } from "../errors.js";
import { type Measure, totalMass } from "../measure/measure.js";
import type { Status } from "../numeric/certificate.js";
import { logarithm } from "../numeric/elementary.js";
import { squaredDistances } from "../numeric/gram.js";
import { type IterationOptions, stopRule } from "../numeric/iterate.js";
import { matrix } from "../numeric/matrix.js";
import { compensatedSum } from "../numeric/sum.js";
import { certify } from "../transport/certify.js";
import { sinkhorn } from "../transport/entropic/sinkhorn.js";
import { type SparsePlan, sparsePlan } from "../transport/sparse-plan.js";
import type { Transport } from "../transport/transport.js";
import { entropicMatrix } from "./entropic-matrix.js";

/** Default stop: the plan changes by at most 1e-4 of its mass, 100 plans. */
export interface ClassRegularisedOptions extends IterationOptions {
  /** Strength of the entropy, in units of cost. Default: that of `sinkhorn`. */
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
/** Entries of matrices that are kept, 400 MB each. */
const LARGEST_MATRIX = 5e7;

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
 * @throws ShapeError if sizes do not fit, an option is out of range, or there are more than 5e7 pairs of points; and what
 *   `sinkhorn` throws.
 *
 * O(n m) time an iteration, tens of them a round; 40 n m bytes. Courty, Flamary, Tuia and Rakotomamonjy 2017, section 4.2;
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
  const first = sinkhorn(source, target, {
    ...(options.epsilon !== undefined && { epsilon: options.epsilon }),
  });
  const { epsilon } = first.plan;
  const { classWeight = epsilon } = options;
  const problem = classProblem(source, target, classOf, { epsilon, classWeight, smoothing });
  const inner = Math.max(SMALLEST_TOLERANCE, Math.min(GOOD_MARGINALS, INNER * stop.tolerance));
  let solution = entropicRound(problem, problem.costs, first.potentials.g, inner);
  const objectives = [objective(problem, solution.plan)];
  let status: Status = "iteration-limit";
  for (let done = 0; done < stop.maxIterations && status === "iteration-limit"; ) {
    const next = entropicRound(problem, tangentCosts(problem, solution.plan), solution.g, inner);
    const change = distanceOf(next.plan, solution.plan);
    solution = next;
    objectives.push(objective(problem, next.plan));
    done++;
    if (!Number.isFinite(change)) status = "non-finite";
    else if (change <= stop.tolerance) status = "converged";
    else if (onProgress?.({ unit: "plans", done, total: stop.maxIterations, error: change }) === false)
      status = "aborted";
  }
  if (status === "converged" && solution.error > GOOD_MARGINALS) status = "stalled";
  const plan = densePlan(solution.plan, source, target);
  const outcome = { status, iterations: objectives.length };
  const transport = certify(source, target, plan, { f: first.potentials.f }, outcome);
  return { ...transport, epsilon, classWeight, objectives: Float64Array.from(objectives) };
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
) {
  return entropicMatrix({ costs, a, b, epsilon }, start, tolerance, INNER_ITERATIONS);
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
function tangentCosts(problem: ClassProblem, plan: Float64Array): Float64Array {
  const { costs, classOf, classWeight, smoothing, b } = problem;
  const m = b.length;
  const slopes = classShares(problem, plan).map((share) => classWeight / (2 * Math.sqrt(share + smoothing)));
  const changed = new Float64Array(costs.length);
  for (let i = 0, p = 0; i < classOf.length; i++) {
    const row = classOf[i]! * m;
    for (let j = 0; j < m; j++, p++) changed[p] = costs[p]! + slopes[row + j]!;
  }
  return changed;
}

function objective(problem: ClassProblem, plan: Float64Array): number {
  const { costs, a, b, epsilon, classWeight, smoothing, mass } = problem;
  const m = b.length;
  const entropic = new Float64Array(plan.length);
  for (let i = 0, p = 0; i < a.length; i++) {
    for (let j = 0; j < m; j++, p++) {
      const moved = plan[p]!;
      if (moved > 0) entropic[p] = moved * (costs[p]! + epsilon * logarithm(moved / (a[i]! * b[j]!)));
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
function densePlan(matrix: Float64Array, source: Measure, target: Measure): SparsePlan {
  const m = target.count;
  const mass = totalMass(source);
  return sparsePlan(
    {
      rows: Int32Array.from(matrix, (_, p) => Math.floor(p / m)),
      cols: Int32Array.from(matrix, (_, p) => p % m),
      mass: matrix.map((value) => mass * value),
    },
    [source.count, m],
  );
}
