import { type Measure, moments, totalMass } from "../../../src/measure/measure.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { compensatedSum } from "../../../src/numeric/sum.js";
import type { SparsePlan } from "../../../src/transport/sparse-plan.js";
import type { Potentials, Transport } from "../../../src/transport/transport.js";

/** Agreement that every road owes every other and the oracle, relative to the cost. */
const AGREEMENT = 1e-9;

/**
 * Rounding of sums of costs and of potentials, in units of mass times the largest squared distance: fifty times 2^-52.
 * An exact solver calls reduced costs above -1e-15 of the largest 0, and both ends of the bracket carry as much.
 */
const ROUNDING = 1e-14;

/** Each marginal is a sum of a few roundings of masses, in units of the total. */
const MARGINAL_ROUNDING = 4e-15;

/** What is split between points at one place is rounded once for each of them; most of these errors cancel. */
const SPLIT_ROUNDING = Number.EPSILON / 64;

/** Solvers count in units of 2^-50 of the mass. What is below 64 of them may be rounded to something much else. */
const COARSELY_COUNTED = 2 ** -44;

/** Squares below this have lost digits to underflow, and so have products of masses with them. */
const UNDERFLOW = 1e-305;

/** What is wrong with an answer, in words; empty if it is right. `optimum` is what other software found, if it did. */
export function faultsOf(
  source: Measure,
  target: Measure,
  answer: Transport<SparsePlan>,
  optimum?: number,
): string[] {
  const largest = largestCost(source, target);
  const unit = totalMass(source) * (largest + UNDERFLOW) + UNDERFLOW;
  const squaresVanish = largest < UNDERFLOW && !coincide(source, target);
  return [
    ...certificateFaults(answer, unit, squaresVanish),
    ...planFaults(source, target, answer),
    ...dualFaults(source, target, answer.potentials, largest + UNDERFLOW),
    ...boundFaults(source, target, answer, unit),
    ...(optimum === undefined ? [] : optimumFaults(answer, optimum, unit)),
  ];
}

/** Do two costs agree, the larger mass times squared distance being `unit`? */
const agree = (a: number, b: number, unit: number): boolean =>
  Math.abs(a - b) <= AGREEMENT * Math.max(a, b) + ROUNDING * unit;

/** Do all points of both clouds lie at one place? */
function coincide({ points: x, dim }: Measure, { points: y }: Measure): boolean {
  const atOrigin = (value: number, p: number): boolean => value === x[p % dim];
  return x.every(atOrigin) && y.every(atOrigin);
}

/** @param squaresVanish all lengths are too small for doubles to hold their squares: then nothing can be proved. */
function certificateFaults(
  { cost, certificate }: Transport<SparsePlan>,
  unit: number,
  squaresVanish: boolean,
): string[] {
  const { status, lower, upper } = certificate;
  const faults: string[] = [];
  const ended = status === "converged" || (status === "stalled" && squaresVanish);
  if (!ended) faults.push(`status ${status}`);
  if (!(lower >= 0 && lower <= upper)) faults.push(`the bracket is ${lower} .. ${upper}`);
  if (!(upper - lower <= AGREEMENT * upper + ROUNDING * unit))
    faults.push(`open by ${upper - lower} of ${upper}`);
  // The cost is that of the plan before its marginals are rounded.
  const slack = MARGINAL_ROUNDING * unit + 1e-13 * upper;
  if (!(cost >= lower - slack && cost <= upper + slack))
    faults.push(`cost ${cost} is not in ${lower} .. ${upper}`);
  return faults;
}

function planFaults(
  source: Measure,
  target: Measure,
  { plan, certificate }: Transport<SparsePlan>,
): string[] {
  const { rows, cols, mass } = plan;
  const faults: string[] = [];
  if (!mass.every((p) => p > 0)) faults.push("an entry of the plan is not positive");
  const most = mostEntries([...source.weights, ...target.weights], totalMass(source));
  if (mass.length > most) faults.push(`${mass.length} entries, ${most} should do`);
  const points = source.count + target.count;
  const allowed = (MARGINAL_ROUNDING + points * SPLIT_ROUNDING) * totalMass(source);
  const worst = Math.max(largestError(rows, mass, source.weights), largestError(cols, mass, target.weights));
  if (!(worst <= allowed)) faults.push(`a marginal is off by ${worst}, more than ${allowed}`);
  const told = certificate.sourceError + certificate.targetError;
  if (!(told <= allowed * points)) faults.push(`marginal errors of ${told}`);
  return faults;
}

