import {
  type Doubles,
  dotProducts,
  type f64,
  type i32,
  newDoubles,
  packed,
  squaredDistances,
} from "./subset.js";

/** Dimension from which a kept matrix is computed by products. */
const SMALLEST_BY_PRODUCTS: i32 = 16;

/** Costs between n source and m target points, row by row: squared distances or, for points of dimension 0, what is given. */
export class Costs {
  n: i32;
  m: i32;
  dim: i32;
  /** Row-major, to be filled by the caller. */
  x: Doubles;
  y: Doubles;
  /** y in the order in which distances are computed; see `prepareCosts`. */
  packedY: Doubles;
  /** The whole matrix if `kept`, to be filled by the caller if `dim` is 0; else the row that was loaded last. */
  values: Doubles;
  kept: boolean;
  /** Is the last source, or target, an extra one? It is at cost `leaving` from all others, the two at cost `corner`. */
  extraSource: boolean;
  extraTarget: boolean;
  leaving: f64;
  corner: f64;

  constructor(n: i32, m: i32, dim: i32, kept: boolean) {
    const y = newDoubles(m * dim);
    this.n = n;
    this.m = m;
    this.dim = dim;
    this.x = newDoubles(n * dim);
    this.y = y;
    this.packedY = y;
    this.values = newDoubles(kept ? n * m : m);
    this.kept = kept;
    this.extraSource = false;
    this.extraTarget = false;
    this.leaving = 0;
    this.corner = 0;
  }
}

/** Makes the last source, or target, or both an extra one; for costs that are not kept. */
export function extendCosts(
  costs: Costs,
  extraSource: boolean,
  extraTarget: boolean,
  leaving: f64,
  corner: f64,
): void {
  costs.extraSource = extraSource;
  costs.extraTarget = extraTarget;
  costs.leaving = leaving;
  costs.corner = corner;
}

/** To be called when the points, or the given costs, are in place. O(n m d) if the matrix is kept. */
export function prepareCosts(costs: Costs): void {
  const m = costs.m;
  const dim = costs.dim;
  costs.packedY = packed(costs.y, m, dim);
  if (!costs.kept || dim === 0) return;
  if (dim >= SMALLEST_BY_PRODUCTS) distancesByProducts(costs);
  else squaredDistances(costs.x, 0, costs.n, costs.packedY, 0, m, dim, costs.values, 0);
}

/** |x|^2 + |y|^2 - 2 <x, y>: half the work, and an error of dim + 3 roundings of (|x| + |y|)^2, not of |x - y|^2. */
function distancesByProducts(costs: Costs): void {
  const n = costs.n;
  const m = costs.m;
  const dim = costs.dim;
  const values = costs.values;
  dotProducts(costs.x, n, costs.packedY, m, dim, values);
  const ofX = squaredNorms(costs.x, n, dim);
  const ofY = squaredNorms(costs.y, m, dim);
  for (let i = 0; i < n; i++) {
    const own = ofX[i];
    const row = i * m;
    for (let j = 0; j < m; j++) {
      const value = own + ofY[j] - 2 * values[row + j];
      values[row + j] = value > 0 ? value : 0;
    }
  }
}

function squaredNorms(points: Doubles, count: i32, dim: i32): Doubles {
  const norms = newDoubles(count);
  for (let i = 0; i < count; i++) {
    let sum: f64 = 0;
    for (let p = i * dim; p < (i + 1) * dim; p++) sum += points[p] * points[p];
    norms[i] = sum;
  }
  return norms;
}

/** Makes row i readable: cost (i, j) is `values[loadRow(costs, i) + j]` until the next call. */
export function loadRow(costs: Costs, i: i32): i32 {
  if (costs.kept) return i * costs.m;
  if (costs.extraSource || costs.extraTarget) loadExtended(costs, i);
  else squaredDistances(costs.x, i, i + 1, costs.packedY, 0, costs.m, costs.dim, costs.values, 0);
  return 0;
}

function loadExtended(costs: Costs, i: i32): void {
  const values = costs.values;
  const m = costs.m;
  const extraTarget = costs.extraTarget;
  const own = extraTarget ? m - 1 : m;
  const isExtra = costs.extraSource && i === costs.n - 1;
  if (isExtra) for (let j = 0; j < own; j++) values[j] = costs.leaving;
  else squaredDistances(costs.x, i, i + 1, costs.packedY, 0, own, costs.dim, values, 0);
  if (extraTarget) values[own] = isExtra ? costs.corner : costs.leaving;
}

export function costAt(costs: Costs, i: i32, j: i32): f64 {
  if (costs.kept) return costs.values[i * costs.m + j];
  const isExtraSource = costs.extraSource && i === costs.n - 1;
  const isExtraTarget = costs.extraTarget && j === costs.m - 1;
  if (isExtraSource || isExtraTarget) return isExtraSource && isExtraTarget ? costs.corner : costs.leaving;
  const x = costs.x;
  const y = costs.y;
  const dim = costs.dim;
  let sum: f64 = 0;
  for (let k = 0; k < dim; k++) {
    const t = x[i * dim + k] - y[j * dim + k];
    sum += t * t;
  }
  return sum;
}
