import type { EmbeddedItems } from "../lot/distance.js";
import type { Certificate } from "../numeric/certificate.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { itemProducts } from "./item-products.js";
import { simplexQuadratic } from "./simplex-quadratic.js";

/** Items as shares over atoms. */
export interface BarycentricCodes {
  /** N x S: rows of at least 0 and sum 1. `combine(atoms, row)` is the tangent vector, `expMap` of that the measure. */
  readonly shares: Matrix;
  /** N: squared LOT distance of each item from its synthesis. */
  readonly squaredErrors: Float64Array;
  /** N: squared LOT distance of each item from the mean of the atoms, which is the synthesis with equal shares. */
  readonly squaredDistances: Float64Array;
  /** N: each brackets the least squared error that any shares have. */
  readonly certificates: readonly Certificate[];
}

/**
 * Barycentric coding: each item as the nearest mean of the atoms with shares, in the tangent space at their reference,
 *
 *   lambda = argmin over the simplex of  |row - sum_s lambda_s row_s|^2,
 *
 * for HK with the roots of singular masses as further coordinates, as LOT distance has them. For W2 this is the
 * coefficient that makes mu a barycentre of the atoms where all transports are compatible; elsewhere it is so in the tangent
 * space only.
 *
 * @throws ShapeError as `itemProducts` does: for embeddings at different references, and for OPT.
 *
 * O((N + S) S * length of a row), and N quadratic programmes of S shares: see `simplexQuadratic`.
 * Werenski, Jiang, Tasissa, Aeron and Murphy 2022, Measure estimation in the barycentric coding model, for W2.
 */
export function barycentricCodes(atoms: EmbeddedItems, items: EmbeddedItems): BarycentricCodes {
  const { gram, cross, norms } = itemProducts(atoms, items);
  const count = gram.rows;
  const shares = matrix(norms.length, count);
  const squaredErrors = new Float64Array(norms.length);
  const certificates: Certificate[] = [];
  norms.forEach((norm, i) => {
    const solution = simplexQuadratic({ gram, cross: rowView(cross, i), norm });
    rowView(shares, i).set(solution.shares);
    squaredErrors[i] = solution.value;
    certificates.push(solution.certificate);
  });
  return { shares, squaredErrors, squaredDistances: distancesFromMean(gram, cross, norms), certificates };
}

/** |b - mean of the atoms|^2 of each item b, of inner products as `itemProducts` has them. */
export function distancesFromMean(gram: Matrix, cross: Matrix, norms: Float64Array): Float64Array {
  const count = gram.rows;
  const squared = gram.data.reduce((sum, value) => sum + value, 0) / count ** 2;
  return norms.map((norm, i) => {
    const along = rowView(cross, i).reduce((sum, value) => sum + value, 0) / count;
    return Math.max(0, norm - 2 * along + squared);
  });
}
