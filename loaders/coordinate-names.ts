const LETTERS = ["x", "y", "z"];

/** Names of coordinate columns that every reader here knows: x, y, z, or x1 .. xd in more than three dimensions. */
export function coordinateNames(dim: number): readonly string[] {
  return dim <= LETTERS.length ? LETTERS.slice(0, dim) : Array.from({ length: dim }, (_, k) => `x${k + 1}`);
}
