import type { Box } from "./particles.js";

/**
 * The place in [low, high] that mirrors at both ends bring x to, however far outside it is; NaN stays NaN.
 *
 * A particle that would leave by less than the length of the box is mirrored once, as in all micro-simulators here.
 */
export function reflect(x: number, low: number, high: number): number {
  if (x >= low && x <= high) return x;
  const length = high - low;
  const turns = (x - low) / (2 * length);
  const along = (turns - Math.floor(turns)) * 2 * length;
  return low + (along <= length ? along : 2 * length - along);
}

/** Brings points that left the box back by mirrors, in place. */
export function mirrorInto(points: Float64Array, { low, high }: Box): void {
  for (let k = 0; k < low.length; k++) {
    const from = low[k]!;
    const to = high[k]!;
    for (let p = k; p < points.length; p += low.length) {
      const x = points[p]!;
      if (x < from || x > to) points[p] = reflect(x, from, to);
    }
  }
}
