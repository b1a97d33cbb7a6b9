import { fitKMeans } from "../learn/k-means.js";
import { type Measure, resample, totalMass } from "../measure/measure.js";
import { mergeRepeated } from "../measure/merge.js";
import type { Random } from "../numeric/random.js";

/** Distinct sites that are clustered; a larger pool is represented by as many draws from it. */
const MAX_SITES = 20_000;
/** A reference need not be the best clustering, only a good one: one k-means++ start, few iterations. */
const STARTS = 1;
const MAX_ITERATIONS = 25;

/**
 * At most `count` k-means centres of a measure, each with the mass of its cluster.
 *
 * The measure itself, with repeated points merged, if it has no more than `count` distinct points.
 */
export function clusterPoints(mu: Measure, count: number, random: Random): Measure {
  const sites = distinctSites(mu, random.fork(0));
  if (sites.count <= count) return sites;
  const rows = { rows: sites.count, cols: sites.dim, data: sites.points };
  const { centres, masses } = fitKMeans(rows, {
    clusters: count,
    weights: sites.weights,
    random: random.fork(1),
    starts: STARTS,
    maxIterations: MAX_ITERATIONS,
  });
  const factor = totalMass(mu) / totalMass(sites); // 1 but for rounding
  return {
    points: centres.data,
    weights: masses.map((mass) => mass * factor),
    count: centres.rows,
    dim: sites.dim,
  };
}

function distinctSites(mu: Measure, random: Random): Measure {
  const sites = mergeRepeated(mu).measure;
  return sites.count <= MAX_SITES
    ? sites
    : mergeRepeated(resample(sites, { count: MAX_SITES, random })).measure;
}
