import { ShapeError } from "../errors.js";
import { type Measure, pool } from "../measure/measure.js";
import { mergeRepeated } from "../measure/merge.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { sharesOf } from "../transport/shares.js";
import type { EmbeddedItems } from "./distance.js";
import { toTangent } from "./embedding.js";
import { geometryOf } from "./geometries.js";
import type { SingularScale } from "./geometry.js";
import type { Tangent } from "./tangent.js";

/**
 * The mean of embedded measures with shares: the tangent vector of sum_s lambda_s row_s, where lambda_s is shares[s] / (sum of
 * shares). Singular masses m_s, which have no place in rows, are combined point by point on the scale on which the metric
 * compares them: for HK (sum_s lambda_s sqrt(m_s))^2, for OPT sum_s lambda_s m_s. `expMap` of the vector is the measure.
 *
 * With one share above 0 it is the logarithm of that measure.
 *
 * @param shares one per row, at least 0.
 * @throws ShapeError unless there is a share for each row; MeasureError if one is negative or not finite, or all are 0.
 *
 * O(rows with a share * length of a row) time. Linwu et al. 2025 (pyLOT), generation.
 */
export function combine(embedding: EmbeddedItems, shares: ArrayLike<number>): Tangent {
  requireOneEach("shares", shares, embedding.matrix.rows);
  const { parts, total } = sharesOf(shares, embedding.matrix.rows);
  return combined(embedding, parts, total);
}

/**
 * The same for coefficients that sum to 1 and may be negative, such as those of a point on a principal axis. Masses do not go
 * below 0: a singular mass whose combination on the metric's scale is negative is 0.
 *
 * @throws ShapeError unless there is a finite coefficient for each row, and their sum is 1 up to 1e-9.
 */
export function combineAffine(embedding: EmbeddedItems, coefficients: ArrayLike<number>): Tangent {
  requireAffine(coefficients, embedding.matrix.rows);
  return combined(embedding, coefficients, 1);
}

/** Rounding of a sum of coefficients. */
const SUM_TOLERANCE = 1e-9;

function requireAffine(coefficients: ArrayLike<number>, rows: number): void {
  requireOneEach("coefficients", coefficients, rows);
  let sum = 0;
  for (let s = 0; s < rows; s++) sum += coefficients[s]!;
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return; // not so if one is not finite
  throw new ShapeError(`the coefficients sum to ${sum}; they must be finite numbers that sum to 1`, {
    expected: 1,
    found: sum,
  });
}

function requireOneEach(name: string, { length }: ArrayLike<number>, rows: number): void {
  if (length === rows) return;
  throw new ShapeError(`${length} ${name} for ${rows} rows; give one per row`, {
    expected: rows,
    found: length,
  });
}

function combined(
  { reference, matrix, singular }: EmbeddedItems,
  parts: ArrayLike<number>,
  total: number,
): Tangent {
  const tangent = toTangent(reference, combinedRow(matrix, parts, total));
  const { singularScale } = geometryOf(reference.metric);
  const mass = singular && combinedMasses(singular, parts, total, singularScale);
  return mass ? { ...tangent, singular: mass } : tangent;
}

/** sum_s parts[s] row_s / total. */
function combinedRow(rows: Matrix, parts: ArrayLike<number>, total: number): Float64Array {
  const sum = new Float64Array(rows.cols);
  for (let s = 0; s < rows.rows; s++) {
    const part = parts[s]!;
    if (part === 0) continue;
    const row = rowView(rows, s);
    for (let p = 0; p < sum.length; p++) sum[p]! += part * row[p]!;
  }
  for (let p = 0; p < sum.length; p++) sum[p]! /= total;
  return sum;
}

/** At each point that a part has, the combined mass; undefined where no part with a share has points. */
function combinedMasses(
  singular: readonly Measure[],
  parts: ArrayLike<number>,
  total: number,
  { of, back }: SingularScale,
): Measure | undefined {
  const scaled = singular.flatMap((mu, s) => {
    if (parts[s] === 0 || mu.count === 0) return [];
    const { measure } = mergeRepeated(mu);
    return [{ ...measure, weights: measure.weights.map((mass) => parts[s]! * of(mass)) }];
  });
  if (scaled.length === 0) return undefined;
  const { measure: sum } = mergeRepeated(pool(scaled));
  return { ...sum, weights: sum.weights.map((value) => back(Math.max(0, value) / total)) };
}
