import { emptyMeasure } from "../measure/measure.js";
import { squaredDistances } from "../numeric/gram.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import type { Embedding } from "./embedding.js";
import { geometryOf } from "./geometries.js";
import type { Reference } from "./reference.js";
import { singularDistance } from "./singular-distance.js";
import { requireAt, type Tangent, tangentInner } from "./tangent.js";

/** What distances of embedded measures are made of. */
export type EmbeddedItems = Pick<Embedding, "reference" | "matrix" | "singular">;

/**
 * LOT distance: the norm of a - b in the tangent space at the reference. Where there is singular mass, its square also has
 * kappa^2 int (sqrt(s_a) - sqrt(s_b))^2 for HK, price int |s_a - s_b| for OPT.
 *
 * Not the distance in the metric. W2(mu_a, mu_b) <= LOT + sqrt(residual_a) + sqrt(residual_b), and LOT may be larger than
 * W2; for HK and OPT no such bound is known. @throws ShapeError if a vector belongs to another reference.
 */
export function lotDistance(reference: Reference, a: Tangent, b: Tangent): number {
  requireAt(reference, a);
  requireAt(reference, b);
  const difference: Tangent = {
    referenceId: reference.id,
    velocity: minus(a.velocity, b.velocity),
    ...(a.growth && b.growth ? { growth: minus(a.growth, b.growth) } : {}),
  };
  return Math.sqrt(tangentInner(reference, difference, difference) + singularSquare(reference, a, b));
}

function minus(x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, p) => value - y[p]!);
}

function singularSquare({ measure, metric }: Reference, a: Tangent, b: Tangent): number {
  if (!a.singular && !b.singular) return 0;
  const none = emptyMeasure(measure.dim);
  return singularDistance([a.singular ?? none, b.singular ?? none], geometryOf(metric).singularCost)(0, 1);
}

/** All LOT distances of an embedding, N x N. O(N^2 * (length of a row + singular points)) time, O(N^2) memory. */
export function lotDistances(embedding: EmbeddedItems): Matrix {
  const distances = squaredDistances(embedding.matrix); // ours alone
  if (embedding.singular) addSingular(distances, singularSquares(embedding));
  distances.data.forEach((squared, p) => {
    distances.data[p] = Math.sqrt(squared);
  });
  return distances;
}

/** The singular cost of each pair is found once. */
function addSingular({ rows, data }: Matrix, singular: (a: number, b: number) => number): void {
  for (let a = 0; a < rows; a++) {
    for (let b = a + 1; b < rows; b++) {
      const cost = singular(a, b);
      data[a * rows + b]! += cost;
      data[b * rows + a]! += cost;
    }
  }
}

/** LOT distances of pairs of items, by their rows and singular parts; what the items have in common is found once. */
export function lotDistanceBetween(embedding: EmbeddedItems): (a: number, b: number) => number {
  const singular = singularSquares(embedding);
  return (a, b) => Math.sqrt(rowDistance(embedding.matrix, a, b) ** 2 + singular(a, b));
}

function singularSquares({ reference, singular }: EmbeddedItems): (a: number, b: number) => number {
  return singular ? singularDistance(singular, geometryOf(reference.metric).singularCost) : () => 0;
}

/** Distance of two rows: LOT distance without singular mass. */
export function rowDistance(matrix: Matrix, a: number, b: number): number {
  const x = rowView(matrix, a);
  const y = rowView(matrix, b);
  let sum = 0;
  for (let p = 0; p < x.length; p++) sum += (x[p]! - y[p]!) ** 2;
  return Math.sqrt(sum);
}
