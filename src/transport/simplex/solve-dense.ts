import { lendExactKernels } from "../../kernels/exact.js";
import type { ExactKernels } from "../../kernels/kernels.js";
import type { Measure } from "../../measure/measure.js";
import type { ExactOptions } from "../exact-options.js";
import { commonFrame } from "../frame.js";
import { provenTransport } from "../proven-transport.js";
import { sourcePotential } from "../source-potential.js";
import type { SparsePlan } from "../sparse-plan.js";
import type { Transport } from "../transport.js";
import { pivotBudget } from "./budget.js";
import { denseTree, isKept, LARGEST_KEPT } from "./dense-tree.js";
import { flowTree } from "./flow-tree.js";
import type { SourceLevels } from "./levels.js";
import { matrixTransform } from "./matrix-transform.js";
import { wholeProblem } from "./problem.js";
import { realPlan } from "./real-plan.js";

/** Dimension from which distances are not computed again for the certificate, unless rounding leaves it open. */
const SMALLEST_BY_MATRIX = 5;

/** How work gets hold of the kernels. */
export type Lend = <T>(work: (kernels: ExactKernels) => T) => T;

/** What changes how fast the answer comes, never the answer. */
export interface DenseMeans {
  /** Default: WebAssembly where there is some. */
  readonly lend?: Lend;
  /** Of earlier calls with the same source. */
  readonly sourceLevels?: SourceLevels;
  /** Costs that are kept at most. */
  readonly largestKept?: number;
}

/**
 * Optimal plan between two balanced measures by the network simplex on the complete graph: the road for small
 * clouds, for high dimension, and for clouds of very different size.
 *
 * @returns what `exact` does; certificate.iterations counts pivots, at most 200 (n + m) + 10,000 by default.
 * @throws MeasureError if squared distances overflow.
 *
 * In practice O((n + m)^2) time or a little more, without a polynomial guarantee but with a cap on pivots. Memory
 * O((n + m) d) and, for n m <= 2.5e7, the cost matrix (at most 200 MB). Ahuja, Magnanti and Orlin 1993, chapter 11.
 */
export function solveDense(
  source: Measure,
  target: Measure,
  options: ExactOptions,
  { lend = lendExactKernels, sourceLevels, largestKept = LARGEST_KEPT }: DenseMeans = {},
): Transport<SparsePlan> {
  const { maxPivots = 200 * (source.count + target.count) + 10_000, onProgress } = options;
  const frame = commonFrame(source, target);
  const whole = wholeProblem(source, target, frame, sourceLevels);
  return lend((kernels) => {
    const budget = pivotBudget(maxPivots, onProgress); // here: the work may have to begin again
    const simplex = denseTree(kernels, whole.problem, budget, largestKept);
    const tree = flowTree(kernels, simplex, whole.problem);
    const solution = {
      plan: realPlan(source, target, frame, whole, tree),
      f: sourcePotential(frame, whole.source.nodes, tree.potential),
      outcome: { status: budget.ended() ?? "converged", iterations: budget.done() },
    } as const;
    const all = tree.count === source.count + target.count;
    if (all && source.dim >= SMALLEST_BY_MATRIX && isKept(whole.problem, largestKept)) {
      const transform = matrixTransform(kernels, simplex, source, target, frame);
      const transport = provenTransport(source, target, frame, solution, transform);
      if (transport.certificate.status === solution.outcome.status) return transport;
    }
    return provenTransport(source, target, frame, solution);
  });
}
