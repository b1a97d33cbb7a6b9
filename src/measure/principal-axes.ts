import { determinant } from "../numeric/determinant.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import { symmetricEigen } from "../numeric/symmetric-eigen.js";
import { type Measure, moments } from "./measure.js";

/**
 * Rotation (determinant 1) that turns the principal axes of a centred measure onto the coordinate axes, largest
 * variance first.
 *
 * An axis has no sign of its own: each points to where the third moment is positive, except the last, which
 * makes the determinant 1. For a measure that is symmetric along an axis, or has equal variances, the choice
 * is arbitrary; no rule can help there.
 */
export function principalAxes(mu: Measure): Matrix {
  const dim = mu.dim;
  const { vectors } = symmetricEigen(moments(mu).covariance);
  const rotation = matrix(dim, dim);
  for (let axis = 0; axis < dim; axis++) {
    const direction = Float64Array.from({ length: dim }, (_, k) => vectors.data[k * dim + axis]!);
    const sign = thirdMomentAlong(mu, direction) < 0 ? -1 : 1;
    for (let k = 0; k < dim; k++) rotation.data[axis * dim + k] = sign * direction[k]!;
  }
  if (determinant(rotation) < 0) {
    for (let k = 0; k < dim; k++) rotation.data[(dim - 1) * dim + k]! *= -1;
  }
  return rotation;
}

function thirdMomentAlong(mu: Measure, direction: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < mu.count; i++) {
    let along = 0;
    for (let k = 0; k < mu.dim; k++) along += mu.points[i * mu.dim + k]! * direction[k]!;
    sum += mu.weights[i]! * along * along * along;
  }
  return sum;
}
