import { ShapeError } from "../errors.js";
import type { Certificate } from "../numeric/certificate.js";
import type { Reference } from "./reference.js";

/** A vector of the tangent space at a reference: one velocity per reference point, row-major. */
export interface Tangent {
  readonly referenceId: string;
  readonly velocity: Float64Array;
}

/**
 * The logarithm of a measure. `residual` is sum pi_ij |y_j - T_i|^2, the spread that the barycentric
 * projection drops: the transport cost is |velocity|^2 + residual.
 */
export interface TangentVector extends Tangent {
  readonly residual: number;
  readonly certificate: Certificate;
}

/**
 * Inner product of the tangent space: sum_i w_i <a_i, b_i> with the reference masses w.
 *
 * @throws ShapeError if a vector belongs to another reference.
 */
export function tangentInner(reference: Reference, a: Tangent, b: Tangent): number {
  requireAt(reference, a);
  requireAt(reference, b);
  const { weights, dim } = reference.measure;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    let dot = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) dot += a.velocity[k]! * b.velocity[k]!;
    sum += weights[i]! * dot;
  }
  return sum;
}

/** @throws ShapeError unless the vector belongs to this reference and has its size. */
export function requireAt(reference: Reference, tangent: Tangent): void {
  if (tangent.referenceId !== reference.id) {
    throw new ShapeError(
      `the tangent vector belongs to reference ${tangent.referenceId}, not ${reference.id}; ` +
        "vectors of different references cannot be combined",
      { expected: reference.id, found: tangent.referenceId },
    );
  }
  if (tangent.velocity.length !== reference.measure.points.length) {
    throw new ShapeError(
      `the tangent vector has ${tangent.velocity.length} numbers, the reference ${reference.measure.points.length}`,
      { expected: reference.measure.points.length, found: tangent.velocity.length },
    );
  }
}
