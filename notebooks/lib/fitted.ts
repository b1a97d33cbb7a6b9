/** Pixels: a page that is not laid out yet says that it has none, and charts cannot be drawn on less. */
const LEAST = 240;

/** The width of a chart that fits a page of that width, and is no wider than `most`. */
export function fitted(width: number, most: number): number {
  return Math.max(LEAST, Math.min(most, width));
}
