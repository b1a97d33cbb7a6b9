import { exponential, logarithm } from "../../numeric/elementary.js";
import { distanceL1 } from "../distance-l1.js";
import { type MatrixProblem, rowSoftmin } from "../entropic/matrix-softmin.js";
import type { Potentials } from "../potentials.js";

export interface EntropicMatrixSolution {
  /** n x m: a_i b_j exp((f_i + g_j - c_ij) / epsilon); its column sums are b, to rounding. */
  readonly plan: Float64Array;
  readonly potentials: Potentials;
  /** sum |row sums - a|. */
  readonly sourceError: number;
}

/** Scalings beyond this, or below its inverse, are taken into the potentials, long before anything overflows. */
const LARGEST_SCALING = 1e60;

/**
 * Sinkhorn's iteration on a matrix of costs, in the log domain but for speed: between two sweeps in the log domain the
 * rows and columns of exp((f + g - c) / epsilon) are scaled in turn, which needs no exponentials.
 *
 * @param f source potentials to begin from: the nearer to the solution, the fewer sweeps.
 * @returns when the row sums are right to `tolerance` in L1, or after `maxSweeps`.
 *
 * O(n m) time a sweep and memory. Points without mass get nothing. Schmitzer 2019, section 3.
 */
export function matrixSinkhorn(
  problem: MatrixProblem,
  f: Float64Array,
  tolerance: number,
  maxSweeps: number,
): EntropicMatrixSolution {
  const { a, epsilon } = problem;
  let source = f;
  for (let sweeps = 0; ; sweeps++) {
    const { plan, g } = columnStep(problem, source);
    const scaled = scalingSweeps(plan, problem, tolerance, maxSweeps - sweeps);
    const target = raised(g, scaled.columns, epsilon);
    if (scaled.ended) {
      const matrix = scaledMatrix(plan, scaled.rows, scaled.columns);
      const sourceError = distanceL1(rowSums(matrix, a.length), a);
      return {
        plan: matrix,
        potentials: { f: raised(source, scaled.rows, epsilon), g: target },
        sourceError,
      };
    }
    sweeps += scaled.sweeps;
    source = rowSoftmin(problem, target);
  }
}

const raised = (potential: Float64Array, scalings: Float64Array, epsilon: number): Float64Array =>
  potential.map((value, i) => value + epsilon * logarithm(scalings[i]!));

/** g_j = -epsilon log sum_i a_i exp((f_i - c_ij) / epsilon), and the plan of f and g. */
function columnStep(
  { costs, a, b, epsilon }: MatrixProblem,
  f: Float64Array,
): { plan: Float64Array; g: Float64Array } {
  const m = b.length;
  const largest = new Float64Array(m).fill(-Infinity);
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0) continue;
    for (let j = 0, p = i * m; j < m; j++, p++) {
      const value = f[i]! - costs[p]!;
      if (value > largest[j]!) largest[j] = value;
    }
  }
  const plan = new Float64Array(costs.length);
  const sums = new Float64Array(m);
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0) continue;
    for (let j = 0, p = i * m; j < m; j++, p++) {
      plan[p] = a[i]! * exponential((f[i]! - costs[p]! - largest[j]!) / epsilon);
      sums[j]! += plan[p]!;
    }
  }
  const factors = b.map((mass, j) => mass / sums[j]!);
  for (let p = 0, j = 0; p < plan.length; p++) {
    plan[p]! *= factors[j]!;
    if (++j === m) j = 0;
  }
  return { plan, g: largest.map((value, j) => -value - epsilon * logarithm(sums[j]!)) };
}

interface Scaled {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly sweeps: number;
  /** False where a scaling became too large to go on. */
  readonly ended: boolean;
}

/** Rows, then columns of the kernel scaled in turn until the rows are right or `maxSweeps` are made. The columns are right. */
function scalingSweeps(
  kernel: Float64Array,
  { a, b }: MatrixProblem,
  tolerance: number,
  maxSweeps: number,
): Scaled {
  let rows: Float64Array = new Float64Array(a.length).fill(1);
  let columns: Float64Array = new Float64Array(b.length).fill(1);
  for (let sweeps = 0; ; sweeps++) {
    const sums = timesColumns(kernel, columns, a.length);
    let error = 0;
    for (let i = 0; i < sums.length; i++) error += Math.abs(rows[i]! * sums[i]! - a[i]!);
    if (sweeps >= maxSweeps || error <= tolerance) return { rows, columns, sweeps, ended: true };
    const nextRows = quotients(a, sums);
    const nextColumns = quotients(b, rowsTimes(kernel, nextRows, b.length));
    if (!nextRows.every(isSmall) || !nextColumns.every(isSmall))
      return { rows, columns, sweeps, ended: false };
    rows = nextRows;
    columns = nextColumns;
  }
}

function scaledMatrix(matrix: Float64Array, rows: Float64Array, columns: Float64Array): Float64Array {
  const scaled = new Float64Array(matrix.length);
  for (let i = 0, p = 0; i < rows.length; i++) {
    for (let j = 0; j < columns.length; j++, p++) scaled[p] = rows[i]! * matrix[p]! * columns[j]!;
  }
  return scaled;
}

/** 1 where there is no mass. */
function quotients(masses: Float64Array, sums: Float64Array): Float64Array {
  return masses.map((mass, i) => (mass > 0 ? mass / sums[i]! : 1));
}

const isSmall = (scaling: number): boolean => scaling < LARGEST_SCALING && scaling > 1 / LARGEST_SCALING;

function rowSums(matrix: Float64Array, n: number): Float64Array {
  return timesColumns(matrix, new Float64Array(matrix.length / n).fill(1), n);
}

function timesColumns(matrix: Float64Array, columns: Float64Array, n: number): Float64Array {
  const sums = new Float64Array(n);
  for (let i = 0, p = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < columns.length; j++, p++) sum += matrix[p]! * columns[j]!;
    sums[i] = sum;
  }
  return sums;
}

function rowsTimes(matrix: Float64Array, rows: Float64Array, m: number): Float64Array {
  const sums = new Float64Array(m);
  for (let i = 0, p = 0; i < rows.length; i++) {
    const factor = rows[i]!;
    for (let j = 0; j < m; j++, p++) sums[j]! += factor * matrix[p]!;
  }
  return sums;
}
