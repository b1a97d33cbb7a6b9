import { type Measure, measure } from "../../../src/measure/measure.js";
import { permutation, type Random } from "../../../src/numeric/random.js";
import type { SparsePlan } from "../../../src/transport/sparse-plan.js";

/** A rotated, reflected, translated and reordered copy in the plane or in space, with the same masses. */
export function isometricCopy({ points, weights, count, dim }: Measure, random: Random): Measure {
  const order = permutation(count, random);
  const moved = new Float64Array(points.length);
  const masses = new Float64Array(count);
  order.forEach((from, i) => {
    const [x = 0, y = 0, z = 0] = points.subarray(from * dim, (from + 1) * dim);
    moved.set([0.6 * x - 0.8 * y + 5, -0.8 * x - 0.6 * y - 7, 3 - z].slice(0, dim), i * dim);
    masses[i] = weights[from]!;
  });
  return measure(moved, { dim, weights: masses });
}

/** The objective by its definition: four nested sums over the entries of a plan. */
export function byDefinition(
  plan: SparsePlan,
  distances: (i: number, k: number) => number,
  others: (j: number, l: number) => number,
): number {
  const { rows, cols, mass } = plan;
  let sum = 0;
  for (let e = 0; e < mass.length; e++) {
    for (let s = 0; s < mass.length; s++) {
      const difference = distances(rows[e]!, rows[s]!) - others(cols[e]!, cols[s]!);
      sum += difference * difference * mass[e]! * mass[s]!;
    }
  }
  return sum;
}

/** Euclidean distance of two points of a measure. */
export function between({ points, dim }: Measure): (i: number, k: number) => number {
  return (i, k) => {
    let sum = 0;
    for (let c = 0; c < dim; c++) sum += (points[i * dim + c]! - points[k * dim + c]!) ** 2;
    return Math.sqrt(sum);
  };
}
