/** |v_i|, the length of row i of a velocity. */
export function speedOf(velocity: Float64Array, i: number, dim: number): number {
  let squared = 0;
  for (let k = i * dim; k < (i + 1) * dim; k++) squared += velocity[k]! * velocity[k]!;
  return Math.sqrt(squared);
}
