import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Stop } from "../../numeric/iterate.js";
import type { SparsePlan } from "../sparse-plan.js";
import { firstIterate, type GromovIterate, gradientStep, linearisedCosts } from "./conditional-gradient.js";
import { bestExchange, exchangedEntries, exchangedPlan } from "./exchange.js";
import { isDense } from "./plan-product.js";
import { type GromovProblem, objectiveScale } from "./problem.js";
import { sandwich } from "./sandwich.js";

/**
 * Conditional gradient from one plan and, where that comes to rest, exchanges between two entries as long as one is of use,
 * then conditional gradient again: until the plan is stationary and no exchange improves it.
 *
 * The error is the larger one of the gap of the linearised problem and of the gain of the first exchange, relative to
 * `objectiveScale`. A round of exchanges counts as one iteration; it has at most n + m of them, O((n + m)^2 + n m) each.
 */
export function localSearch(
  problem: GromovProblem,
  start: SparsePlan,
  stop: Required<Stop>,
  onProgress?: OnProgress,
): Iterated<GromovIterate> {
  const atRest = stop.tolerance * objectiveScale(problem);
  return iterate(
    firstIterate(problem, start),
    (at) => {
      const next = gradientStep(problem, at);
      if (next.error > stop.tolerance && !next.stalled) return next;
      const { state, gain } = exchangeRound(problem, next.state, atRest);
      return gain > atRest ? { state, error: gain / objectiveScale(problem) } : next;
    },
    stop,
    onProgress,
  );
}

/** Exchanges that gain more than `least` each, the best first. */
function exchangeRound(
  problem: GromovProblem,
  at: GromovIterate,
  least: number,
): { state: GromovIterate; gain: number } {
  if (isDense(problem, at.plan)) return { state: at, gain: 0 };
  let { plan } = at;
  const product = at.product.slice();
  let firstGain = 0;
  for (let made = 0; made < problem.n + problem.m; made++) {
    const exchange = bestExchange(problem, plan, linearisedCosts(problem, product));
    if (made === 0) firstGain = exchange.gain;
    if (!(exchange.gain > least)) break;
    const added = sandwich(problem, exchangedEntries(plan, exchange));
    for (let p = 0; p < product.length; p++) product[p]! += added[p]!;
    plan = exchangedPlan(plan, exchange);
  }
  return { state: { ...at, plan, product, atoms: [{ plan, share: 1 }] }, gain: firstGain };
}
