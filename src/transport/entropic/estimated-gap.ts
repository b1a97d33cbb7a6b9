import { squaredDistance } from "../../numeric/squared-distance.js";
import { fastestCTransform } from "../choose-c-transform.js";
import { weightedSum } from "../weighted-sum.js";
import type { CentredPair } from "./centred-pair.js";
import type { Level } from "./level.js";
import { forEachRow } from "./plan-rows.js";

/** Rows of the plan that the estimate looks at. */
const ROWS = 256;

/**
 * About (upper - lower) / upper of the certificate that a level would get.
 *
 * With g^c the c-transform of f, the gap is sum_ij p_ij (c_ij - f_i - g^c_j), none of whose terms is negative; it is
 * estimated from every (n / 256)-th row. Costs a c-transform and 256 m exponentials.
 */
export function estimatedGap({ problem, frame, unit }: CentredPair, { f, g, epsilon }: Level): number {
  const { x, y, dim, cost, a, b } = problem;
  const n = a.length;
  const hard = fastestCTransform(x, f, y, dim);
  const lower = weightedSum(f, a) + weightedSum(hard, b) + frame.betweenMeans / unit;
  const step = Math.ceil(n / ROWS);
  const rows = Int32Array.from({ length: Math.ceil(n / step) }, (_, r) => r * step);
  const points = new Float64Array(rows.length * dim);
  rows.forEach((i, r) => {
    points.set(x.subarray(i * dim, (i + 1) * dim), r * dim);
  });
  const sample = {
    kind: "entropic" as const,
    epsilon,
    cost,
    dim,
    x: points,
    y,
    sourceWeights: Float64Array.from(rows, (i) => a[i]!),
    targetWeights: b,
    potentials: { f: Float64Array.from(rows, (i) => f[i]!), g },
    shape: [rows.length, b.length] as const,
  };
  let mass = 0;
  let slack = 0;
  forEachRow(sample, (r, row) => {
    const own = sample.potentials.f[r]!;
    for (let j = 0; j < row.length; j++) {
      if (row[j]! === 0) continue;
      mass += row[j]!;
      slack += row[j]! * (squaredDistance(points, r, y, j, dim) - own - hard[j]!);
    }
  });
  const gap = slack / mass;
  const upper = lower + gap;
  return upper > 0 ? gap / upper : 0;
}
