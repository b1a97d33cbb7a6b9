import { combine, type Embedding, expMap, type Measure } from "../src/index.js";

/**
 * For each group 0 .. count-1 of rows, none of them empty, the measure at their mean: the average of the group in the tangent
 * space, with the mean of their singular masses. Points without mass are possible.
 */
export function groupMeans(embedding: Embedding, groupOf: Int32Array, count: number): Measure[] {
  return Array.from({ length: count }, (_, group) => {
    const shares = Float64Array.from(groupOf, (label) => (label === group ? 1 : 0));
    return expMap(embedding.reference, combine(embedding, shares));
  });
}
