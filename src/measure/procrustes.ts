import { MeasureError } from "../errors.js";
import { determinant } from "../numeric/determinant.js";
import { type Matrix, matrix, multiply, transpose } from "../numeric/matrix.js";
import { svd } from "../numeric/svd.js";
import type { Measure } from "./measure.js";

/** Mean positions of named points after rotation onto each other. */
export interface Consensus {
  readonly dim: number;
  readonly points: ReadonlyMap<string, Float64Array>;
}

/**
 * Rounds of the alternation. Each lowers the sum of squares or leaves it; the consensus of so many rounds is what
 * items are rotated onto, whether or not further rounds would still move it a little.
 */
const ROUNDS = 5;

/**
 * Consensus of centred and scaled items by generalised Procrustes analysis (Gower 1975): rotate every item onto
 * the consensus, average, repeat. Items may lack some points; each point is averaged over the items that have it.
 *
 * @param names names[s][i] names point i of item s.
 * @returns undefined if some item shares fewer than dim names with the item that has most of them, so that the
 *   points do not correspond.
 */
export function consensusShape(
  measures: readonly Measure[],
  names: readonly (readonly string[])[],
): Consensus | undefined {
  const richest = names.reduce((best, own, s) => (own.length > names[best]!.length ? s : best), 0);
  let consensus = averageOf([measures[richest]!], [names[richest]!]);
  const shared = (own: readonly string[]): number => own.filter((name) => consensus.points.has(name)).length;
  if (names.some((own) => new Set(own).size < own.length || shared(own) < consensus.dim)) return undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const rotated = measures.map((mu, s) => rotateAll(mu, rotationOnto(consensus, mu, names[s]!, `${s}`)));
    consensus = averageOf(rotated, names);
  }
  return consensus;
}

function averageOf(measures: readonly Measure[], names: readonly (readonly string[])[]): Consensus {
  const dim = measures[0]!.dim;
  const sums = new Map<string, { sum: Float64Array; count: number }>();
  measures.forEach((mu, s) => {
    names[s]!.forEach((name, i) => {
      const entry = sums.get(name) ?? { sum: new Float64Array(dim), count: 0 };
      for (let k = 0; k < dim; k++) entry.sum[k]! += mu.points[i * dim + k]!;
      entry.count += 1;
      sums.set(name, entry);
    });
  });
  const points = new Map<string, Float64Array>();
  for (const [name, { sum, count }] of sums)
    points.set(
      name,
      sum.map((value) => value / count),
    );
  return { dim, points };
}

/**
 * Rotation R (determinant 1, no reflection) that minimises sum w_i |R x_i - c_i|^2 over the points whose names the
 * consensus knows. Kabsch 1976.
 *
 * @throws MeasureError if fewer than dim names are known.
 */
export function rotationOnto(
  consensus: Consensus,
  mu: Measure,
  names: readonly string[],
  item: string,
): Matrix {
  const { dim } = consensus;
  const cross = matrix(dim, dim); // sum w_i c_i x_i^T
  let known = 0;
  names.forEach((name, i) => {
    const goal = consensus.points.get(name);
    if (!goal) return;
    known += 1;
    for (let k = 0; k < dim; k++) {
      const pull = mu.weights[i]! * goal[k]!;
      for (let l = 0; l < dim; l++) cross.data[k * dim + l]! += pull * mu.points[i * dim + l]!;
    }
  });
  if (known < dim) {
    throw new MeasureError(
      `item "${item}" has ${known} points whose names the others know; rigid alignment needs at least ${dim}`,
      { value: known },
    );
  }
  return nearestRotation(cross);
}

/** The rotation that maximises trace(R^T A): U diag(1, .., 1, det(U V^T)) V^T. */
function nearestRotation(a: Matrix): Matrix {
  const { left, right } = svd(a);
  const product = multiply(left, transpose(right));
  if (determinant(product) > 0) return product;
  const flipped = { ...left, data: left.data.slice() };
  for (let k = 0; k < left.rows; k++) flipped.data[k * left.cols + left.cols - 1]! *= -1;
  return multiply(flipped, transpose(right));
}

function rotateAll(mu: Measure, rotation: Matrix): Measure {
  const turned = multiply({ rows: mu.count, cols: mu.dim, data: mu.points }, transpose(rotation));
  return { ...mu, points: turned.data };
}
