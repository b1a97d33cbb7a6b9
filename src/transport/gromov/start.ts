import type { SparsePlan } from "../sparse-plan.js";
import type { GromovProblem } from "./problem.js";
import type { ThirdBound } from "./third-bound.js";

/** Plans to begin from, made one after the other as they are needed; each has the marginals a and b of the problem. */
export type GromovStart = (problem: GromovProblem, bound: ThirdBound) => Iterable<SparsePlan>;
