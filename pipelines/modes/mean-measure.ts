import { combine, type Embedding, expMap, type Measure } from "../../src/index.js";

/**
 * The mean of all items in the tangent space; its first points are those of the reference, moved, in their order.
 *
 * @throws MeasureError if no mass is left, which the mean of measures always has.
 */
export function meanMeasure(embedding: Embedding): Measure {
  const shares = new Float64Array(embedding.matrix.rows).fill(1);
  return expMap(embedding.reference, combine(embedding, shares));
}
