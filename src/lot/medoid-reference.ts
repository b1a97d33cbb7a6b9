import {
  commonDimension,
  type Measure,
  massive,
  normalise,
  requireCount,
  totalMass,
} from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { clusterPoints } from "./cluster-points.js";
import { geometryOf } from "./geometries.js";
import { type Metric, w2Metric } from "./metric.js";
import { type ReferenceFit, reference } from "./reference.js";
import { drawMeasures, thinned } from "./some-measures.js";

/** Measures that are compared with each other; more are represented by a random choice of so many. */
const CANDIDATES = 32;
/** A measure of more than this many points per reference point is compared by as many draws from it. */
const POINTS_PER_REFERENCE_POINT = 2;

/**
 * The measure whose squared distances to the others, in the metric, sum to the least: its points with their masses, or `count`
 * k-means centres of it where it has more. For W2 it is brought to mass 1 (or `mass`), else it keeps its own, unless `mass` is
 * given.
 *
 * The cost is bounded: of more than 32 measures 32 are compared, drawn without replacement, and for the comparison a measure
 * of more than 2 count points is represented by 2 count draws from it. At most 496 transports.
 */
export const medoidReference: ReferenceFit = (measures, options) => {
  const { count, random, metric = w2Metric } = options;
  requireCount(count);
  commonDimension(measures);
  const chosen = drawMeasures(measures, CANDIDATES, random.fork(0));
  const compared = thinned(chosen, POINTS_PER_REFERENCE_POINT * count, random.fork(1));
  const { isBalanced } = geometryOf(metric);
  const { sums, certificates } = squaredDistanceSums(
    isBalanced ? compared : compared.map((mu, s) => normalise(mu, totalMass(chosen[s]!))),
    metric,
  );
  const medoid = chosen[sums.indexOf(Math.min(...sums))]!;
  const mass = options.mass ?? (isBalanced ? 1 : totalMass(medoid));
  const own = massive(medoid).measure;
  const points = own.count <= count ? own : clusterPoints(own, count, random.fork(2));
  const details = { item: measures.indexOf(medoid), compared: chosen.length };
  const origin = { kind: "medoid", fittedOn: measures.length, details, certificates } as const;
  return reference(normalise(points, mass), { metric, origin });
};

/** For each measure, the sum of its squared distances to the others. */
function squaredDistanceSums(measures: readonly Measure[], metric: Metric) {
  const { transportFrom } = geometryOf(metric);
  const sums = new Float64Array(measures.length);
  const certificates: Certificate[] = [];
  measures.forEach((mu, a) => {
    const transportTo = transportFrom(mu);
    for (let b = a + 1; b < measures.length; b++) {
      const { cost, certificate } = transportTo(measures[b]!);
      sums[a]! += cost;
      sums[b]! += cost;
      certificates.push(certificate);
    }
  });
  return { sums, certificates };
}
