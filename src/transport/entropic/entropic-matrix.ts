import type { OnProgress, Status } from "../../numeric/certificate.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import type { Stop } from "../../numeric/iterate.js";
import { fixedPoint, mixedSteps, type Visited } from "./fixed-point.js";
import { type MatrixProblem, rowSoftmin } from "./matrix-softmin.js";

export interface EntropicMatrixPlan {
  /** n x m: a_i b_j exp((f_i + g_j - c_ij) / epsilon), its row sums a to rounding. */
  readonly plan: Float64Array;
  /** Target potential; 0 where there is no mass. */
  readonly g: Float64Array;
  /** sum |column sums - b|. */
  readonly error: number;
  readonly status: Status;
}

/** Room for n x m numbers twice, which are written over. */
export interface EntropicRoom {
  readonly kernel: Float64Array;
  /** Becomes the plan. */
  readonly plan: Float64Array;
}

export interface EntropicMatrixOptions {
  /** A target potential to start from; the nearer to the solution, the fewer iterations. */
  readonly start: Float64Array;
  readonly stop: Required<Stop>;
  readonly room: EntropicRoom;
  /** Told after every iteration; returning `false` ends the work. */
  readonly onProgress: OnProgress;
}

/**
 * Sinkhorn's iteration with Anderson mixing, to an L1 error of the column sums. Between changes of g by more than 10 epsilon the
 * kernel is kept, so that an iteration has no exponentials.
 *
 * O(n m) time an iteration, no memory of that size besides the room. Walker and Ni 2011; see `sinkhorn`.
 */
export function entropicMatrix(
  problem: MatrixProblem,
  { start, stop, room, onProgress }: EntropicMatrixOptions,
): EntropicMatrixPlan {
  const { b } = problem;
  const visit = matrixVisits(problem, room.kernel);
  const { state, status } = fixedPoint({
    visit,
    start,
    advance: mixedSteps(visit, b),
    rounding: ROUNDING,
    stop,
    onProgress,
  });
  const g = state?.point ?? start;
  fillPlan(room.plan, problem, rowSoftmin(problem, g), g);
  return { plan: room.plan, g, error: state?.error ?? Infinity, status };
}

/** Error that rounding of exponents up to some thousands explains. */
const ROUNDING = 1e-12;
/** Change of a potential, in epsilons, up to which the kernel is kept. */
const FAR = 10;
/** Sums of a kept kernel outside of this ask for a new one. */
const SMALLEST_SUM = 1e-200;

/** One iteration: g to f = softmin of g, and that to the next g. */
function matrixVisits(problem: MatrixProblem, kernel: Float64Array): (g: Float64Array) => Visited {
  const { a, b, epsilon } = problem;
  let base: Float64Array = new Float64Array(0);
  const renew = (g: Float64Array): void => {
    base = g.slice();
    fillPlan(kernel, problem, rowSoftmin(problem, g), g);
  };
  return (point) => {
    if (base.length === 0 || isFar(point, base, FAR * epsilon)) renew(point);
    let image = scaledImage(kernel, a, b, base, point, epsilon);
    if (!image) {
      renew(point);
      image = scaledImage(kernel, a, b, base, point, epsilon) ?? new Float64Array(b.length).fill(Number.NaN);
    }
    let error = 0;
    for (let j = 0; j < b.length; j++) {
      error += b[j]! * Math.abs(exponential((point[j]! - image[j]!) / epsilon) - 1);
    }
    return { point, image, error };
  };
}

function isFar(g: Float64Array, base: Float64Array, limit: number): boolean {
  for (let j = 0; j < g.length; j++) if (!(Math.abs(g[j]! - base[j]!) <= limit)) return true;
  return false;
}

/** The next g by scaling the kernel; undefined where a row or column sum nearly vanishes. */
function scaledImage(
  kernel: Float64Array,
  a: Float64Array,
  b: Float64Array,
  base: Float64Array,
  g: Float64Array,
  epsilon: number,
): Float64Array | undefined {
  const m = b.length;
  const columns = g.map((value, j) => exponential((value - base[j]!) / epsilon));
  const sums = new Float64Array(m);
  for (let i = 0, p = 0; i < a.length; i++, p += m) {
    if (a[i] === 0) continue;
    let sum = 0;
    for (let j = 0; j < m; j++) sum += kernel[p + j]! * columns[j]!;
    if (!(sum > SMALLEST_SUM)) return undefined;
    const factor = a[i]! / sum;
    for (let j = 0; j < m; j++) sums[j]! += factor * kernel[p + j]!;
  }
  const image = new Float64Array(m);
  for (let j = 0; j < m; j++) {
    if (b[j] === 0) continue;
    if (!(sums[j]! > SMALLEST_SUM)) return undefined;
    image[j] = base[j]! - epsilon * logarithm(sums[j]! / b[j]!);
  }
  return image;
}

function fillPlan(
  plan: Float64Array,
  { a, b, costs, epsilon }: MatrixProblem,
  f: Float64Array,
  g: Float64Array,
): void {
  const m = b.length;
  for (let i = 0, p = 0; i < a.length; i++) {
    for (let j = 0; j < m; j++, p++) {
      plan[p] = b[j]! > 0 ? a[i]! * b[j]! * exponential((f[i]! + g[j]! - costs[p]!) / epsilon) : 0;
    }
  }
}
