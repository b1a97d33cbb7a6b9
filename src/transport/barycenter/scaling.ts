import { exponential } from "../../numeric/elementary.js";
import type { Step } from "../../numeric/iterate.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { EntropicState } from "./entropic-step.js";
import type { SupportProblem } from "./support-problem.js";

/** A state of the scaling algorithm with its histogram. */
export interface Scaling {
  readonly scaling: EntropicState;
  /** q. */
  readonly masses: Float64Array;
}

/** Before the first iteration: v = 1, no plan, and the mixture sum_s lambda_s D_s. */
export function firstScaling({ atoms, lambda, costs }: SupportProblem): Scaling {
  const n = atoms[0]!.length;
  const m = costs.length / n;
  const masses = new Float64Array(m);
  atoms.forEach((atom, s) => {
    for (let j = 0; j < m; j++) masses[j]! += lambda[s]! * atom[j]!;
  });
  const scaling = {
    logU: new Float64Array(lambda.length * n).fill(-Infinity),
    logA: new Float64Array(lambda.length * m),
    logQ: new Float64Array(m),
    logV: new Float64Array(lambda.length * m),
  };
  return { scaling, masses };
}

/** The step to a state; its error is sum |q - q before|, relative to the mass of q. */
export function scalingChange(before: Float64Array, scaling: EntropicState): Step<Scaling> {
  const masses = scaling.logQ.map(exponential);
  const moved = compensatedSum(masses.map((mass, j) => Math.abs(mass - before[j]!)));
  return { state: { scaling, masses }, error: moved / compensatedSum(masses) };
}
