import type { Measure } from "../../measure/measure.js";
import { gaussianOf } from "./gaussian.js";
import { gaussianTransport } from "./gaussian-transport.js";

/**
 * Source potential of the normal laws with the moments of two measures, at the source points:
 *
 *   f(x) = |u|^2 - u^T A u + 2 <u, m - n>,  u = x - m,
 *
 * for means m, n and the linear map A between the laws. Its c-transform proves at least the Gelbrich bound, from moments
 * alone. O((n + m) d^2 + d^3) time. Gelbrich 1990.
 */
export function momentPotential(source: Measure, target: Measure): Float64Array {
  const { source: from, target: to, linear } = gaussianTransport(gaussianOf(source), gaussianOf(target));
  const { points, count, dim } = source;
  const offset = from.mean.map((value, k) => 2 * (value - to.mean[k]!));
  const u = new Float64Array(dim);
  const f = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dim; k++) u[k] = points[i * dim + k]! - from.mean[k]!;
    for (let k = 0; k < dim; k++) {
      let image = 0;
      for (let l = 0; l < dim; l++) image += linear.data[k * dim + l]! * u[l]!;
      f[i]! += u[k]! * (u[k]! - image + offset[k]!);
    }
  }
  return f;
}
