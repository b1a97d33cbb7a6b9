import { ShapeError } from "../errors.js";
import { sharesOf } from "../transport/shares.js";
import type { MeasurePath } from "./path.js";

/** All mixtures of some measures, by their shares. */
export interface Family {
  /** The path whose shares go on a straight line from one mixture to another; shares are at least 0 and taken of their sum. */
  readonly path: (from: ArrayLike<number>, to: ArrayLike<number>) => MeasurePath;
}

/** Shares that sum to 1. @throws ShapeError or MeasureError as `sharesOf` does. */
export function unitShares(shares: ArrayLike<number>, count: number): Float64Array {
  const { parts, total } = sharesOf(shares, count);
  return parts.map((part) => part / total);
}

/** (1 - t) from + t to, the ends exactly. */
export function mixedShares(from: Float64Array, to: Float64Array, t: number): Float64Array {
  return from.map((share, s) => (t === 1 ? to[s]! : share + t * (to[s]! - share)));
}

/** The place of the only share that is not 0, or -1. */
export function onlyShare(shares: Float64Array): number {
  const first = shares.findIndex((share) => share > 0);
  return shares.findIndex((share, s) => s !== first && share > 0) < 0 ? first : -1;
}

/** @throws ShapeError if there is nothing to mix. */
export function requireMeasures(count: number): void {
  if (count < 1) throw new ShapeError("a path needs at least one measure, got none", { found: count });
}
