/**
 * Reorders items from .. to-1 such that the one at `place` is where sorting by coordinate `k` would put it,
 * smaller ones before it, larger ones behind (Hoare's selection). Expected O(to - from) time, ties included.
 */
export function partitionAround(
  items: Int32Array,
  from: number,
  to: number,
  place: number,
  points: Float64Array,
  k: number,
  dim: number,
): void {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = points[items[(low + high) >> 1]! * dim + k]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (points[items[left]! * dim + k]! < pivot) left++;
      while (points[items[right]! * dim + k]! > pivot) right--;
      if (left > right) break;
      const kept = items[left]!;
      items[left++] = items[right]!;
      items[right--] = kept;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else return;
  }
}

/** The coordinate in which the points order[from .. to - 1] reach farthest; the first of equals. O((to - from) dim). */
export function widestSide(
  points: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
  dim: number,
): number {
  let widest = 0;
  let width = -1;
  for (let k = 0; k < dim; k++) {
    let low = Infinity;
    let high = -Infinity;
    for (let t = from; t < to; t++) {
      const value = points[order[t]! * dim + k]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > width) {
      width = high - low;
      widest = k;
    }
  }
  return widest;
}
