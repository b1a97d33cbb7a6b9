import { type Doubles, type f64, type i32, newDoubles } from "./subset.js";

/** Bounding boxes of runs of points. */
export class Boxes {
  dim: i32;
  /** Least and largest coordinates, box by box. */
  low: Doubles;
  high: Doubles;

  constructor(count: i32, dim: i32) {
    this.dim = dim;
    this.low = newDoubles(count * dim);
    this.high = newDoubles(count * dim);
  }
}

/** Makes box b that of the points from .. to-1. O((to - from) d). */
export function enclose(boxes: Boxes, b: i32, points: Doubles, from: i32, to: i32): void {
  const dim = boxes.dim;
  for (let k = 0; k < dim; k++) {
    let low = Infinity;
    let high = -Infinity;
    for (let p = from * dim + k; p < to * dim; p += dim) {
      const value = points[p];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    boxes.low[b * dim + k] = low;
    boxes.high[b * dim + k] = high;
  }
}

/**
 * Least squared distance of points of two boxes, as it is rounded: none that `squaredDistances` gives for points in them
 * is smaller.
 */
export function boxDistance(a: Boxes, p: i32, b: Boxes, q: i32): f64 {
  const dim = a.dim;
  let sum: f64 = 0;
  for (let k = 0; k < dim; k++) {
    const above = b.low[q * dim + k] - a.high[p * dim + k];
    const below = a.low[p * dim + k] - b.high[q * dim + k];
    const gap = above > below ? above : below;
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}
