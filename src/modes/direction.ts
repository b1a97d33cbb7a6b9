import { affineCoefficients, scoreDirections } from "../learn/affine-coefficients.js";
import { blockShares, linearPattern } from "../learn/linear-pattern.js";
import { combineAffine } from "../lot/combine.js";
import type { EmbeddedItems } from "../lot/distance.js";
import type { Tangent } from "../lot/tangent.js";
import { matrix, rowView, selectRows } from "../numeric/matrix.js";

/** A linear score of some embedded items, <weights, row>, as vectors of the tangent space. `toTangent` makes arrows of the rows. */
export interface TangentDirection {
  /** Row of the vector whose inner product with a tangent vector is the score: how the score is computed. */
  readonly weights: Float64Array;
  /** Row by which the items differ, on average, per unit of score: how a high score looks. See `linearPattern`. */
  readonly pattern: Float64Array;
  /** Standard deviation of the score over the items; 0 where it is the same for all, and then the pattern is 0. */
  readonly deviation: number;
  /** Part of each reference point in the variance of the score; they sum to 1, and may be below 0. See `blockShares`. */
  readonly shares: Float64Array;
  /** Places of the items, and the score of each, less their mean. */
  readonly members: Int32Array;
  readonly scores: Float64Array;
}

/**
 * A linear score over embedded items.
 *
 * Both rows are vectors of the tangent space at the reference, so the share of point i is w_i (<u_i, p_i> + growth terms), u and
 * p being the vectors of weights and pattern: it does not depend on units.
 *
 * @param members places of the items that the score is for, at least 2.
 * @throws what `linearPattern` throws.
 *
 * O(members * length of a row).
 */
export function tangentDirection(
  { reference, matrix }: EmbeddedItems,
  members: Int32Array,
  weights: Float64Array,
): TangentDirection {
  const rows = selectRows(matrix, members);
  const { mean, pattern, deviation } = linearPattern(rows, weights);
  const scores = Float64Array.from(members, (_, s) =>
    rowView(rows, s).reduce((sum, x, k) => sum + weights[k]! * (x - mean[k]!), 0),
  );
  const shares = blockShares(weights, pattern, reference.measure.count);
  return { weights, pattern, deviation, shares, members, scores };
}

/**
 * The tangent vector so many standard deviations of the score from the mean of its items, along the pattern. It is the affine
 * combination sum_s c_s row_s, c_s = 1 / n + t sd score_s / sum score^2, and so has singular mass where items have.
 *
 * O(N * length of a row).
 */
export function tangentAlong(
  embedded: EmbeddedItems,
  { members, scores, deviation }: TangentDirection,
  deviations: number,
): Tangent {
  const coefficients = new Float64Array(embedded.matrix.rows);
  const directions = scoreDirections(matrix(scores.length, 1, scores));
  affineCoefficients(directions, [deviation > 0 ? deviations : 0]).forEach((coefficient, i) => {
    coefficients[members[i]!]! += coefficient;
  });
  return combineAffine(embedded, coefficients);
}
