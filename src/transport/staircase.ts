/** Room for the entries of a monotone plan; `length` of them are in use. */
export interface Stairs {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly mass: Float64Array;
  length: number;
}

export function emptyStairs(n: number, m: number): Stairs {
  const most = n + m - 1;
  return { rows: new Int32Array(most), cols: new Int32Array(most), mass: new Float64Array(most), length: 0 };
}

/**
 * Two remainders closer than this part of the larger point mass are the same quantile: their difference is
 * rounding of the subtractions before.
 */
const SAME_QUANTILE = 4 * Number.EPSILON;

/**
 * The monotone coupling of masses a and b, entry after entry in the given orders of the points; from the first pair to
 * the last, whatever the masses. O(n + m).
 */
export function climb(
  xOrder: Int32Array,
  yOrder: Int32Array,
  a: Float64Array,
  b: Float64Array,
  stairs: Stairs,
): void {
  const lastP = xOrder.length - 1;
  const lastQ = yOrder.length - 1;
  const { rows, cols, mass } = stairs;
  let i = xOrder[0]!;
  let j = yOrder[0]!;
  let left = a[i]!; // what source point i has still to send
  let room = b[j]!; // what target point j has still to get
  let e = 0;
  for (let p = 0, q = 0; ; ) {
    const same = Math.abs(left - room) <= SAME_QUANTILE * Math.max(a[i]!, b[j]!);
    const endsRow = q === lastQ || (p < lastP && (same || left < room));
    const endsCol = p === lastP || (q < lastQ && (same || room < left));
    // The lighter point gets exactly its mass; what this leaves of the heavier one is rounding there.
    const moved = endsRow && (!endsCol || a[i]! <= b[j]!) ? left : room;
    rows[e] = i;
    cols[e] = j;
    mass[e++] = moved;
    if (p === lastP && q === lastQ) break;
    left = Math.max(0, left - moved);
    room = Math.max(0, room - moved);
    if (endsRow && p < lastP) {
      i = xOrder[++p]!;
      left = a[i]!;
    }
    if (endsCol && q < lastQ) {
      j = yOrder[++q]!;
      room = b[j]!;
    }
  }
  stairs.length = e;
}
