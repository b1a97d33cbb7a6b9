import type { Status } from "./certificate.js";
import { multiplyTransposed } from "./gram.js";
import { type Matrix, matrix, rowView, selectRows, transpose } from "./matrix.js";
import { type Random, seededRandom } from "./random.js";
import { type Eigen, symmetricEigen } from "./symmetric-eigen.js";

export interface SubspaceOptions {
  /** Eigenvectors wanted. */
  readonly count: number;
  /** Vectors of the block: count or more, n at most; the extra ones make the wanted ones separate faster. */
  readonly width: number;
  readonly maxRounds: number;
  /** Highest degree of the polynomial that damps the unwanted part of the spectrum between orthonormalisations. */
  readonly maxDegree: number;
  /** Change of the wanted eigenvalues, relative to the largest, at which the iteration rests. */
  readonly tolerance: number;
  /** Asked besides: every wanted |A v - value v| is at most so much of the largest eigenvalue. Default: not asked. */
  readonly residual?: number;
}

/** Eigenvalues, largest first, and unit eigenvectors (columns), with how the iteration ended. */
export interface Subspace {
  readonly eigen: Eigen;
  readonly status: Status;
  readonly rounds: number;
}

/**
 * The largest eigenvalues of a symmetric n x n operator without negative eigenvalues, known by its products only: a
 * block of vectors, Chebyshev filter, Rayleigh-Ritz, until the wanted values rest.
 *
 * Equal eigenvalues are found as often as they occur (up to the width of the block). The start is drawn with a fixed
 * seed, so the answer depends on the operator only.
 *
 * @param apply the operator on each row of a block of vectors (width x n); a new matrix.
 *
 * O(maxDegree width) products and O(n width^2) time a round, O(n width) memory. Rutishauser 1970; Zhou, Saad, Tiago and
 * Chelikowsky 2006.
 */
export function subspaceIteration(
  apply: (block: Matrix) => Matrix,
  n: number,
  options: SubspaceOptions,
): Subspace {
  let block = randomRows(options.width, n, seededRandom(0));
  orthonormalise(block);
  let before: Float64Array | undefined;
  for (let round = 1; ; round++) {
    const image = apply(block);
    const { values, vectors } = symmetricEigen(multiplyTransposed(block, image));
    const turn = transpose(vectors);
    block = multiplyTransposed(turn, transpose(block));
    const rests = before !== undefined && hasSettled(values, before, options);
    const settled = rests && residualsSmall(block, image, turn, values, options);
    if (settled || round === options.maxRounds) {
      const status = settled ? "converged" : "iteration-limit";
      return { eigen: firstVectors(values, block, options.count), status, rounds: round };
    }
    before = values;
    block = chebyshevFilter(apply, block, values, options.maxDegree);
    orthonormalise(block);
  }
}

function randomRows(rows: number, cols: number, random: Random): Matrix {
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
}

function hasSettled(now: Float64Array, before: Float64Array, { count, tolerance }: SubspaceOptions): boolean {
  let change = 0;
  for (let c = 0; c < count; c++) change = Math.max(change, Math.abs(now[c]! - before[c]!));
  return change <= tolerance * now[0]!;
}

/** |A v - value v| of the wanted vectors, from the image of the block before it was turned. */
function residualsSmall(
  block: Matrix,
  image: Matrix,
  turn: Matrix,
  values: Float64Array,
  { count, residual = Infinity }: SubspaceOptions,
): boolean {
  if (residual === Infinity) return true;
  const turned = multiplyTransposed(turn, transpose(image));
  for (let c = 0; c < count; c++) {
    const row = rowView(turned, c);
    const vector = rowView(block, c);
    for (let i = 0; i < row.length; i++) row[i]! -= values[c]! * vector[i]!;
    if (norm(row) > residual * values[0]!) return false;
  }
  return true;
}

function firstVectors(values: Float64Array, block: Matrix, count: number): Eigen {
  const first = Int32Array.from({ length: count }, (_, c) => c);
  return { values: values.slice(0, count), vectors: transpose(selectRows(block, first)) };
}

/** The filter may stretch the first direction by so much: far more, and rounding errors in it drown the others. */
const MAX_STRETCH = 1e6;

/**
 * T_m(2 A / cut - 1) applied to every row, cut being the last Ritz value: bounded by 1 on eigenvalues in [0, cut],
 * growing fast above.
 */
function chebyshevFilter(
  apply: (block: Matrix) => Matrix,
  block: Matrix,
  values: Float64Array,
  maxDegree: number,
): Matrix {
  const cut = values[values.length - 1]!;
  const stretch = (2 * values[0]!) / cut - 1;
  if (!(cut > 0 && stretch < MAX_STRETCH)) return apply(block);
  const degree = filterDegree(stretch, maxDegree);
  let previous = block;
  let current = shifted(apply(block), block, cut);
  for (let m = 2; m <= degree; m++) {
    const next = shifted(apply(current), current, cut);
    for (let p = 0; p < next.data.length; p++) next.data[p] = 2 * next.data[p]! - previous.data[p]!;
    previous = current;
    current = next;
  }
  return current;
}

/**
 * The largest m <= maxDegree with T_m(stretch) <= MAX_STRETCH, by the recurrence of T_m: its few products are rounded
 * alike in every engine, which a quotient of Math.acosh is not.
 */
function filterDegree(stretch: number, maxDegree: number): number {
  let before = 1;
  let value = stretch;
  for (let m = 1; m < maxDegree; m++) {
    const next = 2 * stretch * value - before;
    if (next > MAX_STRETCH) return m;
    before = value;
    value = next;
  }
  return maxDegree;
}

/** 2 image / cut - block. */
function shifted(image: Matrix, block: Matrix, cut: number): Matrix {
  const data = new Float64Array(image.data.length);
  for (let p = 0; p < data.length; p++) data[p] = (2 * image.data[p]!) / cut - block.data[p]!;
  return { rows: image.rows, cols: image.cols, data };
}

/** Modified Gram-Schmidt, twice, in place. A row that depends on the others becomes zero. */
function orthonormalise(block: Matrix): void {
  for (let r = 0; r < block.rows; r++) {
    const row = rowView(block, r);
    scaleToUnit(row, 0);
    for (let pass = 0; pass < 2; pass++) {
      for (let q = 0; q < r; q++) removeComponent(row, rowView(block, q));
      if (pass === 0) scaleToUnit(row, DEPENDENT);
    }
    scaleToUnit(row, 0);
  }
}

/** A unit vector whose part outside the others is shorter than this is nothing but rounding error. */
const DEPENDENT = 1e-13;

function scaleToUnit(row: Float64Array, floor: number): void {
  const length = norm(row);
  scaleRow(row, length > floor ? 1 / length : 0);
}

function removeComponent(row: Float64Array, unit: Float64Array): void {
  let inner = 0;
  for (let k = 0; k < row.length; k++) inner += row[k]! * unit[k]!;
  for (let k = 0; k < row.length; k++) row[k]! -= inner * unit[k]!;
}

function norm(row: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k]! * row[k]!;
  return Math.sqrt(sum);
}

function scaleRow(row: Float64Array, factor: number): void {
  for (let k = 0; k < row.length; k++) row[k]! *= factor;
}
