import type { DualBound } from "../dual-bound.js";
import { dualSum } from "../dual-sum.js";
import type { Potentials } from "../potentials.js";
import { underflow } from "../underflow.js";
import { LINE_ROUNDING, linePotentials } from "./line-potentials.js";
import { type Directions, inner } from "./orthonormal.js";
import { type Slicing, stairsAlong } from "./slicing.js";

/**
 * What directions theta_1 .. theta_K at right angles prove about W2^2. Since sum_k <x - y, theta_k>^2 <= |x - y|^2, the
 * sums of the lines' potentials, F(x) = sum_k f_k(<x, theta_k>) and G(y) likewise, are feasible. The means of the
 * clouds are taken out before and come in as the linear potentials of which the frame of the pair knows, so the bound is
 *
 *   |D|^2 mass + sum_k W2^2 of the centred projections on theta_k
 *
 * minus the rounding of all of it: of D, of coordinates and their projections, of directions that are not quite at right
 * angles, of potentials and of sums.
 *
 * @param clouds all points of the pair, those without mass too: they get potentials as well.
 * @returns lower is at least 0. O(K (n + m) d) time, O((n + m) d) memory.
 */
export function frameBound(clouds: Slicing, directions: Directions): DualBound {
  const { frame } = clouds.pair;
  const square = frame.scale * frame.scale;
  const f = frame.shiftX.slice();
  const g = frame.shiftY.slice();
  let reaches = 0;
  for (const direction of directions) {
    stairsAlong(clouds, direction);
    const line = linePotentials(clouds);
    for (let i = 0; i < f.length; i++) f[i]! += square * line.f[i]!;
    for (let j = 0; j < g.length; j++) g[j]! += square * line.g[j]!;
    reaches += square * line.reach * line.reach;
  }
  const potentials = { f, g };
  return { potentials, lower: provedValue(clouds, potentials, excessOfPairs(clouds, directions, reaches)) };
}

/** The sums rounded down, less what the potentials may be too large by. */
function provedValue({ pair, mass }: Slicing, potentials: Potentials, excess: number): number {
  const { source, target } = pair;
  const value = dualSum(potentials, source.weights, target.weights, pair.excess);
  return Math.max(0, value - underflow(source, target) - (1 + Number.EPSILON) * mass * excess);
}

/**
 * By how much f_i + g_j may be above |x_i - y_j|^2, at most. With r the largest |x - y| and u half an epsilon: taking the
 * means out moves coordinates by u of themselves, 2 u r^2; a shift is d + 6 sums of terms below 3 r^2; a projection is off
 * by d u of the norm of its point, which K of them turn into 2.1 sqrt(K) d u r^2; directions with
 * |Theta Theta^T - I| = h stretch r^2 by h; the lines contribute their rounding and K additions of numbers below
 * 10 reach^2 each.
 */
function excessOfPairs({ pair, dim }: Slicing, directions: Directions, reaches: number): number {
  const count = directions.length;
  const coordinates = (4 * dim + 24 + 2 * dim * Math.sqrt(count)) * Number.EPSILON;
  const lines = LINE_ROUNDING + 10 * count * Number.EPSILON;
  return (coordinates + skewness(directions, dim)) * pair.frame.farthest + lines * reaches;
}

/** Upper bound of the norm of Theta Theta^T - I. */
function skewness(directions: Directions, dim: number): number {
  let squares = 0;
  directions.forEach((direction, k) => {
    for (let l = 0; l <= k; l++) {
      const off = inner(direction, directions[l]!) - (l === k ? 1 : 0);
      squares += (l === k ? 1 : 2) * off * off;
    }
  });
  return Math.sqrt(squares) + 2 * directions.length * dim * Number.EPSILON;
}
