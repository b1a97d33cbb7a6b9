import { ShapeError } from "../errors.js";
import { type Matrix, selectRows } from "../numeric/matrix.js";
import { requireFinite, requireWhole } from "./checks.js";

/** Rows with known classes: `labels[s]`, from 0 to classCount - 1, is the class of row s. */
export interface Training {
  readonly rows: Matrix;
  readonly labels: Int32Array;
  readonly classCount: number;
}

/** How much there is to learn from, known before there are any rows. */
export interface TrainingSize {
  readonly rows: number;
  readonly cols: number;
  readonly classCount: number;
}

/**
 * Training data, checked once. A class may have no row; it is then never predicted.
 *
 * @throws ShapeError if there is no row or column, an entry is not finite, or a label is no class.
 */
export function training(rows: Matrix, labels: ArrayLike<number>, classCount: number): Training {
  requireWhole("the number of classes", classCount, 1);
  if (rows.rows === 0 || rows.cols === 0) {
    throw new ShapeError(`cannot learn from ${rows.rows} rows of ${rows.cols} columns`, { found: rows.rows });
  }
  if (labels.length !== rows.rows) {
    throw new ShapeError(`${labels.length} labels for ${rows.rows} rows; give one per row`, {
      expected: rows.rows,
      found: labels.length,
    });
  }
  for (let s = 0; s < labels.length; s++) {
    const label = labels[s]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classCount)) {
      throw new ShapeError(`label ${s} is ${label}; labels are class numbers from 0 to ${classCount - 1}`, {
        found: label,
      });
    }
  }
  requireFinite(rows);
  return { rows, labels: Int32Array.from(labels), classCount };
}

/** The named rows with their labels. */
export function selectTraining(all: Training, indices: ArrayLike<number>): Training {
  const { rows, labels, classCount } = all;
  return {
    rows: selectRows(rows, indices),
    labels: Int32Array.from(indices, (s) => labels[s]!),
    classCount,
  };
}

/** Rows of each class; the length is the number of classes. */
export function classSizes(labels: ArrayLike<number>, classCount: number): Int32Array {
  const sizes = new Int32Array(classCount);
  for (let s = 0; s < labels.length; s++) sizes[labels[s]!]!++;
  return sizes;
}
