import { exponential, logarithm } from "../../numeric/elementary.js";
import type { SweptKernel } from "../entropic/kernel-matrix.js";
import { LARGEST_KERNEL_MATRIX, withKernelMatrix } from "../entropic/kernel-matrix.js";
import { withStreamedKernel } from "../entropic/streamed-kernel.js";
import { sourceSoftmin, targetSoftmin, type WeightedProblem } from "../entropic/sweep.js";
import type { Potentials } from "../potentials.js";

/**
 * One Sinkhorn iteration with relaxed marginals from a target potential, `damp` being what relaxation makes of a softmin:
 *
 *   f_i = damp(-epsilon log sum_j b_j exp((g_j - c_ij) / epsilon)),
 *   g'_j =     -epsilon log sum_i a_i exp((f_i - c_ij) / epsilon).
 *
 * O(n m) time, plus O(n m d) where the kernel has to be computed.
 */
export type RelaxedSweep = (
  g: Float64Array,
  epsilon: number,
  damp: (softmin: number) => number,
) => Potentials;

/**
 * Work with the sweep of a problem: through a kept kernel matrix up to LARGEST_KERNEL_MATRIX pairs (8 n m bytes), above in
 * O((n + m) d) memory. `work` has to begin afresh if it is called a second time (see `withKernelMatrix`).
 */
export function withRelaxedSweep<T>(problem: WeightedProblem, work: (sweep: RelaxedSweep) => T): T {
  return problem.a.length * problem.b.length <= LARGEST_KERNEL_MATRIX
    ? withKernelMatrix(problem, (kernel) => work(sweepOf(problem, kernel, FAR)))
    : withStreamedKernel(problem, (kernel) => work(sweepOf(problem, kernel, 0)));
}

/** Change of g, in units of epsilon, up to which a kernel is used with factors. */
const FAR = 100;

/** Sums outside of this range may be made of entries that underflowed or were cut off. */
const SMALLEST_SUM = 1e-150;
const LARGEST_SUM = 1e150;

/** What a kernel exp((f + g - c) / epsilon) was computed with. */
interface Absorbed extends Potentials {
  readonly epsilon: number;
}

/** A sweep that computes the kernel again, with the softmin of g, whenever g has moved by more than `far` epsilons. */
function sweepOf(problem: WeightedProblem, kernel: SweptKernel, far: number): RelaxedSweep {
  let absorbed: Absorbed | undefined;
  return (g, epsilon, damp) => {
    if (absorbed?.epsilon !== epsilon || isFar(absorbed.g, g, far * epsilon)) {
      absorbed = { f: sourceSoftmin(problem, g, epsilon), g, epsilon };
      kernel.compute(absorbed.f, g, epsilon);
    }
    return sweepOnce(problem, kernel, absorbed, g, damp) ?? slowSweep(problem, g, epsilon, damp);
  };
}

function isFar(from: Float64Array, to: Float64Array, limit: number): boolean {
  if (limit === 0) return true;
  for (let j = 0; j < to.length; j++) if (!(Math.abs(to[j]! - from[j]!) <= limit)) return true;
  return false;
}

/** Undefined if a sum is out of range. */
function sweepOnce(
  { a, b }: WeightedProblem,
  { u, v, rowSums, columnSums, sweep }: SweptKernel,
  { f: f0, g: g0, epsilon }: Absorbed,
  g: Float64Array,
  damp: (softmin: number) => number,
): Potentials | undefined {
  const f = new Float64Array(a.length);
  const next = new Float64Array(b.length);
  let fits = true;
  const inRange = (sum: number): number => {
    if (!(sum > SMALLEST_SUM && sum < LARGEST_SUM)) fits = false;
    return sum;
  };
  for (let j = 0; j < b.length; j++) v[j] = b[j]! * exponential((g[j]! - g0[j]!) / epsilon);
  sweep((from, to) => {
    for (let i = from; i < to; i++) {
      f[i] = damp(f0[i]! - epsilon * logarithm(inRange(rowSums[i]!)));
      u[i] = a[i]! * exponential((f[i]! - f0[i]!) / epsilon);
    }
  });
  for (let j = 0; j < b.length; j++) next[j] = g0[j]! - epsilon * logarithm(inRange(columnSums[j]!));
  return fits ? { f, g: next } : undefined;
}

/** By two softmins, which know no range. */
function slowSweep(
  problem: WeightedProblem,
  g: Float64Array,
  epsilon: number,
  damp: (softmin: number) => number,
): Potentials {
  const f = sourceSoftmin(problem, g, epsilon).map(damp);
  return { f, g: targetSoftmin(problem, f, epsilon) };
}
