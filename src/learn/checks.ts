import { ShapeError } from "../errors.js";
import type { Matrix } from "../numeric/matrix.js";

/** @throws ShapeError naming the first entry that is not a finite number. */
export function requireFinite(rows: Matrix): void {
  const odd = rows.data.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return;
  const row = Math.floor(odd / rows.cols);
  throw new ShapeError(
    `row ${row}, column ${odd % rows.cols} is ${rows.data[odd]}; rows must be finite numbers`,
    {
      found: String(rows.data[odd]),
    },
  );
}

/** @throws ShapeError unless 1 <= clusters <= items. */
export function requireClusters(clusters: number, items: number): void {
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > items) {
    throw new ShapeError(`cannot make ${clusters} clusters of ${items} items; ask for 1 to ${items}`, {
      found: clusters,
    });
  }
}

/** @throws ShapeError unless the matrix is square, finite, non-negative and has a zero diagonal. */
export function requireDistances(distances: Matrix): void {
  const { rows: n, cols, data } = distances;
  if (n !== cols || n === 0) {
    throw new ShapeError(`a distance matrix is square and not empty, got ${n} x ${cols}`, {
      expected: n,
      found: cols,
    });
  }
  const odd = data.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd >= 0) {
    throw new ShapeError(
      `distance (${Math.floor(odd / n)}, ${odd % n}) is ${data[odd]}; distances must be finite and at least 0`,
    );
  }
  for (let i = 0; i < n; i++) {
    if (data[i * n + i] !== 0) {
      throw new ShapeError(`distance (${i}, ${i}) is ${data[i * n + i]}; an item has distance 0 to itself`);
    }
  }
}

/** @throws ShapeError unless `value` is a finite number above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new ShapeError(`${name} is ${value}; it must be a finite number above 0`, { found: value });
  }
}

/** @throws ShapeError unless `value` is a whole number of at least `least`. */
export function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ShapeError(`${name} is ${value}; it must be a whole number of at least ${least}`, {
      found: value,
    });
  }
}

/** @throws ShapeError if new rows have not the columns of the model. */
export function requireCols(rows: Matrix, expected: number): void {
  if (rows.cols !== expected) {
    throw new ShapeError(`the model was fitted on ${expected} columns, these rows have ${rows.cols}`, {
      expected,
      found: rows.cols,
    });
  }
}
