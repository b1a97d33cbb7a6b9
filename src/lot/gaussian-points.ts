import { type Measure, moments } from "../measure/measure.js";
import type { Random } from "../numeric/random.js";
import { symmetricEigen } from "../numeric/symmetric-eigen.js";

/**
 * `count` points of equal mass 1/count drawn from N(mean, covariance) of a measure. A singular covariance is
 * fine: the points then lie in its range.
 */
export function gaussianPoints(mu: Measure, count: number, random: Random): Measure {
  const { mean, covariance } = moments(mu);
  const { values, vectors } = symmetricEigen(covariance);
  const dim = mu.dim;
  const points = new Float64Array(count * dim);
  for (let i = 0; i < count; i++) {
    points.set(mean, i * dim);
    for (let axis = 0; axis < dim; axis++) {
      const spread = Math.sqrt(Math.max(values[axis]!, 0)) * random.normal();
      for (let k = 0; k < dim; k++) points[i * dim + k]! += spread * vectors.data[k * dim + axis]!;
    }
  }
  return { points, weights: new Float64Array(count).fill(1 / count), count, dim };
}
