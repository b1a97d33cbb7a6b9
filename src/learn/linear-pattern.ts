import { ShapeError } from "../errors.js";
import { type Matrix, rowView } from "../numeric/matrix.js";
import { meanRow } from "./centre.js";
import { requireCols } from "./checks.js";

/** How rows vary together with a linear score <weights, x> of them. */
export interface LinearPattern {
  /** Mean of the rows. */
  readonly mean: Float64Array;
  /** Cov(x, score) / Var(score): how much each column changes, on average, as the score grows by 1. */
  readonly pattern: Float64Array;
  /** Standard deviation of the score, normalised by n - 1. */
  readonly deviation: number;
}

/** A score that varies by less than this share of |weights| |row| is constant, up to rounding. */
const CONSTANT = 1e-12;

/**
 * The pattern that belongs to weights. Weights say how a score is computed, and may be large where columns must be subtracted from each other to
 * get rid of what they share; the pattern says how rows with a high score look. <weights, pattern> = 1; both are
 * parallel where the rows vary alike in all directions. A score that is constant has the pattern 0.
 *
 * O(rows * cols). Haufe et al. 2014, equation 6.
 *
 * @throws ShapeError if there are fewer than 2 rows, or not as many weights as columns.
 */
export function linearPattern(rows: Matrix, weights: Float64Array): LinearPattern {
  requireCols(rows, weights.length);
  if (rows.rows < 2) {
    throw new ShapeError(`a pattern needs at least 2 rows, got ${rows.rows}`, { found: rows.rows });
  }
  const mean = meanRow(rows);
  const pattern = new Float64Array(rows.cols);
  let squares = 0;
  let scale = 0;
  for (let s = 0; s < rows.rows; s++) {
    const row = rowView(rows, s);
    let score = 0;
    let length = 0;
    for (let k = 0; k < row.length; k++) {
      const off = row[k]! - mean[k]!;
      score += weights[k]! * off;
      length += Math.abs(weights[k]! * row[k]!);
    }
    squares += score * score;
    scale = Math.max(scale, length);
    for (let k = 0; k < row.length; k++) pattern[k]! += score * (row[k]! - mean[k]!);
  }
  const deviation = Math.sqrt(squares / (rows.rows - 1));
  if (!(deviation > CONSTANT * scale)) return { mean, pattern: new Float64Array(rows.cols), deviation: 0 };
  return { mean, pattern: pattern.map((sum) => sum / squares), deviation };
}

/**
 * Shares of equal consecutive blocks of columns in the variance of a score: the sum of weight times pattern over the block, which is
 * Cov(what the block adds to the score, score) / Var(score). They sum to 1; a block that works against the others
 * has a share below 0. O(cols).
 *
 * @throws ShapeError unless the columns are whole blocks.
 */
export function blockShares(weights: Float64Array, pattern: Float64Array, blocks: number): Float64Array {
  const width = weights.length / blocks;
  if (!Number.isInteger(width) || width < 1) {
    throw new ShapeError(`${weights.length} columns are not ${blocks} blocks of equal width`, {
      expected: blocks,
      found: weights.length,
    });
  }
  const shares = new Float64Array(blocks);
  for (let k = 0; k < weights.length; k++) shares[Math.floor(k / width)]! += weights[k]! * pattern[k]!;
  return shares;
}
