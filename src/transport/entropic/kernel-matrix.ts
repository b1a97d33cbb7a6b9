import { lendEntropicKernels } from "../../kernels/entropic.js";
import { lengthScale } from "./length-scale.js";
import type { SoftProblem } from "./soft-transform.js";

/** Most entries of a kernel matrix, 200 MB: what WebAssembly has room for everywhere. */
export const LARGEST_KERNEL_MATRIX = 2.5e7;

/** Entries that `sweep` reads twice: they have to stay in the cache. */
const BLOCK = 2 ** 15;

/**
 * The Gibbs kernel K_ij = exp((f_i + g_j - c(x_i, y_j)) / epsilon), stored. An exponent above 709 counts as 709, one below
 * -708 as -Infinity.
 *
 * The arrays are the kernel's own: write u and v, read the sums, and copy what is to last.
 */
export interface KernelMatrix {
  /** Factors of the rows (n) and of the columns (m). */
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** K v, of length n, and K^T u, of length m. */
  readonly rowSums: Float64Array;
  readonly columnSums: Float64Array;
  /** Computes K; f or g of -Infinity gives a row or column of zeros. O(n m d). */
  readonly compute: (f: Float64Array, g: Float64Array, epsilon: number) => void;
  /** From now on entries below 2^lowest are computed as 0, and where neighbouring points follow each other, passed over. */
  readonly cutBelow: (lowest: number) => void;
  /** rowSums = K v. O(n m), at the speed of memory. */
  readonly sumRows: () => void;
  /** columnSums = K^T u. O(n m), at the speed of memory. */
  readonly sumColumns: () => void;
  /**
   * rowSums = K v, then u, then columnSums = K^T u, in one reading of K: `update(from, to)` is called for the rows from
   * .. to-1, one block after the other, and writes u there from the rowSums there. Bits are those of the two products.
   */
  readonly sweep: (update: (from: number, to: number) => void) => void;
}

/** What a sweep uses of a kernel. */
export type SweptKernel = Pick<
  KernelMatrix,
  "u" | "v" | "rowSums" | "columnSums" | "compute" | "cutBelow" | "sweep"
>;

/**
 * Work with a kernel matrix of two clouds. `work` may be called a second time, if WebAssembly has no memory left, so it
 * has to begin afresh.
 *
 * @returns what `work` does.
 *
 * 8 n m bytes; callers see to it that n m is at most LARGEST_KERNEL_MATRIX.
 */
export function withKernelMatrix<T>(problem: SoftProblem, work: (matrix: KernelMatrix) => T): T {
  const { x, y, dim, cost } = problem;
  const n = x.length / dim;
  const m = y.length / dim;
  return lendEntropicKernels(({ functions, doubles }) => {
    const gibbs = functions.newGibbs(n, m, dim, lengthScale(cost), n);
    doubles(functions.gibbsX(gibbs), n * dim).set(x);
    doubles(functions.gibbsY(gibbs), m * dim).set(y);
    functions.prepareGibbs(gibbs); // takes the last memory: the views below stay
    const ownF = doubles(functions.gibbsF(gibbs), n);
    const ownG = doubles(functions.gibbsG(gibbs), m);
    const columnSums = doubles(functions.columnSums(gibbs), m);
    const rowsAtOnce = Math.max(4, Math.floor(BLOCK / m / 4) * 4);
    return work({
      u: doubles(functions.rowFactors(gibbs), n),
      v: doubles(functions.columnFactors(gibbs), m),
      rowSums: doubles(functions.rowSums(gibbs), n),
      columnSums,
      compute: (f, g, epsilon) => {
        ownF.set(f);
        ownG.set(g);
        functions.computeRows(gibbs, 0, n, epsilon);
      },
      cutBelow: (lowest) => functions.cutBelow(gibbs, lowest),
      sumRows: () => functions.sumRows(gibbs, 0, n),
      sumColumns: () => {
        columnSums.fill(0);
        functions.addColumns(gibbs, 0, n);
      },
      sweep: (update) => {
        columnSums.fill(0);
        for (let from = 0; from < n; from += rowsAtOnce) {
          const to = Math.min(n, from + rowsAtOnce);
          functions.sumRows(gibbs, from, to);
          update(from, to);
          functions.addColumns(gibbs, from, to);
        }
      },
    });
  });
}
