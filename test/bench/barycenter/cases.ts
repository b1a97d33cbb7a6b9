import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { normalCloud } from "../exact/clouds.js";

/** Both sides make so many iterations and no more. */
interface Common {
  readonly name: string;
  readonly measures: readonly Measure[];
  readonly iterations: number;
  readonly runs: number;
}

export interface FreeCase extends Common {
  readonly kind: "free";
  readonly start: Measure;
}

/** Histograms on points of the line or of a lattice; epsilon and rho in parts of the largest cost. */
export interface FixedCase extends Common {
  readonly kind: "fixed";
  readonly epsilon: number;
  readonly rho?: number;
  /** POT's solver: "sinkhorn" multiplies kernels and fails where they underflow, "sinkhorn_log" does not. */
  readonly pot: "sinkhorn" | "sinkhorn_log" | "unbalanced";
}

export type BarycenterCase = FreeCase | FixedCase;

function free(count: number, n: number, size: number, dim: number, runs: number): FreeCase {
  const random = seededRandom(n + dim);
  return {
    kind: "free",
    name: `free-${count}x${n}-to-${size}-${dim}d`,
    measures: Array.from({ length: count }, (_, s) => normalCloud(random, n, dim, 1 + s / count, true)),
    start: normalCloud(random, size, dim, 1, false),
    iterations: 10,
    runs,
  };
}

/** Points of a cube of side 1, row-major. */
function lattice(side: number, dim: number): Float64Array {
  const points = new Float64Array(side ** dim * dim);
  for (let i = 0; i < side ** dim; i++) {
    for (let k = 0, rest = i; k < dim; k++, rest = Math.floor(rest / side)) {
      points[i * dim + k] = (rest % side) / (side - 1) / Math.sqrt(dim);
    }
  }
  return points;
}

/** Sums of three bumps on a little background, of mass 1, 2, ... where masses may differ. */
function bumps(points: Float64Array, dim: number, count: number, unequal: boolean): Measure[] {
  const random = seededRandom(count);
  const n = points.length / dim;
  return Array.from({ length: count }, (_, s) => {
    const weights = new Float64Array(n).fill(1e-3);
    for (let bump = 0; bump < 3; bump++) {
      const centre = Array.from({ length: dim }, () => (0.2 + 0.6 * random.uniform()) / Math.sqrt(dim));
      const width = 0.03 + 0.05 * random.uniform();
      for (let i = 0; i < n; i++) {
        const squared = centre.reduce((sum, c, k) => sum + (points[i * dim + k]! - c) ** 2, 0);
        weights[i]! += Math.exp(-squared / (2 * width * width));
      }
    }
    const mass = weights.reduce((sum, w) => sum + w, 0) / (unequal ? s + 1 : 1);
    return measure(points, { dim, weights: weights.map((w) => w / mass) });
  });
}

function fixed(
  side: number,
  dim: number,
  count: number,
  epsilon: number,
  pot: FixedCase["pot"],
  iterations: number,
  rho?: number,
): FixedCase {
  const measures = bumps(lattice(side, dim), dim, count, rho !== undefined);
  const name = `${pot}-${count}x${side ** dim}-${dim}d-epsilon-${epsilon}`;
  const base = { kind: "fixed", name, measures, epsilon, pot, iterations, runs: 5 } as const;
  return rho === undefined ? base : { ...base, rho };
}

export const CASES: readonly BarycenterCase[] = [
  free(5, 100, 50, 2, 5),
  free(10, 300, 300, 2, 5),
  free(3, 1000, 500, 3, 3),
  fixed(200, 1, 10, 0.01, "sinkhorn", 200),
  fixed(200, 1, 10, 0.01, "sinkhorn_log", 200),
  fixed(200, 1, 10, 0.0005, "sinkhorn_log", 200),
  fixed(30, 2, 5, 0.005, "sinkhorn", 200),
  fixed(30, 2, 5, 0.005, "sinkhorn_log", 20),
  fixed(200, 1, 10, 0.01, "unbalanced", 200, 100),
];
