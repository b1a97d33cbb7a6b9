import { ShapeError } from "../errors.js";
import type { Certificate } from "../numeric/certificate.js";
import { geometryOf } from "./geometries.js";
import type { TangentFields } from "./geometry.js";
import type { Reference } from "./reference.js";

/**
 * A vector of the tangent space at a reference, in the reference's metric: a velocity per reference point, row-major, and
 * for HK and OPT a growth per reference point and the singular mass, which does not come from the reference.
 */
export interface Tangent extends TangentFields {
  readonly referenceId: string;
}

/**
 * The logarithm of a measure. `residual` is what the vector drops of the transport cost where mass splits, for W2
 * sum pi_ij |y_j - T_i|^2: see `logMap`.
 */
export interface TangentVector extends Tangent {
  readonly residual: number;
  readonly certificate: Certificate;
}

/**
 * Inner product of the tangent space with the reference masses w: sum_i w_i <a_i, b_i> for W2; for HK sum_i w_i (<v_i, u_i> +
 * kappa^2 / 4 alpha_i beta_i), for OPT the same with its price instead of kappa^2 / 4. Singular masses take no part.
 *
 * @throws ShapeError if a vector belongs to another reference.
 */
export function tangentInner(reference: Reference, a: Tangent, b: Tangent): number {
  requireAt(reference, a);
  requireAt(reference, b);
  const { weights, dim } = reference.measure;
  const { growthWeight } = geometryOf(reference.metric);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    let dot = 0;
    for (let k = i * dim; k < (i + 1) * dim; k++) dot += a.velocity[k]! * b.velocity[k]!;
    if (growthWeight > 0) dot += growthWeight * a.growth![i]! * b.growth![i]!;
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
  const { measure, metric } = reference;
  requireSize("velocities", tangent.velocity.length, measure.points.length);
  const grows = geometryOf(metric).growthWeight > 0;
  requireSize("growths", tangent.growth?.length ?? 0, grows ? measure.count : 0);
}

function requireSize(what: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new ShapeError(`the tangent vector has ${found} numbers of ${what}, the reference ${expected}`, {
    expected,
    found,
  });
}
