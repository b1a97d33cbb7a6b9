import { totalMass } from "../../measure/measure.js";
import { logarithm } from "../../numeric/elementary.js";
import { type SoftProblem, softTransform } from "../entropic/soft-transform.js";
import { marginal, type SoftProblemOfMasses } from "./invariant-step.js";
import type { UnbalancedProblem } from "./problem.js";

/** What the iteration needs of a problem, its transforms computed from the points: O(n + m) memory. */
export function softProblem({ source, target, cost, rho }: UnbalancedProblem): SoftProblemOfMasses {
  const toSource: SoftProblem = { x: source.points, y: target.points, dim: source.dim, cost };
  const toTarget: SoftProblem = { x: target.points, y: source.points, dim: source.dim, cost };
  return {
    transforms: {
      toSource: (h, epsilon) => softTransform(toSource, h, epsilon),
      toTarget: (h, epsilon) => softTransform(toTarget, h, epsilon),
    },
    source: marginal(source.weights),
    target: marginal(target.weights),
    rho,
    logScale: (logarithm(totalMass(source)) + logarithm(totalMass(target))) / 2,
  };
}
