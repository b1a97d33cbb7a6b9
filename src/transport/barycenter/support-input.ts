import { MeasureError, ShapeError } from "../../errors.js";
import { commonDimension, type Measure, totalMass } from "../../measure/measure.js";
import { logarithm } from "../../numeric/elementary.js";
import { squaredDistancesInto } from "../../numeric/squared-distance.js";
import { costRounding } from "../c-transform.js";
import { type Shares, sharesOf } from "../shares.js";
import type { EntropicProblem } from "./entropic-step.js";
import { requireCommonMass } from "./equal-masses.js";
import { gibbsKernel } from "./gibbs-kernel.js";
import type { SupportProblem } from "./support-problem.js";

export interface SupportOptions {
  /** lambda_s: at least 0, taken as shares of their sum; default equal. */
  readonly weights?: ArrayLike<number>;
  /** n x n, row-major, from the points of the measures to those of the barycentre; default |x_i - x_j|^2. */
  readonly costs?: Float64Array;
}

/** Points beyond which a cost matrix and its kernel, 8 n^2 bytes each, are no longer a plan. */
const MOST_POINTS = 20_000;
/** Logarithms of this size, costs by epsilon, still leave six digits of what they stand for. */
const LARGEST_EXPONENT = 1e10;

/**
 * Measures on one support as a problem, those of weight 0 left out.
 *
 * @throws ShapeError if the supports differ or are too large, or `costs` is not n x n; MeasureError if a cost is negative or
 *   not finite, or for rho = Infinity masses differ by more than 1e-9.
 */
export function supportProblem(
  measures: readonly Measure[],
  options: SupportOptions,
  rho: number,
): SupportProblem {
  requireOneSupport(measures);
  const shares = sharesOf(options.weights, measures.length);
  const given = options.costs;
  const support = measures[0]!;
  if (given) requireCosts(given, support.count);
  return {
    costs: given ?? costsOf(support),
    costRounding: given ? 0 : costRounding(support.dim) + Number.EPSILON,
    atoms: atomsOf(measures, shares, rho === Infinity),
    lambda: shares.parts.filter((part) => part > 0).map((part) => part / shares.total),
    rho,
  };
}

/** The problem with entropy. @throws ShapeError if epsilon leaves no digits beside the costs, saying which would. */
export function entropicProblem(problem: SupportProblem, epsilon: number): EntropicProblem {
  const { costs, atoms, lambda, rho } = problem;
  requireSmoothing(costs, epsilon);
  const n = atoms[0]!.length;
  const logAtoms = new Float64Array(atoms.length * n);
  atoms.forEach((masses, s) => {
    logAtoms.set(masses.map(logarithm), s * n);
  });
  return { kernel: gibbsKernel(costs, n, costs.length / n, epsilon), logAtoms, lambda, rho };
}

function requireSmoothing(costs: Float64Array, epsilon: number): void {
  let largest = 0;
  for (let p = 0; p < costs.length; p++) largest = Math.max(largest, costs[p]!);
  if (largest / epsilon <= LARGEST_EXPONENT) return;
  throw new ShapeError(
    `epsilon is ${epsilon}, costs are up to ${largest}: exp(-cost / epsilon) leaves no digits; ` +
      `epsilon must be at least ${largest / LARGEST_EXPONENT}`,
    { found: epsilon, expected: largest / LARGEST_EXPONENT },
  );
}

function requireOneSupport(measures: readonly Measure[]): void {
  commonDimension(measures);
  const { points, count, dim } = measures[0]!;
  if (count > MOST_POINTS) {
    throw new ShapeError(
      `the support has ${count} points; a fixed support may have ${MOST_POINTS}, since the costs of all pairs are ` +
        "stored: use a coarser one, or a free support",
      { expected: MOST_POINTS, found: count },
    );
  }
  measures.forEach((mu, s) => {
    if (mu.points === points) return;
    const p = mu.count === count ? mu.points.findIndex((x, at) => x !== points[at]) : -1;
    if (mu.count === count && p < 0) return;
    const where = p < 0 ? `has ${mu.count} points, not ${count}` : `differs at point ${Math.floor(p / dim)}`;
    throw new ShapeError(
      `measure ${s} ${where}; a fixed support is the same points in the same order for all measures: give each ` +
        "weights on the points of all, 0 where it has none",
      { expected: count, found: mu.count },
    );
  });
}

function requireCosts(costs: Float64Array, n: number): void {
  if (costs.length !== n * n) {
    throw new ShapeError(`${costs.length} costs for ${n} points; give ${n} x ${n}`, {
      expected: n * n,
      found: costs.length,
    });
  }
  const index = costs.findIndex((cost) => !(cost >= 0 && cost < Infinity));
  if (index < 0) return;
  throw new MeasureError(
    `the cost at (${Math.floor(index / n)}, ${index % n}) is ${costs[index]}; costs must be finite and at least 0`,
    { index, value: costs[index]! },
  );
}

function costsOf({ points, count, dim }: Measure): Float64Array {
  const costs = new Float64Array(count * count);
  for (let i = 0; i < count; i++) squaredDistancesInto(points, i, points, count, dim, costs, i * count);
  if (costs.every(Number.isFinite)) return costs;
  throw new MeasureError("squared distances of the points overflow; choose a larger unit of length");
}

/** The masses of the measures with weight; where they have to balance, scaled to that of the first. */
function atomsOf(measures: readonly Measure[], { parts }: Shares, balanced: boolean): Float64Array[] {
  const chosen = measures.filter((_, s) => parts[s]! > 0);
  if (!balanced) return chosen.map(({ weights }) => weights);
  requireCommonMass(chosen);
  const mass = totalMass(chosen[0]!);
  return chosen.map((mu) => {
    const factor = mass / totalMass(mu);
    return mu.weights.map((weight) => weight * factor);
  });
}
