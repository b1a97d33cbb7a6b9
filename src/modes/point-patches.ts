import { ShapeError } from "../errors.js";
import type { Measure } from "../measure/measure.js";
import { squaredDistance } from "../numeric/squared-distance.js";

/**
 * For each point, itself and its nearest neighbours: so many points in all, in their order; of equally near ones the first.
 *
 * @throws ShapeError unless `size` is a whole number from 1 to the number of points.
 *
 * O(n^2 (d + log n)) time, O(n size) memory.
 */
export function pointPatches(mu: Measure, size: number): Int32Array[] {
  if (!Number.isInteger(size) || size < 1 || size > mu.count) {
    throw new ShapeError(`a patch of ${size} points of ${mu.count}; ask for 1 to ${mu.count}`, {
      expected: mu.count,
      found: size,
    });
  }
  return Array.from({ length: mu.count }, (_, i) => {
    const squares = Float64Array.from({ length: mu.count }, (__, j) =>
      j === i ? -1 : squaredDistance(mu.points, i, mu.points, j, mu.dim),
    );
    const order = Int32Array.from(squares.keys()).sort((a, b) => squares[a]! - squares[b]! || a - b);
    return order.slice(0, size).sort();
  });
}

/** The columns of these points in rows of so many numbers a point. */
export function patchColumns(patch: Int32Array, width: number): Int32Array {
  const columns = new Int32Array(patch.length * width);
  for (let c = 0; c < columns.length; c++) columns[c] = patch[Math.floor(c / width)]! * width + (c % width);
  return columns;
}
