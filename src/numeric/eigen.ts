import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { ShapeError } from "../errors.js";
import { multiplyTransposed } from "./gram.js";
import { type Matrix, matrix, rowView, selectRows, transpose } from "./matrix.js";
import { type Random, seededRandom } from "./random.js";

/** Eigenvalues, largest first, and unit eigenvectors: column c of `vectors` (n x count) belongs to values[c]. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix; only its symmetric part counts.
 *
 * O(n^3) time: 0.3 s for n = 300, 9 s for n = 1000; see `topEigen` for the first few of a larger one. O(n^2) memory.
 *
 * @throws ShapeError if the matrix is not square or has an entry that is not finite.
 */
export function symmetricEigen(a: Matrix): Eigen {
  requireSquareFinite(a);
  const n = a.rows;
  const dense = new MlMatrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) dense.set(i, j, (a.data[i * n + j]! + a.data[j * n + i]!) / 2);
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(dense, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, c) => c).sort((p, q) => realEigenvalues[q]! - realEigenvalues[p]!);
  const vectors = matrix(n, n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = eigenvectorMatrix.get(i, from);
  });
  return { values: Float64Array.from(order, (c) => realEigenvalues[c]!), vectors };
}

/** Up to this size the full decomposition takes a third of a second, and is exact. */
const FULL_SIZE = 300;

/** With a block of more than this part of the matrix, the full decomposition is as fast (measured at n = 400 and 600). */
const LARGEST_BLOCK = 1 / 4;

/** Extra directions of the block: with them the wanted ones separate from the rest faster. */
const OVERSAMPLING = 10;

/** Highest degree of the polynomial that damps the unwanted part of the spectrum between orthonormalisations. */
const MAX_DEGREE = 12;

/** The filter may stretch the first direction by so much: far more, and rounding errors in it drown the others. */
const MAX_STRETCH = 1e6;

/** Change of the wanted eigenvalues, relative to the largest, at which the iteration rests. */
const TOLERANCE = 1e-10;

/** Flat and falling spectra of random data took 3 to 7; what needs more than this has hardly a gap to find. */
const MAX_ROUNDS = 30;

/**
 * The `count` largest eigenvalues and their vectors of a symmetric matrix without negative eigenvalues, such as a
 * Gram or covariance matrix.
 *
 * Up to n = 300, or when a sixth of them are wanted, by the full decomposition; else by subspace iteration: a block of
 * 1.5 count + 10 vectors, Chebyshev filter, Rayleigh-Ritz, until no wanted eigenvalue moves by more than 1e-10 of
 * the largest (vectors of nearly equal eigenvalues may then still mix among themselves). Where 30 rounds do not reach
 * that, because hardly a gap follows the wanted ones, the full decomposition answers after all. The start is drawn with
 * a fixed seed, so the answer depends on the matrix only.
 *
 * O(n^2 count) time a round and O(n count) memory, O(n^3) and O(n^2) for the full decomposition. Rutishauser 1970;
 * Zhou, Saad, Tiago and Chelikowsky 2006.
 *
 * @throws ShapeError if the matrix is not square, has an entry that is not finite, or count is not in 1 .. n.
 */
export function topEigen(a: Matrix, count: number): Eigen {
  const n = a.rows;
  if (!Number.isInteger(count) || count < 1 || count > n) {
    throw new ShapeError(`cannot take ${count} eigenvectors of a ${n} x ${n} matrix; ask for 1 to ${n}`, {
      found: count,
    });
  }
  const width = Math.ceil(1.5 * count) + OVERSAMPLING;
  const iterated =
    n > FULL_SIZE && width <= LARGEST_BLOCK * n ? subspaceIteration(a, count, width) : undefined;
  return iterated ?? firstColumns(symmetricEigen(a), count);
}

function requireSquareFinite(a: Matrix): void {
  if (a.rows !== a.cols) {
    throw new ShapeError(`eigenvalues need a square matrix, got ${a.rows} x ${a.cols}`, {
      expected: a.rows,
      found: a.cols,
    });
  }
  const odd = a.data.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new ShapeError(
      `entry (${Math.floor(odd / a.cols)}, ${odd % a.cols}) is ${a.data[odd]}; eigenvalues need finite entries`,
      { found: String(a.data[odd]) },
    );
  }
}

function firstColumns({ values, vectors }: Eigen, count: number): Eigen {
  const n = vectors.rows;
  const kept = matrix(n, count);
  for (let i = 0; i < n; i++) kept.data.set(rowView(vectors, i).subarray(0, count), i * count);
  return { values: values.slice(0, count), vectors: kept };
}

/**
 * The first eigenvalues and vectors, or undefined if they still move after the last round. The block is stored as
 * rows, so that every product is one of rows with rows.
 */
function subspaceIteration(a: Matrix, count: number, width: number): Eigen | undefined {
  requireSquareFinite(a);
  let block = randomRows(width, a.rows, seededRandom(0));
  orthonormalise(block);
  let before: Float64Array | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const image = multiplyTransposed(block, a);
    const { values, vectors } = symmetricEigen(multiplyTransposed(block, image));
    block = multiplyTransposed(transpose(vectors), transpose(block));
    if (before && largestChange(values, before, count) <= TOLERANCE * values[0]!) {
      const first = Int32Array.from({ length: count }, (_, c) => c);
      return { values: values.slice(0, count), vectors: transpose(selectRows(block, first)) };
    }
    before = values;
    block = chebyshevFilter(a, block, values);
    orthonormalise(block);
  }
  return undefined;
}

function randomRows(rows: number, cols: number, random: Random): Matrix {
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
}

function largestChange(now: Float64Array, before: Float64Array, count: number): number {
  let change = 0;
  for (let c = 0; c < count; c++) change = Math.max(change, Math.abs(now[c]! - before[c]!));
  return change;
}

/**
 * T_m(2 A / cut - 1) applied to every row, cut being the last Ritz value: bounded by 1 on eigenvalues in [0, cut],
 * growing fast above.
 */
function chebyshevFilter(a: Matrix, block: Matrix, values: Float64Array): Matrix {
  const cut = values[values.length - 1]!;
  const stretch = (2 * values[0]!) / cut - 1;
  if (!(cut > 0 && stretch < MAX_STRETCH)) return multiplyTransposed(block, a);
  const degree = filterDegree(stretch);
  let previous = block;
  let current = shifted(multiplyTransposed(block, a), block, cut);
  for (let m = 2; m <= degree; m++) {
    const next = shifted(multiplyTransposed(current, a), current, cut);
    for (let p = 0; p < next.data.length; p++) next.data[p] = 2 * next.data[p]! - previous.data[p]!;
    previous = current;
    current = next;
  }
  return current;
}

/**
 * The largest m <= MAX_DEGREE with T_m(stretch) <= MAX_STRETCH, by the recurrence of T_m: its few products are rounded
 * alike in every engine, which a quotient of Math.acosh is not.
 */
function filterDegree(stretch: number): number {
  let before = 1;
  let value = stretch;
  for (let m = 1; m < MAX_DEGREE; m++) {
    const next = 2 * stretch * value - before;
    if (next > MAX_STRETCH) return m;
    before = value;
    value = next;
  }
  return MAX_DEGREE;
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
