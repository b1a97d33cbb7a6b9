import { ShapeError } from "../errors.js";
import { type Measure, selectPoints } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import { exact } from "../transport/exact.js";
import { matchingIn } from "./matching-in.js";

/** Which token of the target each token of the source goes to. */
export interface TokenMatching {
  readonly partner: Int32Array;
  /** Of the transport of the tokens that are free; none if all are fixed. */
  readonly certificates: readonly Certificate[];
}

/** Token i to token i. */
export function keptOrder({ count }: Measure): TokenMatching {
  return { partner: Int32Array.from({ length: count }, (_, i) => i), certificates: [] };
}

/**
 * The one-to-one matching of least sum |a_i - b_partner(i)|^2 in which the fixed tokens keep their place.
 *
 * One exact transport. @throws ShapeError if a fixed place is not one of a token.
 */
export function bestMatching(source: Measure, target: Measure, fixed: Iterable<number>): TokenMatching {
  const free = freePlaces(source, fixed);
  const { partner } = keptOrder(source);
  if (free.length === 0) return { partner, certificates: [] };
  const { plan, certificate } = exact(selectPoints(source, free), selectPoints(target, free));
  matchingIn(plan).forEach((place, p) => {
    partner[free[p]!] = free[place]!;
  });
  return { partner, certificates: [certificate] };
}

/** The places of tokens that are not fixed. @throws ShapeError if a fixed place is not one of a token. */
export function freePlaces({ count }: Measure, fixed: Iterable<number>): Int32Array {
  const set = new Set(fixed);
  for (const place of set) {
    if (Number.isInteger(place) && place >= 0 && place < count) continue;
    throw new ShapeError(`fixed token ${place} is not one of the ${count} tokens; they count from 0`, {
      expected: count,
      found: place,
    });
  }
  return Int32Array.from(Array.from({ length: count }, (_, i) => i).filter((i) => !set.has(i)));
}
