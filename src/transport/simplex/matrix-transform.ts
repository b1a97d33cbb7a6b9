import type { Kernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import type { Measure } from "../../measure/measure.js";
import type { CTransform } from "../c-transform.js";
import { fastestCTransform } from "../choose-c-transform.js";
import type { Frame } from "../frame.js";

/**
 * The c-transform from the cost matrix that the simplex holds, for all points of both clouds: no distance is computed
 * again. Anything else is left to the scan.
 *
 * The costs are those of the frame, c = scale^2 c' + shiftX_i + shiftY_j. What their rounding may amount to, in products
 * of centred coordinates, is taken off: (2 dim + 16) epsilon of the farthest squared distance. O(n m) time, O(n + m) memory.
 */
export function matrixTransform(
  { functions, doubles }: Kernels,
  simplex: Simplex,
  source: Measure,
  target: Measure,
  frame: Frame,
): CTransform {
  const { dim, scale, shiftX, shiftY, farthest } = frame;
  const unit = scale * scale;
  const rounding = (2 * dim + 16) * Number.EPSILON * farthest;
  return (x, f, y, d) => {
    if (x !== source.points || y !== target.points || f.includes(-Infinity))
      return fastestCTransform(x, f, y, d);
    const own = doubles(functions.potentials(simplex), f.length);
    for (let i = 0; i < f.length; i++) own[i] = (f[i]! - shiftX[i]!) / unit;
    const g = doubles(functions.targetMinima(simplex), shiftY.length).slice();
    for (let j = 0; j < g.length; j++) g[j] = unit * g[j]! + shiftY[j]! - rounding;
    return g;
  };
}
