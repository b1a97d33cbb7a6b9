import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Stop } from "../../numeric/iterate.js";
import { invariantStep, type SoftPotentials, type SoftProblemOfMasses } from "./invariant-step.js";

/** Where the iteration has come to, and at which epsilon. `iterations` counts those of all epsilons. */
export interface Annealed extends Iterated<SoftPotentials> {
  readonly epsilon: number;
}

/** Iterations at an epsilon on the way, and the error that ends them earlier: a start for the next one needs no more. */
const ON_THE_WAY: Required<Stop> = { tolerance: 0.01, maxIterations: 5 };

/** f = g = 0, before the first iteration. */
export function flatStart({ source, target }: SoftProblemOfMasses, epsilon: number): Annealed {
  const f = new Float64Array(source.weights.length);
  const g = new Float64Array(target.weights.length);
  return { state: { f, g }, error: Infinity, status: "converged", iterations: 0, epsilon };
}

/**
 * A few iterations at each epsilon of the list, from large to small. Ends before its end as "aborted", "non-finite" or,
 * when `maxIterations` in all are reached, "iteration-limit"; else "converged", which says nothing of the error.
 */
export function anneal(
  problem: SoftProblemOfMasses,
  start: Annealed,
  epsilons: readonly number[],
  maxIterations: number,
  onProgress?: OnProgress,
): Annealed {
  let at = start;
  for (const epsilon of epsilons) {
    const left = Math.min(ON_THE_WAY.maxIterations, maxIterations - at.iterations);
    if (left === 0) return { ...at, status: "iteration-limit" };
    at = iterateAt(problem, at, epsilon, { ...ON_THE_WAY, maxIterations: left }, onProgress);
    if (at.status === "iteration-limit") at = { ...at, status: "converged" };
    if (at.status !== "converged") return at;
  }
  return at;
}

/** Iterations at one epsilon, counted on from those done. */
export function iterateAt(
  problem: SoftProblemOfMasses,
  { state, iterations }: Annealed,
  epsilon: number,
  rule: Required<Stop>,
  onProgress?: OnProgress,
): Annealed {
  const counted: OnProgress = (info) => onProgress?.({ ...info, done: iterations + info.done });
  const ended = iterate(state, invariantStep(problem, epsilon), rule, counted);
  return { ...ended, iterations: iterations + ended.iterations, epsilon };
}

/** from, from / 2, ... as long as they are above `to`. */
export function halvings(from: number, to: number): number[] {
  const list: number[] = [];
  for (let epsilon = from; epsilon > to; epsilon /= 2) list.push(epsilon);
  return list;
}
