import type { Measure } from "../measure/measure.js";
import { geometryOf } from "./geometries.js";
import type { MetricCost } from "./geometry.js";
import type { Metric } from "./metric.js";

/**
 * Squared distance of two measures in a metric: W2^2 by `exact`, HK^2 by `unbalancedExact` (above the most pairs of points that
 * it takes by `unbalanced`: then an upper bound, as far off as the certificate says), OPT by `partial` at the price. See
 * there for certificates, errors, time and memory.
 */
export function metricCost(metric: Metric, a: Measure, b: Measure): MetricCost {
  const { cost, certificate } = geometryOf(metric).transportFrom(a)(b);
  return { cost, certificate };
}
