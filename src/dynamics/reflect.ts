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
