import { type Measure, normalise } from "../measure/measure.js";
import type { Random } from "../numeric/random.js";
import { squaredDistance } from "../numeric/squared-distance.js";
import { exact } from "../transport/exact.js";
import { clusterPoints } from "./cluster-points.js";
import { hkMetric, type MetricName, type MetricNamed, optMetric, w2Metric } from "./metric.js";
import { planPieces } from "./plan-pieces.js";
import { drawMeasures, normalisedMean, thinned } from "./some-measures.js";

/** How many measures are looked at, and how many points of each and of their mean. */
const MEASURES = 16;
const POINTS = 512;
/** Moves over less than this part of the longest one are rounding. */
const ROUNDING = 1e-9;
/** Scale of HK in typical travels, over which its cost is then 0.7 % above the squared distance. */
const KAPPA_PER_TRAVEL = 5;
/** Farthest distance of OPT in typical travels. */
const REACH_PER_TRAVEL = 3;

/** From a typical travel. */
const SCALES: { readonly [N in MetricName]: (travel: number) => MetricNamed<N> } = {
  w2: () => w2Metric,
  hk: (travel) => hkMetric(KAPPA_PER_TRAVEL * travel),
  opt: (travel) => optMetric((REACH_PER_TRAVEL * travel) ** 2 / 2),
};

/**
 * A metric of that name with a scale from the data. Transport between the measures' mean and each of them, all brought to
 * mass 1, as W2 has it, tells how far mass travels; d is the distance that half of the mass that moves at all stays below.
 * Then
 *
 *   kappa = 5 d,   price = (3 d)^2 / 2.
 *
 * Typical travels cost for HK what they do for W2, within 1 %, while no mass goes farther than kappa pi / 2 = 7.9 d: where W2
 * would send some of it across the whole picture because two places differ in mass, it is destroyed here and created there.
 * For OPT, where nothing grows on its way and any excess is owed in full, no mass goes farther than sqrt(2 price) = 3 d: the
 * higher the price, the more of the cost is what does not fit, and the less of it a tangent vector knows. Mass that lies still
 * says nothing about a scale and is not counted; if none moves, the measures differ in mass only, any scale is as good, and d
 * is 1.
 *
 * Looks at 16 measures, drawn without replacement, and 512 points of each; more are represented by as many draws, so that
 * travels below the spacing of so many points are not seen. At most 16 exact transports.
 *
 * @throws ShapeError if there is no measure or dimensions differ.
 */
export function defaultMetric<N extends MetricName>(
  name: N,
  measures: readonly Measure[],
  random: Random,
): MetricNamed<N> {
  return SCALES[name](typicalTravel(measures, random));
}

interface Move {
  readonly length: number;
  readonly mass: number;
}

function typicalTravel(measures: readonly Measure[], random: Random): number {
  const some = thinned(drawMeasures(measures, MEASURES, random.fork(0)), POINTS, random.fork(1));
  const mean = normalise(clusterPoints(normalisedMean(some), POINTS, random.fork(2)));
  const moves = some.flatMap((mu) => movesBetween(mean, mu)).sort((p, q) => p.length - q.length);
  const longest = moves.at(-1)!.length;
  return median(moves.filter(({ length }) => length > ROUNDING * longest));
}

function movesBetween(source: Measure, target: Measure): Move[] {
  const { from, to, masses } = planPieces(source, target, exact(source, target).plan);
  return Array.from(masses, (mass, e) => ({
    mass,
    length: Math.sqrt(squaredDistance(from, e, to, e, source.dim)),
  }));
}

/** The length that half of the mass stays at or below, of moves in their order; 1 if there are none. */
function median(moves: readonly Move[]): number {
  const total = moves.reduce((sum, { mass }) => sum + mass, 0);
  let below = 0;
  for (const { mass, length } of moves) {
    below += mass;
    if (below >= total / 2) return length;
  }
  return 1;
}
