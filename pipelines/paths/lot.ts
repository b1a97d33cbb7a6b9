import { lotPaths, type Metric, type Reference, reference } from "../../src/index.js";
import { LOT_DEFAULTS } from "../defaults.js";
import { fitReference, fitStreams } from "../lot.js";
import { chooseMetric, METRICS, type MetricOptions, scaleOf } from "../metric.js";
import { STREAMS } from "../streams.js";
import type { PathContext, PathKind, PathOptions } from "./kind.js";
import { legsThrough } from "./stops.js";

/** Straight lines in the tangent space at a reference. */
export const lotKind: PathKind = {
  about: "straight in the tangent space at a reference, between what the logarithms of the measures describe",
  takes: ["metric", "kappa", "price", "shares", "base", "reference", "referenceSize"],
  masses: "any", // W2 is asked for by `massesOf`
  walk: (items, options, context) => {
    const start = referenceOf(items, options, context);
    const family = lotPaths(start, items.measures);
    return {
      legs: legsThrough(family, items, options),
      symbol: `LOT (${METRICS[metricName(options)].symbol})`,
      reference: start,
      residuals: family.residuals,
      scale: scaleOf(start.metric),
      keepsMasses: METRICS[metricName(options)].masses === "equal",
    };
  },
};

export function metricName({ metric = "w2" }: PathOptions): MetricOptions["metric"] {
  return metric;
}

/** The measure of `--base`, or one fitted on the measures themselves. */
export function referenceOf(
  items: Parameters<PathKind["walk"]>[0],
  options: PathOptions,
  { base, random }: PathContext,
): Reference {
  const metricOptions = { metric: metricName(options), kappa: options.kappa, price: options.price };
  if (base !== undefined) {
    const metric: Metric = chooseMetric(metricOptions, items.measures, random.fork(STREAMS.metric));
    return reference(base, { metric });
  }
  const given = {
    ...metricOptions,
    reference: options.reference ?? LOT_DEFAULTS.reference,
    referenceSize: options.referenceSize,
  };
  return fitReference(given, items, fitStreams(random));
}
