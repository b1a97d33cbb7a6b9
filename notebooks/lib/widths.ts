/** Pixels: a narrower picture cannot be read, and a page that is being taken away has no width. */
const LEAST = 280;
/** Of two pictures side by side, and the room between them. */
const LEAST_OF_TWO = 320;
const BETWEEN = 16;

/** Pixels of a picture on a page that is so wide. */
export function widthUpTo(most: number, width: number): number {
  return Math.max(LEAST, Math.min(most, width));
}

/** Pixels that each of two pictures of `sideBySide` gets of a page that is so wide: half of it where that can be read. */
export function widthOfTwo(width: number): number {
  const half = Math.floor((width - BETWEEN) / 2);
  return half >= LEAST_OF_TWO ? half : widthUpTo(width, width);
}
