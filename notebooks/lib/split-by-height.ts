/** The indices of points x1, y1, z1, x2, ... in so many parts of equal size by their height y, lowest first. */
export function splitByHeight(points: ArrayLike<number>, parts: number): number[][] {
  const count = points.length / 3;
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => points[3 * a + 1]! - points[3 * b + 1]!,
  );
  return Array.from({ length: parts }, (_, q) =>
    order.slice(Math.round((q * count) / parts), Math.round(((q + 1) * count) / parts)),
  );
}
