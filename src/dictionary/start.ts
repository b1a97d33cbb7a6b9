import { logarithm } from "../numeric/elementary.js";
import { type Matrix, matrix, rowView, selectRows } from "../numeric/matrix.js";
import { permutation, type Random, weightedIndex } from "../numeric/random.js";
import { lineCost } from "./line-cost.js";

/** Where atoms begin: rows of the data drawn at random, or drawn far from each other. */
export type AtomStart = "data" | "k-means++";
/**
 * Where weights begin: drawn evenly from the simplex, as published, or all equal. A draw is noise that has to be unlearned: with
 * few steps a row, as batches give, much of it is left at the end.
 */
export type WeightStart = "simplex" | "even";

/** Atoms to begin with: `size` rows of the data. */
type Draw = (data: Matrix, positions: Float64Array, size: number, random: Random) => Matrix;

/** The smallest weight that training begins with is exp(-10), one part in 22,000. */
const LEAST_LOGIT = -10;

/** Distinct rows, each as likely as any other. */
const randomRows: Draw = (data, _, size, random) =>
  selectRows(data, permutation(data.rows, random).subarray(0, size));

/**
 * Wasserstein k-means++ (Arthur and Vassilvitskii 2007): each next row is drawn with probability proportional to its
 * cost to the nearest row drawn so far, W2^2 on the axis of the bands between the two at mass 1. So it tells shapes apart and not
 * brightness, and costs O(bands) a pair. Where all rows are drawn already in shape, the rest are the first ones left.
 */
const farRows: Draw = (data, positions, size, random) => {
  const drawn = [random.integer(data.rows)];
  const nearest = new Float64Array(data.rows).fill(Infinity);
  while (drawn.length < size) {
    const newest = rowView(data, drawn[drawn.length - 1]!);
    for (let i = 0; i < data.rows; i++) {
      nearest[i] = Math.min(nearest[i]!, lineCost(positions, rowView(data, i), newest));
    }
    for (const i of drawn) nearest[i] = 0; // of an own copy up to rounding
    drawn.push(weightedIndex(nearest, random) ?? firstLeft(drawn));
  }
  return selectRows(data, drawn);
};

export const ATOM_STARTS: Readonly<Record<AtomStart, Draw>> = { data: randomRows, "k-means++": farRows };

function firstLeft(drawn: readonly number[]): number {
  const taken = new Set(drawn);
  let i = 0;
  while (taken.has(i)) i++;
  return i;
}

/** Logarithms of rows drawn evenly from the simplex, none below -10. */
function simplexLogits(rows: number, cols: number, random: Random): Matrix {
  const logits = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    const row = rowView(logits, i);
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      row[j] = -logarithm(1 - random.uniform()); // exponentially distributed, in (0, 37]; 0 only where uniform() is
      sum += row[j]!;
    }
    for (let j = 0; j < cols; j++) row[j] = Math.max(LEAST_LOGIT, logarithm(row[j]! / sum));
  }
  return logits;
}

/** Logits to begin with, one row a row of the data. */
export const WEIGHT_STARTS: Readonly<
  Record<WeightStart, (rows: number, cols: number, random: Random) => Matrix>
> = { simplex: simplexLogits, even: (rows, cols) => matrix(rows, cols) };
