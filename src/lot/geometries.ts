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