/** A tree has one arc less than points with mass; a point of very few whole units may need another one. */
function mostEntries(weights: readonly number[], mass: number): number {
  const massive = weights.filter((w) => w > 0);
  return massive.length - 1 + massive.filter((w) => w < COARSELY_COUNTED * mass).length;
}

/** Largest difference of a marginal, by compensated sums, to what it should be. */
function largestError(indices: Int32Array, mass: Float64Array, wanted: Float64Array): number {
  const left = wanted.slice();
  const lost = new Float64Array(wanted.length);
  mass.forEach((p, e) => {
    const i = indices[e]!;
    const next = left[i]! - p;
    lost[i]! += Math.abs(left[i]!) >= p ? left[i]! - next - p : left[i]! - (p + next);
    left[i] = next;
  });
  return left.reduce((most, value, i) => Math.max(most, Math.abs(value + lost[i]!)), 0);
}

/** f_i + g_j <= c_ij for all pairs, by looking at all pairs. */
function dualFaults(source: Measure, target: Measure, { f, g }: Potentials, largest: number): string[] {
  let worst = 0;
  for (let i = 0; i < source.count; i++) {
    for (let j = 0; j < target.count; j++) {
      const excess = f[i]! + g[j]! - squaredDistance(source.points, i, target.points, j, source.dim);
      if (!(excess <= worst)) worst = excess;
    }
  }
  return worst <= ROUNDING * largest ? [] : [`potentials exceed a cost by ${worst} of ${largest}`];
}

/** The lower end is what the potentials returned prove, and they are fixed by sum f a = sum g b. */
function boundFaults(
  source: Measure,
  target: Measure,
  answer: Transport<SparsePlan>,
  unit: number,
): string[] {
  const fa = compensatedSum(answer.potentials.f.map((f, i) => f * source.weights[i]!));
  const gb = compensatedSum(answer.potentials.g.map((g, j) => g * target.weights[j]!));
  const faults: string[] = [];
  if (!agree(answer.certificate.lower, Math.max(0, fa + gb), unit)) {
    faults.push(`the potentials prove ${fa + gb}, not ${answer.certificate.lower}`);
  }
  if (!(Math.abs(fa - gb) <= 10 * ROUNDING * unit)) faults.push(`sum f a is ${fa}, sum g b is ${gb}`);
  return faults;
}

function optimumFaults(
  { cost, certificate }: Transport<SparsePlan>,
  optimum: number,
  unit: number,
): string[] {
  const { lower, upper } = certificate;
  const faults: string[] = [];
  if (!agree(cost, optimum, unit)) faults.push(`cost ${cost}, but the oracle found ${optimum}`);
  const above = optimum * (1 + AGREEMENT) + ROUNDING * unit;
  const below = optimum * (1 - AGREEMENT) - ROUNDING * unit;
  if (!(lower <= above && upper >= below))
    faults.push(`the optimum ${optimum} is not in ${lower} .. ${upper}`);
  return faults;
}

/**
 * The largest squared distance, or, if that is more, the square of the sum of both clouds' radii about their means:
 * solvers work in coordinates about the means, and call "largest" what these radii allow.
 */
function largestCost(source: Measure, target: Measure): number {
  let largest = (radius(source) + radius(target)) ** 2;
  for (let i = 0; i < source.count; i++) {
    for (let j = 0; j < target.count; j++) {
      largest = Math.max(largest, squaredDistance(source.points, i, target.points, j, source.dim));
    }
  }
  return largest;
}

function radius(mu: Measure): number {
  const { mean } = moments(mu);
  let largest = 0;
  for (let i = 0; i < mu.count; i++) {
    largest = Math.max(largest, squaredDistance(mu.points, i, mean, 0, mu.dim));
  }
  return Math.sqrt(largest);
}
