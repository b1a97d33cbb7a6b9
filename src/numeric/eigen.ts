import { ShapeError } from "../errors.js";
import { multiplyTransposed } from "./gram.js";
import { type Matrix, matrix, rowView } from "./matrix.js";
import { subspaceIteration } from "./subspace-iteration.js";
import { type Eigen, requireSquareFinite, symmetricEigen } from "./symmetric-eigen.js";

/** Up to this size the full decomposition takes a third of a second, and is exact. */
const FULL_SIZE = 300;

/** With a block of more than this part of the matrix, the full decomposition is as fast (measured at n = 400 and 600). */
const LARGEST_BLOCK = 1 / 4;

/** Extra directions of the block: with them the wanted ones separate from the rest faster. */
const OVERSAMPLING = 10;

/** Highest degree of the polynomial that damps the unwanted part of the spectrum between orthonormalisations. */
const MAX_DEGREE = 12;

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
  const iterated = n > FULL_SIZE && width <= LARGEST_BLOCK * n ? iterate(a, count, width) : undefined;
  return iterated ?? firstColumns(symmetricEigen(a), count);
}

/** Undefined if the values still move after the last round. */
function iterate(a: Matrix, count: number, width: number): Eigen | undefined {
  requireSquareFinite(a);
  const { eigen, status } = subspaceIteration((block) => multiplyTransposed(block, a), a.rows, {
    count,
    width,
    maxRounds: MAX_ROUNDS,
    maxDegree: MAX_DEGREE,
    tolerance: TOLERANCE,
  });
  return status === "converged" ? eigen : undefined;
}

function firstColumns({ values, vectors }: Eigen, count: number): Eigen {
  const n = vectors.rows;
  const kept = matrix(n, count);
  for (let i = 0; i < n; i++) kept.data.set(rowView(vectors, i).subarray(0, count), i * count);
  return { values: values.slice(0, count), vectors: kept };
}
