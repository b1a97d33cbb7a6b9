/** Can a PLY file hold points of this dimension? It is of space. */
export function fitsPly(dim: number): boolean {
  return dim <= 3;
}
