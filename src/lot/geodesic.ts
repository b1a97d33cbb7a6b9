import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { geometryOf } from "./geometries.js";
import type { MetricCost } from "./geometry.js";
import { type Metric, w2Metric } from "./metric.js";

/** The curve between two measures along an optimal plan. `cost` is their squared distance. */
export interface Geodesic extends MetricCost {
  readonly distance: number;
  /** The measure at time t, 0 <= t <= 1; at 0 and 1 copies of the two measures. @throws ShapeError for other t. */
  readonly at: (t: number) => Measure;
}

/**
 * Geodesic from source to target: each entry of an optimal plan is a particle of its own, so that mass that splits arrives
 * whole. For W2 and HK  distance(source, at(t)) = t distance(source, target); OPT has no geodesics, and what is given is its
 * interpolation: what is kept moves, what is destroyed fades, what is created grows.
 *
 * A measure between has as many points as the plan has entries, at most n + m - 1, and those that are not moved.
 *
 * @param options.metric default: `w2Metric`.
 * @throws what `metricCost` throws; ShapeError if the problem is too large for an exact HK plan.
 *
 * One transport problem, then O((n + m) d) a measure. McCann 1997; Liero, Mielke and Savaré 2016, section 4.
 */
export function geodesic(
  source: Measure,
  target: Measure,
  { metric = w2Metric }: { readonly metric?: Metric } = {},
): Geodesic {
  const geometry = geometryOf(metric);
  const { cost, plan, certificate } = geometry.transportFrom(source)(target);
  if (plan.kind === "entropic") {
    throw new ShapeError(
      `${source.count} x ${target.count} points are too many for the exact plan that a geodesic needs; resample them`,
      { found: source.count * target.count },
    );
  }
  const between = geometry.between(source, target, plan);
  return {
    cost,
    distance: Math.sqrt(cost),
    certificate,
    at: (t) => {
      if (!(t >= 0 && t <= 1)) throw new ShapeError(`t is ${t}; it must be a number of 0 to 1`, { found: t });
      if (t === 0) return copyOf(source);
      return t === 1 ? copyOf(target) : between(t);
    },
  };
}

function copyOf(mu: Measure): Measure {
  return { ...mu, points: mu.points.slice(), weights: mu.weights.slice() };
}
