import { type Measure, measure } from "../measure/measure.js";
import { exactFrom } from "../transport/exact.js";
import { barycentricProjection, type Plan } from "../transport/plan.js";
import { spreadAround } from "./barycentric-spread.js";
import {
  type Curve,
  type Geometry,
  type LogarithmFields,
  MASS_SCALE,
  type TangentFields,
} from "./geometry.js";
import { planPieces } from "./plan-pieces.js";

/**
 * Wasserstein: the velocity v_i = T_i - x_i of the barycentric projection T of the plan. Masses stay; points move along
 * straight lines.
 */
export function w2Geometry(): Geometry {
  return {
    isBalanced: true,
    parameters: [],
    growthWeight: 0,
    singularCost: () => 0,
    singularScale: MASS_SCALE,
    transportFrom: exactFrom,
    logarithm,
    exponential,
    between,
  };
}

function logarithm({ points }: Measure, mu: Measure, plan: Plan): LogarithmFields {
  const images = barycentricProjection(plan, mu);
  const residual = spreadAround(images, plan, mu);
  const velocity = images; // ours alone from here on
  for (let p = 0; p < velocity.length; p++) velocity[p]! -= points[p]!;
  return { velocity, residual };
}

function exponential({ points, weights, dim }: Measure, { velocity }: TangentFields, t: number): Measure {
  return measure(
    points.map((x, p) => x + t * velocity[p]!),
    { dim, weights },
  );
}

/** Each entry of the plan is a particle of its own, so that mass that splits arrives. */
function between(source: Measure, target: Measure, plan: Plan): Curve {
  const { from, to, masses } = planPieces(source, target, plan);
  return (t) =>
    measure(
      from.map((x, p) => x + t * (to[p]! - x)),
      { dim: source.dim, weights: masses },
    );
}
