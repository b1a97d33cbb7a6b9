import type { Measure } from "../measure/measure.js";
import { geometryOf } from "./geometries.js";
import type { MetricCost } from "./geometry.js";
import type { Metric } from "./metric.js";

/**
 * Squared distance of two measures in a metric: W2^2 by `exact`, HK^2 by `unbalancedExact` (above 2.5e7 pairs of points by
 * `unbalanced`), OPT by `partial` at the price. See there for certificates, errors, time and memory.
 */
export function metricCost(metric: Metric, a: Measure, b: Measure): MetricCost {
  const { cost, certificate } = geometryOf(metric).transportFrom(a)(b);
  return { cost, certificate };
}
