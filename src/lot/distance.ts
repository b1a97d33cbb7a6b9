import { squaredDistances } from "../numeric/gram.js";
import type { Matrix } from "../numeric/matrix.js";
import type { Embedding } from "./embedding.js";
import type { Reference } from "./reference.js";
import { requireAt, type Tangent, tangentInner } from "./tangent.js";

/**
 * LOT distance: the norm of a - b in the tangent space at the reference.
 *
 * Not W2: W2(mu_a, mu_b) <= LOT + sqrt(residual_a) + sqrt(residual_b) for a reference of mass 1, and LOT may be
 * larger than W2. @throws ShapeError if a vector belongs to another reference.
 */
export function lotDistance(reference: Reference, a: Tangent, b: Tangent): number {
  requireAt(reference, a);
  requireAt(reference, b);
  const difference = { referenceId: reference.id, velocity: a.velocity.map((v, p) => v - b.velocity[p]!) };
  return Math.sqrt(tangentInner(reference, difference, difference));
}

/** All LOT distances of an embedding, N x N. O(N^2 * reference points * dim) time, O(N^2) memory. */
export function lotDistances(embedding: Embedding): Matrix {
  const squared = squaredDistances(embedding.matrix);
  return { ...squared, data: squared.data.map(Math.sqrt) };
}
