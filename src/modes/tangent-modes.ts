import { ShapeError } from "../errors.js";
import { affineCoefficients, scoreDirections } from "../learn/affine-coefficients.js";
import { fitPca, inversePca, type PcaModel, transformPca } from "../learn/pca.js";
import { combineAffine } from "../lot/combine.js";
import type { EmbeddedItems } from "../lot/distance.js";
import { toTangent } from "../lot/embedding.js";
import type { Tangent } from "../lot/tangent.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";

/** Principal components of embedded measures: each row of coordinates, and any other, is a measure again. */
export interface TangentModes {
  readonly embedded: EmbeddedItems;
  readonly pca: PcaModel;
  /** Of the items along the modes, items x modes, in units of distance. */
  readonly coordinates: Matrix;
}

/**
 * Modes of variation: the principal components of the rows, which are those of the tangent space, its inner product
 * being that of rows. Singular masses take no part in them; a walk shows how they go with the coordinates.
 *
 * @returns fewer modes than asked for where the items vary in fewer directions; at least one.
 * @throws ShapeError if all rows are equal, and what `fitPca` throws.
 *
 * Time and memory of `fitPca`. Cai, Cheng, Schmitzer and Thorpe 2022, section 5; Wang et al. 2013 for W2.
 */
export function fitModes(embedded: EmbeddedItems, options: { readonly components: number }): TangentModes {
  const { matrix: rows } = embedded;
  const pca = fitPca(rows, options);
  if (pca.components.rows === 0) {
    throw new ShapeError(
      `all ${rows.rows} items are equal in the tangent space; nothing varies, so there are no modes`,
      { found: 0 },
    );
  }
  return { embedded, pca, coordinates: transformPca(pca, rows) };
}

/** Standard deviation of the items along each mode, in units of distance. */
export function deviationsOf({ pca }: TangentModes): Float64Array {
  return pca.deviations;
}

/**
 * The tangent vector with these coordinates along the modes, the mean along all others: the inverse of `coordinates` where all
 * modes are kept. `expMap` of it is the measure.
 *
 * Its singular mass is that of the affine combination of the items with the same coordinates, sum_s c_s row_s with
 * c_s = 1 / N + sum_k z_k z_sk / ((N - 1) variance_k): the least squares fit of the items' singular masses, on the metric's
 * scale, by their coordinates, and no less than 0.
 *
 * @param coordinates one per mode, in units of distance.
 * @throws ShapeError if there are not as many coordinates as modes.
 *
 * O(modes * length of a row), where there is singular mass also O(N * length of a row).
 */
export function tangentAt(modes: TangentModes, coordinates: ArrayLike<number>): Tangent {
  const { embedded, pca } = modes;
  const at = matrix(1, coordinates.length, Float64Array.from(coordinates));
  const tangent = toTangent(embedded.reference, rowView(inversePca(pca, at), 0));
  if (!embedded.singular?.some((mu) => mu.count > 0)) return tangent;
  const deviations = pca.deviations.map((deviation, k) => coordinates[k]! / deviation);
  const coefficients = affineCoefficients(scoreDirections(modes.coordinates), deviations);
  const { singular } = combineAffine(embedded, coefficients);
  return singular ? { ...tangent, singular } : tangent;
}

/**
 * Root of the mean squared distance in rows from the items to what their coordinates give back: what the modes leave out.
 * O(N modes).
 */
export function reconstructionErrors({ embedded, pca, coordinates }: TangentModes): Float64Array {
  const { matrix: rows } = embedded;
  const back = inversePca(pca, coordinates);
  return Float64Array.from({ length: rows.rows }, (_, s) => {
    let squares = 0;
    for (let k = s * rows.cols; k < (s + 1) * rows.cols; k++) squares += (rows.data[k]! - back.data[k]!) ** 2;
    return Math.sqrt(squares);
  });
}
