import { type CellGrid, cellGrid, forEachWithin } from "../../numeric/cell-grid.js";
import { matrix } from "../../numeric/matrix.js";
import { solvePositive } from "../../numeric/solve-positive.js";
import { tableExponential } from "../../numeric/table-exponential.js";
import type { ParticleField } from "./particle-field.js";

export interface LocalRegression {
  /** b, the standard deviation of the Gaussian kernel, in units of length. */
  readonly bandwidth: number;
  /** 0: kernel means (Nadaraya and Watson); 1: local lines, which have no bias at borders. */
  readonly degree: 0 | 1;
  /** Particles that lie closer than this are left out; default: none. The particle itself is left out from 0 on. */
  readonly leftOut?: number;
}

/** The kernel is cut where it is 3e-4 of its middle. */
const REACH = 4;

/** Of b^2, on the diagonal: where neighbours do not decide a slope it is 0. */
const RIDGE = 1e-6;

/**
 * The smooth field at one particle: the value at x_i of the constant or linear function that fits the field best with the
 * weights w_j exp(-|x_j - x_i|^2 / (2 b^2)), w_j the masses. Where nothing is left to fit, the result is 0.
 *
 * A grid whose cells have side 2 b or so serves. O(neighbours (dim + 1)(dim + width)) time.
 */
export function regressionAt(
  { particles, values, width }: ParticleField,
  { bandwidth, degree, leftOut = -1 }: LocalRegression,
  grid: CellGrid,
): (i: number) => Float64Array {
  const { points, weights, dim } = particles;
  const terms = degree === 0 ? 1 : dim + 1;
  const normal = matrix(terms, terms);
  const sides = matrix(terms, width);
  const basis = new Float64Array(terms);
  const nearest = leftOut * Math.abs(leftOut);
  const scale = -1 / (2 * bandwidth * bandwidth);
  return (i) => {
    normal.data.fill(0);
    sides.data.fill(0);
    const place = points.subarray(i * dim, (i + 1) * dim);
    forEachWithin(grid, place, REACH * bandwidth, (j, square) => {
      if (square <= nearest) return;
      const weight = weights[j]! * tableExponential(scale * square);
      basis[0] = 1;
      for (let t = 1; t < terms; t++) basis[t] = (points[j * dim + t - 1]! - place[t - 1]!) / bandwidth;
      for (let s = 0; s < terms; s++) {
        const part = weight * basis[s]!;
        for (let t = 0; t <= s; t++) normal.data[s * terms + t]! += part * basis[t]!;
        for (let k = 0; k < width; k++) sides.data[s * width + k]! += part * values[j * width + k]!;
      }
    });
    const mass = normal.data[0]!;
    if (!(mass > 0)) return new Float64Array(width);
    for (let t = 1; t < terms; t++) normal.data[t * terms + t]! += RIDGE * mass;
    return solvePositive(normal, sides).data.slice(0, width);
  };
}

/** The smooth field at all particles. O(particles * neighbours) time. */
export function smoothed(field: ParticleField, regression: LocalRegression): Float64Array {
  const { particles, width } = field;
  const at = regressionAt(field, regression, gridFor(field, regression.bandwidth));
  const values = new Float64Array(field.values.length);
  for (let i = 0; i < particles.count; i++) values.set(at(i), i * width);
  return values;
}

export function gridFor({ particles }: ParticleField, bandwidth: number): CellGrid {
  return cellGrid(particles.points, particles.dim, (REACH / 2) * bandwidth);
}
