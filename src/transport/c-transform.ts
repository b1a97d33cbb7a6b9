import { lendExactKernels } from "../kernels/exact.js";
import { sortedBy } from "../numeric/argsort.js";
import { everyIndex, indicesWhere } from "../numeric/indices.js";

/** Upper bound of the relative error of a computed |x - y|^2 in R^dim, underflow apart; (dim + 2) / 2 are needed. */
export const costRounding = (dim: number): number => (dim + 4) * Number.EPSILON;

/**
 * c-transform g_j = min_i |x_i - y_j|^2 - f_i over the n points of x, for the m points of y, rounded down:
 * f_i + g_j <= (1 + costRounding) |x_i - y_j|^2 holds exactly for the numbers returned (underflow apart).
 *
 * An f_i of -Infinity leaves point i out. If all are left out, g is 0 everywhere.
 */
export type CTransform = (x: Float64Array, f: Float64Array, y: Float64Array, dim: number) => Float64Array;

/**
 * The c-transform by a scan of all pairs: O(n m d) time, O((n + m) d) memory; in one dimension by sorting:
 * O((n + m) log(n + m)) time and O(n + m) memory.
 */
export const cTransform: CTransform = (x, f, y, dim) => {
  const g = new Float64Array(y.length / dim);
  if (f.every((price) => price === -Infinity)) return g;
  if (dim === 1) monotoneMinima(x, f, sortedBy(usedIndices(f), x), y, sortedBy(everyIndex(g.length), y), g);
  else scanMinima(x, f, y, dim, g);
  return g;
};

const usedIndices = (f: Float64Array): Int32Array => indicesWhere(f.length, (i) => f[i]! > -Infinity);

function scanMinima(x: Float64Array, f: Float64Array, y: Float64Array, dim: number, g: Float64Array): void {
  const n = f.length;
  const m = g.length;
  lendExactKernels(({ functions, doubles }) => {
    const transform = functions.newTransform(n, m, dim);
    doubles(functions.transformX(transform), n * dim).set(x);
    doubles(functions.transformF(transform), n).set(f);
    doubles(functions.transformY(transform), m * dim).set(y);
    functions.runTransform(transform);
    g.set(doubles(functions.transformG(transform), m));
  });
  for (let j = 0; j < m; j++) g[j]! -= Number.EPSILON * Math.abs(g[j]!); // the difference was rounded by half of it
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
