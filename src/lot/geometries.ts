import type { Geometry } from "./geometry.js";
import { hkGeometry } from "./hk.js";
import type { Metric, MetricName, MetricNamed } from "./metric.js";
import { optGeometry } from "./opt.js";
import { w2Geometry } from "./w2.js";

const GEOMETRIES: { readonly [N in MetricName]: (metric: MetricNamed<N>) => Geometry } = {
  w2: w2Geometry,
  hk: hkGeometry,
  opt: optGeometry,
};

export function geometryOf(metric: Metric): Geometry {
  const make = GEOMETRIES[metric.name] as (metric: Metric) => Geometry;
  return make(metric);
}

/** The same geometry, scale and all. */
export function sameMetric(a: Metric, b: Metric): boolean {
  const [one, other] = [geometryOf(a).parameters, geometryOf(b).parameters];
  return a.name === b.name && one.length === other.length && one.every((value, p) => value === other[p]);
}
