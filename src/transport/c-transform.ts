import { squaredDistancesInto } from "../numeric/squared-distance.js";

/**
 * c-transform g_j = min_i |x_i - y_j|^2 - f_i over the n points of x, for the m points of y.
 *
 * An f_i of -Infinity leaves point i out. If all are left out, g is 0 everywhere.
 * O(n m d) time, O(m) memory; in one dimension O((n + m) log(n + m)) time and O(n + m) memory.
 */
export function cTransform(x: Float64Array, f: Float64Array, y: Float64Array, dim: number): Float64Array {
  const used = Int32Array.from(f.keys()).filter((i) => f[i]! > -Infinity);
  const g = new Float64Array(y.length / dim);
  if (used.length === 0) return g;
  g.fill(Infinity);
  if (dim === 1) monotoneMinima(x, f, sortedBy(used, x), y, sortedBy(Int32Array.from(g.keys()), y), g);
  else scanMinima(x, f, used, y, dim, g);
  return g;
}

function scanMinima(
  x: Float64Array,
  f: Float64Array,
  used: Int32Array,
  y: Float64Array,
  dim: number,
  g: Float64Array,
): void {
  const m = g.length;
  const row = new Float64Array(m);
  for (const i of used) {
    squaredDistancesInto(x, i, y, m, dim, row, 0);
    const fi = f[i]!;
    for (let j = 0; j < m; j++) {
      const value = row[j]! - fi;
      if (value < g[j]!) g[j] = value;
    }
  }
}

/**
 * On sorted points the minimising i never decreases with j (the cost is Monge), so the minimiser of the middle
 * j splits the rest in two. Each value is computed directly: rounding can pick a neighbour of the minimiser,
 * never a value that is off by more than rounding. Aggarwal et al. 1987, section 1.
 */
function monotoneMinima(
  x: Float64Array,
  f: Float64Array,
  xOrder: Int32Array,
  y: Float64Array,
  yOrder: Int32Array,
  g: Float64Array,
): void {
  const split = (fromJ: number, toJ: number, fromI: number, toI: number): void => {
    if (fromJ >= toJ) return;
    const middle = (fromJ + toJ) >> 1;
    const j = yOrder[middle]!;
    let best = fromI;
    for (let p = fromI; p < toI; p++) {
      const i = xOrder[p]!;
      const value = (x[i]! - y[j]!) ** 2 - f[i]!;
      if (value < g[j]!) {
        g[j] = value;
        best = p;
      }
    }
    split(fromJ, middle, fromI, best + 1);
    split(middle + 1, toJ, best, toI);
  };
  split(0, yOrder.length, 0, xOrder.length);
}

/** The given indices in increasing order of their values; equal values keep their order. */
export function sortedBy(indices: Int32Array, values: Float64Array): Int32Array {
  return indices.slice().sort((a, b) => values[a]! - values[b]! || a - b);
}
