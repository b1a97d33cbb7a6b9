import { ShapeError } from "../errors.js";
import { type Matrix, matrix } from "../numeric/matrix.js";
import { permutation, type Random } from "../numeric/random.js";
import { requireWhole } from "./checks.js";

export interface PermutationOptions {
  readonly repeats: number;
  readonly random: Random;
}

/**
 * How many rows are named wrongly, that were named right, when the columns of a block are permuted among the rows: what a
 * classifier loses without what only that block tells. Columns outside the block stay, so blocks that tell the same hide
 * each other. Give rows that the classifier was not fitted on: on others it counts what was learnt by heart.
 *
 * @param predict classes of rows.
 * @param blocks columns of each block; blocks may share columns.
 * @returns blocks x repeats: rows right before minus rows right after; below 0 where a permutation helped by chance.
 * @throws ShapeError unless there is one label per row and repeats is a whole number of at least 1.
 *
 * Blocks times repeats predictions of all rows. Breiman 2001, section 10.
 */
export function permutationImportance(
  predict: (rows: Matrix) => Int32Array,
  rows: Matrix,
  labels: ArrayLike<number>,
  blocks: readonly Int32Array[],
  { repeats, random }: PermutationOptions,
): Matrix {
  requireWhole("repeats", repeats, 1);
  if (labels.length !== rows.rows) {
    throw new ShapeError(`${labels.length} labels for ${rows.rows} rows; give one per row`, {
      expected: rows.rows,
      found: labels.length,
    });
  }
  const right = (answer: Int32Array): number =>
    answer.reduce((sum, label, s) => sum + (label === labels[s] ? 1 : 0), 0);
  const before = right(predict(rows));
  const lost = matrix(blocks.length, repeats);
  for (let r = 0; r < repeats; r++) {
    const order = permutation(rows.rows, random.fork(r)); // the same for all blocks, so that they compare
    blocks.forEach((columns, b) => {
      lost.data[b * repeats + r] = before - right(predict(shuffled(rows, columns, order)));
    });
  }
  return lost;
}

function shuffled(rows: Matrix, columns: Int32Array, order: Int32Array): Matrix {
  const out = matrix(rows.rows, rows.cols, rows.data.slice());
  for (let s = 0; s < rows.rows; s++) {
    for (const k of columns) out.data[s * rows.cols + k] = rows.data[order[s]! * rows.cols + k]!;
  }
  return out;
}
