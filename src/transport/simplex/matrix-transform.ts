import type { ExactKernels } from "../../kernels/kernels.js";
import type { Simplex } from "../../kernels/simplex.js";
import type { Measure } from "../../measure/measure.js";
import type { CTransform } from "../c-transform.js";
import { fastestCTransform } from "../choose-c-transform.js";
import type { Frame } from "../frame.js";

/**
 * The c-transform from the cost matrix that the simplex holds, for all points of both clouds: no distance is computed
 * again. Anything else is left to the scan.
 *
 * The costs are those of the frame, c = scale^2 c' + shiftX_i + shiftY_j. What their rounding may amount to is
 * taken off: in products of centred coordinates each of the terms |x|^2, |y|^2, |D|^2, 2 <x, y>, 2 <x, D>, 2 <y, D> is off by
 * dim + 10 roundings of half an epsilon at most, and together they are at most (|x| + |y| + |D|)^2. The five additions with
 * f and g, which are at most |f| + 2.5 times that, add as many halves of an epsilon.
 * O(n m) time, O(n + m) memory. Higham 2002, section 3.1.
 */
export function matrixTransform(
  { functions, doubles }: ExactKernels,
  simplex: Simplex,
  source: Measure,
  target: Measure,
  frame: Frame,
): CTransform {
  const { dim, scale, shiftX, shiftY, farthest } = frame;
  const unit = scale * scale;
  const ofCosts = (dim / 2 + 5) * Number.EPSILON * farthest;
  return (x, f, y, d) => {
    if (x !== source.points || y !== target.points || f.includes(-Infinity))
      return fastestCTransform(x, f, y, d);
    const own = doubles(functions.potentials(simplex), f.length);
    let largest = 0;
    for (let i = 0; i < f.length; i++) {
      own[i] = (f[i]! - shiftX[i]!) / unit;
      largest = Math.max(largest, Math.abs(f[i]!));
    }
    const rounding = ofCosts + 4 * Number.EPSILON * (largest + 2 * farthest);
    const g = doubles(functions.targetMinima(simplex), shiftY.length).slice();
    for (let j = 0; j < g.length; j++) g[j] = unit * g[j]! + shiftY[j]! - rounding;
    return g;
  };
}
