import { compensatedSum } from "../../numeric/sum.js";
import type { EntropicPlan } from "../entropic/entropic-plan.js";
import type { Level } from "../entropic/level.js";
import { forEachRow } from "../entropic/plan-rows.js";
import type { Potentials } from "../potentials.js";
import { weightedSum } from "../weighted-sum.js";
import { dualValue } from "./dual-value.js";
import { objective } from "./objective.js";
import type { UnbalancedProblem } from "./problem.js";
import { bestTranslation, logSurvivingMass } from "./surviving-mass.js";

/**
 * What is proved of the least value of  <c, p> + rho KL(p 1 | a) + rho KL(p^T 1 | b) + epsilon KL(p | a b^T / sqrt(mass a *
 * mass b)).
 */
export interface RelaxedValue {
  /** The dual value: off by about the square of the marginal error. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Marginals of the plan. */
  readonly sent: Float64Array;
  readonly received: Float64Array;
}

/** Roundings of the largest exponent, in units of epsilon, that entries of the plan are off by. */
const ROUNDINGS = 64;

/**
 * Bracket of the regularised optimum: the dual value of the potentials, their constant chosen best, and the value of
 * their plan, whose logarithm is (f + g - c) / epsilon, so that only its marginals are needed. Both ends include
 * rounding.
 *
 * One look at all entries of the plan: O(n m d) time, O((n + m) d) memory.
 *
 * @param problem of points with mass that reach each other. @param plan of the same points and the level.
 */
export function relaxedValue(problem: UnbalancedProblem, level: Level, plan: EntropicPlan): RelaxedValue {
  const { source, target, rho, costScale, referenceMass: reference } = problem;
  const { f, g } = translatedPotentials(problem, level);
  const { epsilon } = level;
  const { sent, received } = sums(plan);
  const mass = compensatedSum(sent);
  const exponents = costScale + largest(f) + largest(g);
  const entries = ROUNDINGS * Number.EPSILON * (source.dim + 1) * (1 + exponents / epsilon); // relative error
  const masses = new Float64Array(f.length + g.length);
  masses.set(source.weights);
  masses.set(target.weights, f.length);
  const potentials = new Float64Array(masses.length);
  potentials.set(f);
  potentials.set(g, f.length);
  const dual = dualValue(masses, potentials, rho, 0) - epsilon * (mass - reference);
  const moved = { source: sent, target: received, linear: 0, rounding: entries };
  const ofMarginals = objective(source.weights, target.weights, rho, moved);
  const primal = weightedSum(f, sent) + weightedSum(g, received) - epsilon * (mass - reference);
  const rounding =
    entries * mass * (epsilon + largest(f) + largest(g)) + 4 * Number.EPSILON * epsilon * (mass + reference);
  return {
    value: dual,
    lower: dual - rounding,
    upper: primal + ofMarginals.upper + rounding,
    sent,
    received,
  };
}

/** Potentials of a level with the constant that proves most. */
export function translatedPotentials(
  { source, target, rho }: UnbalancedProblem,
  { f, g }: Potentials,
): Potentials {
  const t = bestTranslation(
    logSurvivingMass(source.weights, f, rho),
    logSurvivingMass(target.weights, g, rho),
    rho,
  );
  return { f: f.map((value) => value + t), g: g.map((value) => value - t) };
}

function sums(plan: EntropicPlan): Pick<RelaxedValue, "sent" | "received"> {
  const sent = new Float64Array(plan.shape[0]);
  const received = new Float64Array(plan.shape[1]);
  forEachRow(plan, (i, row) => {
    let sum = 0;
    for (let j = 0; j < row.length; j++) {
      sum += row[j]!;
      received[j]! += row[j]!;
    }
    sent[i] = sum;
  });
  return { sent, received };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
