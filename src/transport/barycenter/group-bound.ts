import { type Measure, totalMass } from "../../measure/measure.js";
import type { OnProgress } from "../../numeric/certificate.js";
import { compensatedSum } from "../../numeric/sum.js";
import type { Shares } from "../shares.js";
import type { TransportFrom } from "./fixed-point.js";

/** Products and quotients of weights, bound and masses below, each rounded by half an epsilon. */
const ROUNDING = 16 * Number.EPSILON;

export interface GroupBound {
  readonly lower: number;
  /** `onProgress` ended it before all pairs were compared. */
  readonly aborted: boolean;
}

/**
 * Lower bound of min over nu of sum_s lambda_s W2^2(nu, mu_s), measures of mass 1, from transports between pairs.
 *
 * The barycentre of a group G costs at least sum_{s<t in G} lambda_s lambda_t W2^2(mu_s, mu_t) / Lambda_G, with
 * Lambda_G the sum of its weights: glue the plans of the cost to one of all measures, where the mean of the points is the
 * best place. All measures cost at least what the groups do. One group of all N says most; groups of g say about
 * (g - 1) / g of that for N (g - 1) / 2 transports.
 *
 * @param measures all with weight. @param size most measures of a group; they are dealt out in turn.
 * @param solver of which only `certificate.lower` is used.
 * Agueh and Carlier 2011, section 4.
 */
export function groupBound(
  measures: readonly Measure[],
  { parts, total }: Shares,
  size: number,
  solver: TransportFrom,
  onProgress?: OnProgress,
): GroupBound {
  const pairs = pairsWithin(measures.length, size);
  const inGroup = groupWeights(parts, groupCount(measures.length, size));
  const terms = new Float64Array(pairs.length);
  for (let done = 0; done < pairs.length; ) {
    const [s, t] = pairs[done]!;
    const lower = solver(measures[s]!, measures[t]!).certificate.lower / totalMass(measures[s]!);
    terms[done++] = ((parts[s]! / total) * parts[t]! * Math.max(0, lower)) / inGroup[s % inGroup.length]!;
    if (onProgress?.({ unit: "pairs", done, total: pairs.length }) === false) {
      return { lower: (1 - ROUNDING) * compensatedSum(terms), aborted: done < pairs.length };
    }
  }
  return { lower: (1 - ROUNDING) * compensatedSum(terms), aborted: false };
}

/** Measure s is in group s mod groupCount. */
function groupCount(count: number, size: number): number {
  return Math.max(1, Math.ceil(count / size));
}

function groupWeights(parts: Float64Array, groups: number): Float64Array {
  return Float64Array.from({ length: groups }, (_, group) =>
    compensatedSum(parts.filter((_part, s) => s % groups === group)),
  );
}

function pairsWithin(count: number, size: number): (readonly [number, number])[] {
  const groups = groupCount(count, size);
  const pairs: (readonly [number, number])[] = [];
  for (let s = 0; s < count; s++) for (let t = s + groups; t < count; t += groups) pairs.push([s, t]);
  return pairs;
}
