/** Indices of the k smallest entries, nearest first, ties in their order; by insertion into a short list: k is small. */
export function nearest(distances: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < distances.length; i++) {
    if (found.length === count && !(distances[i]! < distances[found[count - 1]!]!)) continue;
    if (found.length === count) found.pop();
    let place = found.length;
    while (place > 0 && distances[i]! < distances[found[place - 1]!]!) place--;
    found.splice(place, 0, i);
  }
  return found;
}
