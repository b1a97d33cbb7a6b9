import type { Matrix } from "../numeric/matrix.js";

/** The distance of a point b from a hull of points a_s, by inner products alone. */
export interface HullProblem {
  /** S x S: <a_s, a_t>. */
  readonly gram: Matrix;
  /** S: <a_s, b>. */
  readonly cross: Float64Array;
  /** |b|^2. */
  readonly norm: number;
}
