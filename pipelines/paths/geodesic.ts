import { type Collection, geodesicPath, type MetricName } from "../../src/index.js";
import { chooseMetric, METRICS, scaleOf } from "../metric.js";
import { STREAMS } from "../streams.js";
import type { Leg, PathKind, PathOption } from "./kind.js";

/** Geodesics of a metric, from each measure to the next. */
export function geodesicKind(metric: MetricName, about: string, takes: readonly PathOption[]): PathKind {
  const { symbol, masses } = METRICS[metric];
  return {
    about,
    takes,
    masses: () => masses,
    walk: (items, options, { random }) => {
      const given = { metric, kappa: options.kappa, price: options.price };
      const chosen = chooseMetric(given, items.measures, random.fork(STREAMS.metric));
      const legs = betweenNeighbours(items, (s) =>
        geodesicPath(items.measures[s]!, items.measures[s + 1]!, { metric: chosen }),
      );
      return { legs, symbol, scale: scaleOf(chosen), keepsMasses: masses === "equal" };
    },
  };
}

/** A leg from each item to the next. */
export function betweenNeighbours({ names }: Collection, pathFrom: (s: number) => Leg["path"]): Leg[] {
  return names.slice(1).map((to, s) => ({ from: names[s]!, to, path: pathFrom(s) }));
}
