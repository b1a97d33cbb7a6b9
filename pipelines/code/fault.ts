import type { MetricName } from "../../src/index.js";
import type { MetricOptions } from "../metric.js";

/** Metrics whose tangent spaces have nearest points of convex hulls. */
export const CODING_METRICS: readonly MetricName[] = ["w2", "hk"];

/** The sentence that refuses a metric without codes; undefined if all is in place. */
export function codingFault({ metric }: MetricOptions): string | undefined {
  return CODING_METRICS.includes(metric)
    ? undefined
    : `--metric ${metric} has no codes: its singular masses are not compared by squares; use ${CODING_METRICS.join(" or ")}`;
}
