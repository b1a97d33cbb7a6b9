import { lendEntropicKernels } from "../../kernels/entropic.js";
import type { SweptKernel } from "./kernel-matrix.js";
import { lengthScale } from "./length-scale.js";
import type { SoftProblem } from "./soft-transform.js";

/** Entries that are computed together: they have to stay in the cache until they have been read twice. */
const BLOCK = 2 ** 15;

/**
 * Work with a Gibbs kernel that is computed block by block in every sweep and never stored: O((n + m) d) memory. The bits
 * are those of a kernel matrix with the same potentials.
 */
export function withStreamedKernel<T>({ x, y, dim, cost }: SoftProblem, work: (kernel: SweptKernel) => T): T {
  const n = x.length / dim;
  const m = y.length / dim;
  const rowsAtOnce = Math.max(4, Math.floor(BLOCK / m / 4) * 4);
  return lendEntropicKernels(({ functions, doubles }) => {
    const gibbs = functions.newGibbs(n, m, dim, lengthScale(cost), Math.min(n, rowsAtOnce));
    doubles(functions.gibbsX(gibbs), n * dim).set(x);
    doubles(functions.gibbsY(gibbs), m * dim).set(y);
    functions.prepareGibbs(gibbs); // takes the last memory: the views below stay
    const ownF = doubles(functions.gibbsF(gibbs), n);
    const ownG = doubles(functions.gibbsG(gibbs), m);
    const columnSums = doubles(functions.columnSums(gibbs), m);
    let softness = 1;
    return work({
      u: doubles(functions.rowFactors(gibbs), n),
      v: doubles(functions.columnFactors(gibbs), m),
      rowSums: doubles(functions.rowSums(gibbs), n),
      columnSums,
      compute: (f, g, epsilon) => {
        ownF.set(f);
        ownG.set(g);
        softness = epsilon;
      },
      cutBelow: (lowest) => functions.cutBelow(gibbs, lowest),
      sweep: (update) => {
        columnSums.fill(0);
        for (let from = 0; from < n; from += rowsAtOnce) {
          const to = Math.min(n, from + rowsAtOnce);
          functions.computeRows(gibbs, from, to, softness);
          functions.sumRows(gibbs, from, to);
          update(from, to);
          functions.addColumns(gibbs, from, to);
        }
      },
    });
  });
}
