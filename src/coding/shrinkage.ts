import { type Matrix, rowView } from "../numeric/matrix.js";
import { simplexQuadratic } from "./simplex-quadratic.js";

/** Inner products of atoms about their mean: of whole rows, and of what is visible of them. */
export interface VisibleProducts {
  readonly whole: Matrix;
  readonly visible: Matrix;
}

/** Strengths that are compared: from none to where the mean of the atoms is nearly all there is. */
const STRENGTHS = [0, 0.01, 0.03, 0.1, 0.3, 1, 3] as const;
/** Atoms that are left out in turn, at most; spread evenly over their list. */
const MOST_LEFT_OUT = 24;

/**
 * How strongly codes of half-hidden items should be drawn to the mean of the atoms: of the strengths rho the one with the least
 * error in the hidden part, over atoms that are left out, hidden in the same places and coded with the others,
 *
 *   minimise over the simplex  |visible part of (x - b)|^2 + rho |x - mean|^2,   x = sum_s lambda_s a_s.
 *
 * With fewer than three atoms there is nothing to learn it from, and it is 0.
 *
 * One quadratic programme a strength and atom left out, at most 24 of these; O(S^2) memory.
 */
export function chooseShrinkage(products: VisibleProducts): number {
  const count = products.whole.rows;
  if (count < 3) return 0;
  const stride = Math.max(1, Math.ceil(count / MOST_LEFT_OUT));
  const left = Array.from({ length: Math.ceil(count / stride) }, (_, p) => p * stride);
  const errors = STRENGTHS.map((rho) => {
    const gram = drawn(products, rho);
    return left.reduce((sum, j) => sum + hiddenError(products, gram, rho, j), 0);
  });
  return STRENGTHS[errors.indexOf(Math.min(...errors))]!;
}

/** Inner products of the visible parts, and rho times those of the whole rows. */
function drawn({ whole, visible }: VisibleProducts, rho: number): Matrix {
  return { ...whole, data: whole.data.map((value, p) => visible.data[p]! + rho * value) };
}

/** Squared error, in the hidden part, of atom j as the others have it. */
function hiddenError({ whole, visible }: VisibleProducts, gram: Matrix, rho: number, j: number): number {
  const count = whole.rows;
  const back = rho / (count - 1); // the mean of the others is -a_j / (S - 1), because the mean of all is the origin
  const all = rowView(whole, j);
  const cross = rowView(visible, j).map((seen, s) => seen - back * all[s]!);
  const norm = visible.data[j * count + j]! + (back / (count - 1)) * all[j]!;
  const { shares } = simplexQuadratic({ gram, cross, norm }, { without: j });
  shares[j] = -1; // shares of a_j minus its synthesis, but for the sign
  const used = Array.from(shares.keys()).filter((s) => shares[s] !== 0);
  let error = 0;
  for (const s of used) {
    for (const t of used) {
      const p = s * count + t;
      error += shares[s]! * shares[t]! * (whole.data[p]! - visible.data[p]!);
    }
  }
  return error;
}
