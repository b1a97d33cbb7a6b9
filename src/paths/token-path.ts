import { MeasureError, ShapeError } from "../errors.js";
import { commonDimension, type Measure, measure, selectPoints } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { exact } from "../transport/exact.js";
import type { EndDistances, MeasurePath } from "./path.js";
import { type Mix, mixLinearly, mixSpherically } from "./slerp.js";
import { requireTime } from "./time.js";
import { bestMatching, freePlaces, keptOrder, type TokenMatching } from "./token-matching.js";

/** A way from one list of token vectors to another: which goes to which, and along what line. */
export interface TokenRoute {
  readonly match: (source: Measure, target: Measure, fixed: readonly number[]) => TokenMatching;
  readonly mix: Mix;
  /** Is the list one long vector, or each token its own? */
  readonly whole: boolean;
  /** Distances are those of unordered clouds. */
  readonly unordered: boolean;
}

/**
 * The routes between token embeddings. `linear`: (1 - t) a_i + t b_i. `slerp`: each token turns, its norm goes linearly;
 * `whole-slerp`: the same of the list as one vector. `ot`: linear after the best matching of tokens; `ot-slerp`: the same with
 * turning, which keeps norms.
 */
export const TOKEN_ROUTES = {
  linear: { match: keptOrder, mix: mixLinearly, whole: false, unordered: false },
  slerp: { match: keptOrder, mix: mixSpherically, whole: false, unordered: false },
  "whole-slerp": { match: keptOrder, mix: mixSpherically, whole: true, unordered: false },
  ot: { match: bestMatching, mix: mixLinearly, whole: false, unordered: true },
  "ot-slerp": { match: bestMatching, mix: mixSpherically, whole: false, unordered: true },
} as const satisfies Readonly<Record<string, TokenRoute>>;

export type TokenRouteName = keyof typeof TOKEN_ROUTES;

export interface TokenPath extends MeasurePath {
  /** Token i of the source goes to token partner[i] of the target. */
  readonly partner: Int32Array;
}

/**
 * A path between two lists of n token vectors of equal mass, read out in the order of the source.
 *
 * The metric is, for routes that keep the order, the root of the mean |x_i - y_i|^2; for the others that of unordered clouds:
 * W2, fixed tokens being compared with themselves.
 *
 * @param options.fixed places, counted from 0, of tokens that the matching leaves alone: first, last, padding.
 * @throws ShapeError if the lists differ in number or dimension, or a fixed place is none; MeasureError if masses are not equal.
 *
 * For `ot` one exact transport, and two for the distances of a step. Karris, Durell, Flores and Emerson 2025 (its idea; the formulas
 * are a reconstruction). McCann 1997; Shoemake 1985.
 */
export function tokenPath(
  route: TokenRoute,
  source: Measure,
  target: Measure,
  { fixed = [] }: { readonly fixed?: readonly number[] } = {},
): TokenPath {
  requireTokens(source, target);
  const free = freePlaces(source, fixed);
  const { partner, certificates } = route.match(source, target, fixed);
  const arrived = selectPoints(target, partner).points;
  const at = (t: number): Measure => {
    requireTime(t);
    return between(route, source, arrived, t);
  };
  const distance: Compare = route.unordered ? unorderedDistance(free) : orderedDistance;
  const end = at(1);
  const whole = distance(source, end);
  return {
    partner,
    distance: whole.distance,
    certificates: [...certificates, ...whole.certificates],
    at,
    particlesAt: at,
    distancesAt: (_, mu) => endDistances(distance(source, mu), distance(mu, end)),
  };
}

function between({ mix, whole }: TokenRoute, source: Measure, arrived: Float64Array, t: number): Measure {
  const { points, dim, weights } = source;
  const moved = new Float64Array(points.length);
  const length = whole ? points.length : dim;
  const part = (values: Float64Array, start: number) => values.subarray(start, start + length);
  for (let start = 0; start < points.length; start += length) {
    mix(part(points, start), part(arrived, start), t, part(moved, start));
  }
  return measure(moved, { dim, weights });
}

interface Compared {
  readonly distance: number;
  readonly certificates: readonly Certificate[];
}

type Compare = (a: Measure, b: Measure) => Compared;

function endDistances(source: Compared, target: Compared): EndDistances {
  return {
    toSource: source.distance,
    toTarget: target.distance,
    certificates: [...source.certificates, ...target.certificates],
  };
}

/** Root of the mean |x_i - y_i|^2, times the mass. */
const orderedDistance: Compare = (a, b) => ({
  distance: Math.sqrt(sumOfSquares(a, b, everywhere(a))),
  certificates: [],
});

/** W2 of the free tokens, the others in their places. */
function unorderedDistance(free: Int32Array): Compare {
  return (a, b) => {
    const isFree = new Set(free);
    const kept = sumOfSquares(
      a,
      b,
      everywhere(a).filter((i) => !isFree.has(i)),
    );
    if (free.length === 0) return { distance: Math.sqrt(kept), certificates: [] };
    const { cost, certificate } = exact(selectPoints(a, free), selectPoints(b, free));
    return { distance: Math.sqrt(Math.max(0, kept + cost)), certificates: [certificate] };
  };
}

function everywhere({ count }: Measure): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function sumOfSquares(a: Measure, b: Measure, places: readonly number[]): number {
  const { dim } = a;
  let sum = 0;
  for (const i of places) {
    let squared = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) squared += (a.points[k]! - b.points[k]!) ** 2;
    sum += a.weights[i]! * squared;
  }
  return sum;
}

function requireTokens(source: Measure, target: Measure): void {
  commonDimension([source, target]);
  if (source.count !== target.count) {
    throw new ShapeError(
      `${source.count} tokens and ${target.count} tokens: a path of tokens needs as many in both; pad the shorter list, or use ` +
        "a path between measures",
      { expected: source.count, found: target.count },
    );
  }
  for (const { weights } of [source, target]) {
    const odd = weights.findIndex((mass) => mass !== source.weights[0]);
    if (odd < 0) continue;
    throw new MeasureError(
      `token ${odd} has mass ${weights[odd]}, the first one ${source.weights[0]}; tokens have equal masses: use a path between ` +
        "measures",
      { index: odd, value: weights[odd]! },
    );
  }
}
