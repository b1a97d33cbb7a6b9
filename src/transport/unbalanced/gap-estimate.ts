import { costFunction } from "../../measure/cost.js";
import { exponential } from "../../numeric/elementary.js";
import { squaredDistance } from "../../numeric/squared-distance.js";
import type { Level } from "../entropic/level.js";
import { forEachRow } from "../entropic/plan-rows.js";
import { unbalancedBound } from "./feasible-potentials.js";
import { bestScale, type Moved, objective } from "./objective.js";
import type { UnbalancedProblem } from "./problem.js";
import { bestTranslation, logSurvivingMass } from "./surviving-mass.js";

/** Rows of the plan that the estimate looks at. */
const ROWS = 256;

/**
 * About (upper - lower) / upper of the certificate that a level would get: the marginals of its plan are those of the optimum
 * for its epsilon, a exp(-f / rho) and b exp(-g / rho), and its mean cost is estimated from every (n / 256)-th row. Takes
 * two c-transforms and 256 m exponentials. @param problem of points that reach each other.
 */
export function gapEstimate(problem: UnbalancedProblem, level: Level): number {
  const { source, target, rho } = problem;
  const t = bestTranslation(
    logSurvivingMass(source.weights, level.f, rho),
    logSurvivingMass(target.weights, level.g, rho),
    rho,
  );
  const sent = source.weights.map((a, i) => a * exponential(-(level.f[i]! + t) / rho));
  const received = target.weights.map((b, j) => b * exponential(-(level.g[j]! - t) / rho));
  const mass = sent.reduce((sum, r) => sum + r, 0);
  const moved: Moved = {
    source: sent,
    target: received,
    linear: mass * meanCost(problem, level),
    rounding: 0,
  };
  const scale = bestScale(source.weights, target.weights, rho, moved);
  const upper = objective(source.weights, target.weights, rho, moved, scale).value;
  return upper > 0 ? 1 - unbalancedBound(problem, level.f).lower / upper : 0;
}

/** Mean cost of the plan of a level, in some of its rows. */
function meanCost({ source, target, cost }: UnbalancedProblem, { f, g, epsilon }: Level): number {
  const { dim, count, points } = source;
  const step = Math.ceil(count / ROWS);
  const rows = Int32Array.from({ length: Math.ceil(count / step) }, (_, r) => r * step);
  const x = new Float64Array(rows.length * dim);
  rows.forEach((i, r) => {
    x.set(points.subarray(i * dim, (i + 1) * dim), r * dim);
  });
  const costOf = costFunction(cost);
  let mass = 0;
  let linear = 0;
  forEachRow(
    {
      kind: "entropic",
      epsilon,
      cost,
      dim,
      x,
      y: target.points,
      sourceWeights: Float64Array.from(rows, (i) => source.weights[i]!),
      targetWeights: target.weights,
      potentials: { f: Float64Array.from(rows, (i) => f[i]!), g },
      shape: [rows.length, target.count],
    },
    (r, row) => {
      for (let j = 0; j < row.length; j++) {
        const p = row[j]!;
        if (p === 0) continue;
        const price = costOf(squaredDistance(x, r, target.points, j, dim));
        if (price === Infinity) continue;
        mass += p;
        linear += p * price;
      }
    },
  );
  return mass > 0 ? linear / mass : 0;
}
