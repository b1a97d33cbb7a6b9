import { squaredDistance, squaredDistancesInto } from "../../numeric/squared-distance.js";

/** Largest cost matrix that is kept: 2^22 entries are 32 MB. Above, rows are computed whenever they are read. */
const LARGEST_BLOCK = 2 ** 22;

/** Squared distances between n source and m target points, row by row. */
export interface Costs {
  readonly n: number;
  readonly m: number;
  readonly dim: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The whole matrix if `kept`, else the row that was loaded last. */
  readonly values: Float64Array;
  readonly kept: boolean;
}

/** O(nm d) time and nm numbers if n m <= 2^22, else O(m) memory. */
export function squaredCosts(x: Float64Array, y: Float64Array, dim: number): Costs {
  const n = x.length / dim;
  const m = y.length / dim;
  const kept = n * m <= LARGEST_BLOCK;
  const values = new Float64Array(kept ? n * m : m);
  if (kept) for (let i = 0; i < n; i++) squaredDistancesInto(x, i, y, m, dim, values, i * m);
  return { n, m, dim, x, y, values, kept };
}

/** Makes row i readable: cost (i, j) is `values[loadRow(costs, i) + j]` until the next call. */
export function loadRow(costs: Costs, i: number): number {
  if (costs.kept) return i * costs.m;
  squaredDistancesInto(costs.x, i, costs.y, costs.m, costs.dim, costs.values, 0);
  return 0;
}

export function costAt(costs: Costs, i: number, j: number): number {
  return costs.kept ? costs.values[i * costs.m + j]! : squaredDistance(costs.x, i, costs.y, j, costs.dim);
}
