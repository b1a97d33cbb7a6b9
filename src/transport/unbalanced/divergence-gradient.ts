import { type Measure, totalMass } from "../../measure/measure.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import { compensatedSum } from "../../numeric/sum.js";
import { softTransform } from "../entropic/soft-transform.js";
import type { UnbalancedProblem } from "./problem.js";

/** One of the three problems of a divergence, solved. */
export interface SolvedTerm {
  /** Of the points with mass. */
  readonly problem: UnbalancedProblem;
  readonly epsilon: number;
  /** Potentials with the constant that proves most, and the marginals of the plan. */
  readonly g: Float64Array;
  readonly sent: Float64Array;
}

/**
 * How the divergence changes with the mass of each point of a measure, from its transport to the other measure and that to
 * itself:
 *
 *   -(rho + epsilon) (exp(-f_ab / rho) - exp(-f_aa / rho)) + epsilon (mass of p_ab - mass of p_aa) / (2 mass of a).
 *
 * Points without mass have potentials too: the damped softmin of g. O(n (n + m) d).
 */
export function divergenceGradient(mu: Measure, toOther: SolvedTerm, toItself: SolvedTerm): Float64Array {
  const { problem, epsilon } = toOther;
  const { rho } = problem;
  const other = survivalAt(mu, toOther);
  const itself = survivalAt(mu, toItself);
  const masses = compensatedSum(toOther.sent) - compensatedSum(toItself.sent);
  const constant = (epsilon * masses) / (2 * totalMass(mu));
  return other.map((value, i) => -(rho + epsilon) * (value - itself[i]!) + constant);
}

/** exp(-f / rho) at all points of the source. */
function survivalAt({ points, dim }: Measure, { problem, epsilon, g }: SolvedTerm): Float64Array {
  const { target, cost, rho, referenceMass } = problem;
  const offset = epsilon * logarithm(referenceMass);
  const h = g.map((value, j) => value + epsilon * logarithm(target.weights[j]!));
  const soft = softTransform({ x: points, y: target.points, dim, cost }, h, epsilon);
  return soft.map((value) => exponential(-(value + offset) / (rho + epsilon)));
}
