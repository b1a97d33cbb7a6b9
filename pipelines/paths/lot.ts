import { lotPaths, type Metric, type Reference, reference } from "../../src/index.js";
import { LOT_DEFAULTS } from "../defaults.js";
import { fitReference, fitStreams } from "../lot.js";
import { chooseMetric, METRICS, type MetricOptions, metricFault, scaleOf } from "../metric.js";
import { STREAMS } from "../streams.js";
import type { PathContext, PathKind, PathOptions } from "./kind.js";
import { legsThrough } from "./stops.js";

/** Straight lines in the tangent space at a reference. */
export const lotKind: PathKind = {
  about: "straight in the tangent space at a reference, between what the logarithms of the measures describe",
  takes: ["metric", "kappa", "price", "shares", "base", "reference", "referenceSize"],
  masses: (options) => METRICS[metricName(options)].masses,
  fault: (options) => metricFault(metricOptions(options)),
  settings: (options) => ({ metric: metricName(options) }),
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

function metricName({ metric = "w2" }: PathOptions): MetricOptions["metric"] {
  return metric;
}

function metricOptions(options: PathOptions): MetricOptions {
  return { metric: metricName(options), kappa: options.kappa, price: options.price };
}

/** The measure of `--base`, or one fitted on the measures themselves. */
export function referenceOf(
  items: Parameters<PathKind["walk"]>[0],
  options: PathOptions,
  { base, random }: PathContext,
): Reference {
  const chosen = metricOptions(options);
  if (base !== undefined) {
    const metric: Metric = chooseMetric(chosen, items.measures, random.fork(STREAMS.metric));
    return reference(base, { metric });
  }
  const given = {
    ...chosen,
    reference: options.reference ?? LOT_DEFAULTS.reference,
    referenceSize: options.referenceSize,
  };
  return fitReference(given, items, fitStreams(random));
}
