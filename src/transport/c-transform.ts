import { squaredDistancesInto } from "../numeric/squared-distance.js";

/** Upper bound of the relative error of a computed |x - y|^2 in R^dim, underflow apart; (dim + 2) / 2 are needed. */
export const costRounding = (dim: number): number => (dim + 4) * Number.EPSILON;

/**
 * c-transform g_j = min_i |x_i - y_j|^2 - f_i over the n points of x, for the m points of y, rounded down:
 * f_i + g_j <= (1 + costRounding) |x_i - y_j|^2 holds exactly for the numbers returned (underflow apart).
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
  for (let j = 0; j < m; j++) g[j]! -= Number.EPSILON * Math.abs(g[j]!); // the differences were rounded by half of it
}

/**
 * On sorted points the minimising i never decreases with j (the cost is Monge), so the minimiser of the middle
 * j splits the rest in two. Aggarwal et al. 1987, section 1.
 *
 * Rounding may pick an i whose value is above the minimum. The cost being Monge, the points that this shuts out
 * from the halves are better there by no more than they are here: `doubt` adds these differences up along the
 * splits and is taken off.
 */
function monotoneMinima(
  x: Float64Array,
  f: Float64Array,
  xOrder: Int32Array,
  y: Float64Array,
  yOrder: Int32Array,
  g: Float64Array,
): void {
  const split = (fromJ: number, toJ: number, fromI: number, toI: number, doubt: number): void => {
    if (fromJ >= toJ) return;
    const middle = (fromJ + toJ) >> 1;
    const j = yOrder[middle]!;
    let best = fromI;
    let smallest = Infinity;
    let above = Infinity; // the true value at `best` is at most this
    let below = Infinity; // no true value is less than this
    for (let p = fromI; p < toI; p++) {
      const i = xOrder[p]!;
      const cost = (x[i]! - y[j]!) ** 2;
      const value = cost - f[i]!;
      const error = Number.EPSILON * (2 * cost + Math.abs(value));
      if (value - error < below) below = value - error;
      if (value < smallest) {
        smallest = value;
        above = value + error;
        best = p;
      }
    }
    g[j] = below - doubt;
    const next = doubt + (above - below);
    split(fromJ, middle, fromI, best + 1, next);
    split(middle + 1, toJ, best, toI, next);
  };
  split(0, yOrder.length, 0, xOrder.length, 0);
}

/** The given indices in increasing order of their values; equal values keep their order. */
export function sortedBy(indices: Int32Array, values: Float64Array): Int32Array {
  return indices.slice().sort((a, b) => values[a]! - values[b]! || a - b);
}
