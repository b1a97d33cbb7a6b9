import type { OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import { andersonMixing } from "./anderson.js";

/** A point of a fixed-point iteration with what the map makes of it. */
export interface Visited {
  readonly point: Float64Array;
  /** F(point), of the same length. */
  readonly image: Float64Array;
  /** What the tolerance bounds; anything that is not a finite number marks a point that is of no use. */
  readonly error: number;
}

/** Differences of residuals that are kept. More take fewer iterations where convergence is slow, and more memory. */
const MEMORY = 24;

/** A mixed step that makes the error so much larger than the least so far is taken back. */
const WORSE = 4;

/** Steps without a new least error after which an error that rounding explains is taken as final. */
const PATIENCE = 20;

/** The next point that is visited, from the last one and the one of least error so far. */
export type Advance<V extends Visited> = (state: V, best: V) => V;

export interface FixedPoint<V extends Visited> {
  /** The map F, one iteration of the method; the point is not changed. */
  readonly visit: (point: Float64Array) => V;
  readonly start: Float64Array;
  readonly advance: Advance<V>;
  /** Error that rounding alone explains: below it, an error that no longer falls ends as "stalled". */
  readonly rounding: number;
  readonly stop: Required<Stop>;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Fixed point of a map, by steps that `advance` chooses. The loop of the entropic solvers: balanced, `visit` takes g to the softmin of the
 * softmin of g (`Sweep`); where marginals are relaxed, to the damped ones.
 *
 * @returns `state` is undefined if the very first point is not finite or no iteration is allowed.
 */
export function fixedPoint<V extends Visited>(problem: FixedPoint<V>): Iterated<V | undefined> {
  const { visit, start, advance, rounding, stop, onProgress } = problem;
  let best: V | undefined;
  let since = 0;
  const step = (state: V | undefined): Step<V | undefined> => {
    const next = state === undefined ? visit(start) : advance(state, best ?? state);
    const better = best === undefined || next.error < best.error;
    if (better) best = next;
    since = better ? 0 : since + 1;
    const stalled = since >= PATIENCE && best!.error <= rounding;
    return { state: stalled ? best : next, error: next.error, stalled };
  };
  return iterate<V | undefined>(undefined, step, stop, onProgress);
}

/**
 * Anderson mixing with a safeguard: a mixed point whose error is more than 4 times the least so far, or not finite, is
 * dropped, and the iteration goes on with the plain step from the best point. Where plain steps do not increase the
 * error, as in Sinkhorn's iteration, that cannot end in a cycle.
 *
 * @param weights of the inner product of residuals, at least 0: the masses of the points that the entries belong to.
 */
export function mixedSteps<V extends Visited>(
  visit: (point: Float64Array) => V,
  weights: Float64Array,
): Advance<V> {
  const mixing = andersonMixing(weights, Math.min(MEMORY, weights.length));
  return (state, best) => {
    const mixed = visit(mixing.next(state.point, state.image));
    if (mixed.error <= WORSE * best.error) return mixed;
    mixing.forget();
    return visit(best.image);
  };
}
