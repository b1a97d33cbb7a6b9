import type { LeafValues, PriceTree } from "./price-tree.js";

/** The loop for a dimension. */
export function leafValuesOf(dim: number): LeafValues {
  if (dim === 2) return valuesInPlane;
  return dim === 3 ? valuesInSpace : leafValues;
}

function valuesInPlane(tree: PriceTree, query: Float64Array, at: number, leaf: number): number {
  const { points, prices, starts, values } = tree;
  const x = query[at]!;
  const y = query[at + 1]!;
  const from = starts[leaf]!;
  const count = starts[leaf + 1]! - from;
  for (let t = 0, p = 2 * from; t < count; t++, p += 2) {
    const dx = x - points[p]!;
    const dy = y - points[p + 1]!;
    values[t] = dx * dx + dy * dy - prices[from + t]!;
  }
  return count;
}

function valuesInSpace(tree: PriceTree, query: Float64Array, at: number, leaf: number): number {
  const { points, prices, starts, values } = tree;
  const x = query[at]!;
  const y = query[at + 1]!;
  const z = query[at + 2]!;
  const from = starts[leaf]!;
  const count = starts[leaf + 1]! - from;
  for (let t = 0, p = 3 * from; t < count; t++, p += 3) {
    const dx = x - points[p]!;
    const dy = y - points[p + 1]!;
    const dz = z - points[p + 2]!;
    values[t] = dx * dx + dy * dy + dz * dz - prices[from + t]!;
  }
  return count;
}

function leafValues(tree: PriceTree, query: Float64Array, at: number, leaf: number): number {
  const { dim, points, prices, starts, values } = tree;
  const from = starts[leaf]!;
  const count = starts[leaf + 1]! - from;
  for (let t = 0, p = dim * from; t < count; t++) {
    let square = 0;
    for (let k = 0; k < dim; k++, p++) {
      const difference = query[at + k]! - points[p]!;
      square += difference * difference;
    }
    values[t] = square - prices[from + t]!;
  }
  return count;
}
