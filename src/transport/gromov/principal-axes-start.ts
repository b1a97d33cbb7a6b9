import { type Measure, moments } from "../../measure/measure.js";
import { topEigen } from "../../numeric/eigen.js";
import { solveMatrix } from "../simplex/solve-matrix.js";
import type { GromovStart } from "./start.js";

/** Leading principal axes that are laid upon each other. */
const AXES = 16;
/** Leading axes that are tried in both directions; the others go by their third moments. */
const FLIPPED_AXES = 3;

/**
 * Both clouds are centred and turned so that their principal axes, largest variance first, lie upon each other; then
 * their points are matched by an optimal plan. An axis has no sign of its own: the leading three are tried both
 * ways, so there are up to eight plans. None where the distances were given, since the points may then mean nothing.
 *
 * An isometric copy with different variances along its first three axes is found by one of them.
 * O((n + m) d^2 + d^3) time for the axes, and a transport problem per plan.
 */
export const principalAxesStart: GromovStart = function* (problem) {
  if (!problem.euclidean) return;
  const { n, m, a, b, source, target } = problem;
  const axes = Math.min(AXES, source.dim, target.dim);
  const x = alongAxes(source, axes);
  const y = alongAxes(target, axes);
  const flipped = Math.min(FLIPPED_AXES, axes);
  for (let signs = 0; signs < 1 << flipped; signs++) {
    yield solveMatrix(crossCosts(x, y, n, m, axes, signs), a, b).plan;
  }
};

/** -2 <x, S y> for signs S: |x - S y|^2 but for terms of one point alone. */
function crossCosts(x: Float64Array, y: Float64Array, n: number, m: number, axes: number, signs: number) {
  const costs = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let product = 0;
      for (let k = 0; k < axes; k++) {
        const term = x[i * axes + k]! * y[j * axes + k]!;
        product += k < FLIPPED_AXES && (signs >> k) & 1 ? -term : term;
      }
      costs[i * m + j] = -2 * product;
    }
  }
  return costs;
}

/** Coordinates about the mean along the leading principal axes, each pointing to where the third moment is positive. */
function alongAxes(mu: Measure, axes: number): Float64Array {
  const { points, weights, count, dim } = mu;
  const { mean, covariance } = moments(mu);
  const { vectors } = topEigen(covariance, axes);
  const out = new Float64Array(count * axes);
  const thirds = new Float64Array(axes);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < axes; c++) {
      let along = 0;
      for (let k = 0; k < dim; k++) {
        along += (points[i * dim + k]! - mean[k]!) * vectors.data[k * axes + c]!;
      }
      out[i * axes + c] = along;
      thirds[c]! += weights[i]! * along * along * along;
    }
  }
  for (let p = 0; p < out.length; p++) if (thirds[p % axes]! < 0) out[p] = -out[p]!;
  return out;
}
