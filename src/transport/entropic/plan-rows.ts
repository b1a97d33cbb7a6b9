import { lendKernels } from "../../kernels/lend.js";
import type { EntropicPlan } from "./entropic-plan.js";
import { lengthScale } from "./length-scale.js";

/** Rows that are computed together: as many as the kernels compute at a time. */
const ROWS_AT_ONCE = 4;

/**
 * The rows of an entropic plan, one after the other: `visit(i, row)` with row[j] = p_ij, valid during the call. The same
 * plan gives the same bits each time. O(n m d) time, O((n + m) d) memory.
 */
export function forEachRow(plan: EntropicPlan, visit: (i: number, row: Float64Array) => void): void {
  const { x, y, dim, cost, epsilon, sourceWeights, targetWeights, potentials, shape } = plan;
  const [n, m] = shape;
  lendKernels(({ functions, doubles }) => {
    const gibbs = functions.newGibbs(n, m, dim, lengthScale(cost), ROWS_AT_ONCE);
    doubles(functions.gibbsX(gibbs), n * dim).set(x);
    doubles(functions.gibbsY(gibbs), m * dim).set(y);
    doubles(functions.gibbsF(gibbs), n).set(potentials.f);
    doubles(functions.gibbsG(gibbs), m).set(potentials.g);
    doubles(functions.rowFactors(gibbs), n).set(sourceWeights);
    doubles(functions.columnFactors(gibbs), m).set(targetWeights);
    functions.prepareGibbs(gibbs); // takes the last memory: from here on nothing is begun again
    const rows = doubles(functions.gibbsValues(gibbs), ROWS_AT_ONCE * m);
    for (let i = 0; i < n; i += ROWS_AT_ONCE) {
      const end = Math.min(n, i + ROWS_AT_ONCE);
      functions.computeRows(gibbs, i, end, epsilon);
      functions.scaleRows(gibbs, end);
      for (let r = i; r < end; r++) visit(r, rows.subarray((r - i) * m, (r - i + 1) * m));
    }
  });
}
