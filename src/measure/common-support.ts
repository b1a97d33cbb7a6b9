import { commonDimension, type Measure, pool } from "./measure.js";
import { mergeRepeated } from "./merge.js";

/**
 * The same measures on one support: all distinct points of all of them, in the order of their first occurrence, with
 * weight 0 where a measure has no point. Repeated points become one (0 and -0 count as equal).
 *
 * @throws ShapeError if there is no measure or dimensions differ. O(n log n) time for n points in all, O(N support) memory.
 */
export function onCommonSupport(measures: readonly Measure[]): Measure[] {
  commonDimension(measures);
  const { measure: all, indexOf } = mergeRepeated(pool(measures));
  let first = 0;
  return measures.map(({ weights: own, count }) => {
    const weights = new Float64Array(all.count);
    for (let i = 0; i < count; i++) weights[indexOf[first + i]!]! += own[i]!;
    first += count;
    return { ...all, weights };
  });
}
