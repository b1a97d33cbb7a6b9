/** Costs with the minima of the rows, then of the columns taken off: at least 0, and 0 somewhere in each column. */
export interface ReducedCosts {
  /** What was taken off each row, and then off each column. */
  readonly ofRow: Float64Array;
  readonly ofColumn: Float64Array;
  /** Largest of the costs that are left. */
  readonly largest: number;
}

/**
 * Writes the reduced costs between the given rows and columns of a matrix to `room`, row-major. Constants of rows and
 * columns do not change which plan is optimal, and the smaller the costs, the more of their digits count.
 * O(rows * columns).
 */
export function reduceInto(
  room: Float64Array,
  costs: Float64Array,
  width: number,
  rows: Int32Array,
  columns: Int32Array,
): ReducedCosts {
  const count = columns.length;
  const ofRow = new Float64Array(rows.length).fill(Infinity);
  const ofColumn = new Float64Array(count).fill(Infinity);
  for (let r = 0; r < rows.length; r++) {
    const from = rows[r]! * width;
    let least = Infinity;
    for (let c = 0; c < count; c++) least = Math.min(least, costs[from + columns[c]!]!);
    ofRow[r] = least;
    for (let c = 0, p = r * count; c < count; c++, p++) {
      const value = costs[from + columns[c]!]! - least;
      room[p] = value;
      if (value < ofColumn[c]!) ofColumn[c] = value;
    }
  }
  let largest = 0;
  for (let p = 0; p < room.length; ) {
    for (let c = 0; c < count; c++, p++) {
      room[p]! -= ofColumn[c]!;
      if (room[p]! > largest) largest = room[p]!;
    }
  }
  return { ofRow, ofColumn, largest };
}

/** The largest over the n rows of the cost of so many-th rank (0: the least) in its row. O(n m). */
export function rankedMaximum(costs: Float64Array, n: number, m: number, rank: number): number {
  const least = new Float64Array(Math.min(rank, m - 1) + 1);
  let largest = 0;
  for (let i = 0; i < n; i++) {
    least.fill(Infinity);
    for (let p = i * m; p < (i + 1) * m; p++) insert(least, costs[p]!);
    largest = Math.max(largest, least[least.length - 1]!);
  }
  return largest;
}

/** Into a sorted list, whose last value falls out. */
function insert(sorted: Float64Array, value: number): void {
  let z = sorted.length - 1;
  if (value >= sorted[z]!) return;
  for (; z > 0 && sorted[z - 1]! > value; z--) sorted[z] = sorted[z - 1]!;
  sorted[z] = value;
}
