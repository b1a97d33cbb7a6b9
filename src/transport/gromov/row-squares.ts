/** sum_k D_ik^2 w_k for each row of a matrix with one column per weight. O(entries). */
export function rowSquares(distances: Float64Array, weights: Float64Array): Float64Array {
  const cols = weights.length;
  const sums = new Float64Array(distances.length / cols);
  for (let i = 0, p = 0; i < sums.length; i++) {
    let sum = 0;
    for (let k = 0; k < cols; k++, p++) sum += distances[p]! * distances[p]! * weights[k]!;
    sums[i] = sum;
  }
  return sums;
}
