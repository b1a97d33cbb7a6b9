/**
 * The y that minimises |beta e_0 - H y| for a Hessenberg matrix with one row more than columns, by rotations of Givens.
 *
 * @param columns column j has entries 0 .. j + 1.
 * @returns coefficients y (0 for columns that add nothing) and the length of what is left.
 *
 * O(columns^2) time and memory.
 */
export function leastSquaresOfHessenberg(
  columns: readonly Float64Array[],
  beta: number,
): { readonly coefficients: Float64Array; readonly residual: number } {
  const count = columns.length;
  const upper = columns.map((column) => column.slice());
  const right = new Float64Array(count + 1);
  right[0] = beta;
  const rotations: { c: number; s: number }[] = [];
  upper.forEach((column, j) => {
    rotations.forEach(({ c, s }, i) => {
      rotate(column, i, c, s);
    });
    const length = Math.sqrt(column[j]! ** 2 + column[j + 1]! ** 2);
    const turn = length > 0 ? { c: column[j]! / length, s: column[j + 1]! / length } : { c: 1, s: 0 };
    rotations.push(turn);
    rotate(column, j, turn.c, turn.s);
    rotate(right, j, turn.c, turn.s);
  });
  const coefficients = new Float64Array(count);
  for (let j = count - 1; j >= 0; j--) {
    let value = right[j]!;
    for (let k = j + 1; k < count; k++) value -= upper[k]![j]! * coefficients[k]!;
    const pivot = upper[j]![j]!;
    coefficients[j] = Math.abs(pivot) > 1e-300 ? value / pivot : 0;
  }
  return { coefficients, residual: Math.abs(right[count]!) };
}

function rotate(column: Float64Array, i: number, c: number, s: number): void {
  const top = column[i]!;
  const below = column[i + 1]!;
  column[i] = c * top + s * below;
  column[i + 1] = c * below - s * top;
}
