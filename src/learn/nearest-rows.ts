import { squaredDistances } from "../numeric/gram.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";

/** Rows whose distances are in memory at once. */
const BLOCK = 256;

/**
 * Place of the nearest row for each of some rows, the first of equally near ones.
 *
 * @param without place among `among` that a row must not be compared with (itself); -1 or absent for none.
 * @throws ShapeError if the columns differ. O(rows among cols) time, O(256 among + (rows + among) cols) memory.
 */
export function nearestRows(rows: Matrix, among: Matrix, without?: Int32Array): Int32Array {
  const places = new Int32Array(rows.rows);
  for (let start = 0; start < rows.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows.rows);
    const block = matrix(end - start, rows.cols, rows.data.subarray(start * rows.cols, end * rows.cols));
    const squares = squaredDistances(block, among);
    for (let s = start; s < end; s++) {
      places[s] = leastPlace(rowView(squares, s - start), without?.[s] ?? -1);
    }
  }
  return places;
}

function leastPlace(values: Float64Array, without: number): number {
  let best = without === 0 ? 1 : 0;
  for (let a = 0; a < values.length; a++) if (a !== without && values[a]! < values[best]!) best = a;
  return best;
}
