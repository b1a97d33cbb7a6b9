/**
 * The nondecreasing sequence nearest to the one given, in least squares, in its place: neighbours that fall are replaced by their mean
 * until none does.
 *
 * O(n) time and memory. Ayer, Brunk, Ewing, Reid and Silverman 1955 (pool adjacent violators).
 */
export function isotonicInPlace(values: Float64Array): Float64Array {
  const means = new Float64Array(values.length);
  const sizes = new Int32Array(values.length);
  let blocks = 0;
  for (const value of values) {
    means[blocks] = value;
    sizes[blocks] = 1;
    blocks++;
    while (blocks > 1 && means[blocks - 2]! > means[blocks - 1]!) {
      blocks--;
      const size = sizes[blocks - 1]! + sizes[blocks]!;
      means[blocks - 1]! += (means[blocks]! - means[blocks - 1]!) * (sizes[blocks]! / size);
      sizes[blocks - 1] = size;
    }
  }
  let at = 0;
  for (let b = 0; b < blocks; b++) {
    values.fill(means[b]!, at, at + sizes[b]!);
    at += sizes[b]!;
  }
  return values;
}
