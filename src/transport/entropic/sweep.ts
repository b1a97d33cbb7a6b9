import { exponential, logarithm } from "../../numeric/elementary.js";
import type { Potentials } from "../potentials.js";
import { LARGEST_KERNEL_MATRIX, type SweptKernel, withKernelMatrix } from "./kernel-matrix.js";
import { type SoftProblem, softTransform } from "./soft-transform.js";
import { withStreamedKernel } from "./streamed-kernel.js";

/** Two weighted clouds; all masses are above 0. */
export interface WeightedProblem extends SoftProblem {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/**
 * One Sinkhorn iteration from a target potential:
 *
 *   f_i = -epsilon log sum_j b_j exp((g_j - c_ij) / epsilon),
 *   g'_j = -epsilon log sum_i a_i exp((f_i - c_ij) / epsilon).
 *
 * O(n m) time, plus O(n m d) where the kernel has to be computed.
 */
export type Sweep = (g: Float64Array, epsilon: number) => Potentials;

/**
 * Work with the sweep of a problem: through a kept kernel matrix, which costs no exponentials, up to
 * LARGEST_KERNEL_MATRIX pairs (8 n m bytes), above in O((n + m) d) memory with one exponential per pair and sweep. The
 * answers agree up to rounding.
 *
 * `work` has to begin afresh if it is called a second time (see `withKernelMatrix`).
 */
export function withSweep<T>(problem: WeightedProblem, work: (sweep: Sweep) => T): T {
  return problem.a.length * problem.b.length <= LARGEST_KERNEL_MATRIX
    ? withKeptSweep(problem, work)
    : withStreamedSweep(problem, work);
}

export function withKeptSweep<T>(problem: WeightedProblem, work: (sweep: Sweep) => T): T {
  return withKernelMatrix(problem, (matrix) => work(sweepOf(problem, matrix, KEPT)));
}

export function withStreamedSweep<T>(problem: WeightedProblem, work: (sweep: Sweep) => T): T {
  return withStreamedKernel(problem, (kernel) => work(sweepOf(problem, kernel, STREAMED)));
}

/** How a computed kernel exp((f0 + g0 - c) / epsilon) is used. */
interface Usage {
  /** Change of g, in units of epsilon, up to which it is used with factors. */
  readonly far: number;
  /** Entries below 2 to this are 0: times e^far and over the smallest sum still less than 2^-64 of a sum. */
  readonly lowest: number;
}

const KEPT: Usage = { far: 10, lowest: -150 };
/** It is computed for every sweep, so no factors are needed. */
const STREAMED: Usage = { far: 0, lowest: -100 };

/** Sums of rows and columns outside of this range ask for a kernel that is computed with better potentials. */
const SMALLEST_SUM = 1e-9;
const LARGEST_SUM = 1e9;

/** A sweep that absorbs potentials into the kernel whenever g has moved by more than `far` epsilons. */
function sweepOf(problem: WeightedProblem, kernel: SweptKernel, { far, lowest }: Usage): Sweep {
  kernel.cutBelow(lowest);
  const absorb = (f: Float64Array, g: Float64Array, epsilon: number): Absorbed => {
    kernel.compute(f, g, epsilon);
    return { f, g, epsilon };
  };
  let absorbed: Absorbed | undefined;
  let latest: Float64Array | undefined;
  return (g, epsilon) => {
    if (absorbed?.epsilon !== epsilon || isFar(absorbed.g, g, far * epsilon)) {
      absorbed = absorb(latest ?? sourceSoftmin(problem, g, epsilon), g, epsilon);
    }
    let pair = sweepOnce(problem, kernel, absorbed, g);
    if (!pair) {
      absorbed = absorb(sourceSoftmin(problem, g, epsilon), g, epsilon);
      pair = sweepOnce(problem, kernel, absorbed, g) ?? slowSweep(problem, g, epsilon);
    }
    latest = pair.f;
    return pair;
  };
}

/** What a kernel was computed with. */
interface Absorbed {
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly epsilon: number;
}

function isFar(from: Float64Array, to: Float64Array, limit: number): boolean {
  if (limit === 0) return true;
  for (let j = 0; j < to.length; j++) if (!(Math.abs(to[j]! - from[j]!) <= limit)) return true;
  return false;
}

/** Undefined if a sum of the rows is out of range. */
function sweepOnce(
  problem: WeightedProblem,
  kernel: SweptKernel,
  { f: f0, g: g0, epsilon }: Absorbed,
  g: Float64Array,
): Potentials | undefined {
  const { a, b } = problem;
  const { u, v, rowSums, columnSums } = kernel;
  for (let j = 0; j < b.length; j++) v[j] = b[j]! * exponential((g[j]! - g0[j]!) / epsilon);
  const f = new Float64Array(a.length);
  let fits = true;
  kernel.sweep((from, to) => {
    for (let i = from; i < to; i++) {
      const sum = rowSums[i]!;
      if (!(sum > SMALLEST_SUM && sum < LARGEST_SUM)) fits = false;
      f[i] = f0[i]! - epsilon * logarithm(sum);
      u[i] = a[i]! / sum;
    }
  });
  if (!fits) return undefined;
  const next = new Float64Array(b.length);
  for (let j = 0; j < b.length; j++) {
    const sum = columnSums[j]!;
    if (!(sum > SMALLEST_SUM && sum < LARGEST_SUM)) return { f, g: targetSoftmin(problem, f, epsilon) };
    next[j] = g0[j]! - epsilon * logarithm(sum);
  }
  return { f, g: next };
}

/** By two softmins, which know no range. */
function slowSweep(problem: WeightedProblem, g: Float64Array, epsilon: number): Potentials {
  const f = sourceSoftmin(problem, g, epsilon);
  return { f, g: targetSoftmin(problem, f, epsilon) };
}

/** f_i = -epsilon log sum_j b_j exp((g_j - c_ij) / epsilon). O(n m d). */
export function sourceSoftmin(problem: WeightedProblem, g: Float64Array, epsilon: number): Float64Array {
  return softTransform(problem, withMasses(g, problem.b, epsilon), epsilon);
}

/** g_j = -epsilon log sum_i a_i exp((f_i - c_ij) / epsilon). O(n m d). */
export function targetSoftmin(problem: WeightedProblem, f: Float64Array, epsilon: number): Float64Array {
  const { x, y, dim, cost, a } = problem;
  return softTransform({ x: y, y: x, dim, cost }, withMasses(f, a, epsilon), epsilon);
}

/** values + epsilon log masses; -Infinity where there is no mass. */
export function withMasses(values: Float64Array, masses: Float64Array, epsilon: number): Float64Array {
  return values.map((value, j) => (masses[j]! > 0 ? value + epsilon * logarithm(masses[j]!) : -Infinity));
}
