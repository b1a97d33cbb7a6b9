import { type Matrix, matrix } from "../../numeric/matrix.js";
import { compensatedSum } from "../../numeric/sum.js";
import { symmetricEigen } from "../../numeric/symmetric-eigen.js";
import type { Directions } from "./orthonormal.js";
import type { Side, Slicing } from "./slicing.js";

/** Dimensions from which eigenvalues take longer than they are worth (a third of a second at 300). */
const LARGEST_EIGEN = 200;

/**
 * Directions at right angles along which two clouds are likely to differ: where a lower bound is looked for beside random
 * directions. The coordinate axes, which give W2^2 itself for products of measures on the line, and the principal axes
 * of the difference of the covariances, which do so for Gaussians whose covariances commute.
 *
 * @param most so many directions at most. Where there are more dimensions, covariances would take longer than so many
 *   projections: then, and above 200 dimensions, only the coordinates whose variances differ most.
 *
 * O((n + m) d min(d, most)) time, O(d^2) memory.
 */
export function goodFrames(clouds: Slicing, most: number): readonly Directions[] {
  const { dim } = clouds;
  if (dim > Math.min(most, LARGEST_EIGEN)) return [axes(differentCoordinates(clouds).slice(0, most), dim)];
  const all = Int32Array.from({ length: dim }, (_, k) => k);
  return [axes(all, dim), differenceAxes(clouds)];
}

function axes(coordinates: Int32Array, dim: number): Directions {
  return Array.from(coordinates, (k) => {
    const axis = new Float64Array(dim);
    axis[k] = 1;
    return axis;
  });
}

/** All coordinates, the one whose variances differ most first. */
function differentCoordinates({ source, target, dim }: Slicing): Int32Array {
  const differences = variances(source, dim);
  variances(target, dim).forEach((value, k) => {
    differences[k] = Math.abs(differences[k]! - value);
  });
  return Int32Array.from(differences.keys()).sort((k, l) => differences[l]! - differences[k]! || k - l);
}

/** Of centred points, times the mass. */
function variances({ points, masses }: Side, dim: number): Float64Array {
  const sums = new Float64Array(dim);
  for (let i = 0, p = 0; i < masses.length; i++) {
    for (let k = 0; k < dim; k++, p++) sums[k]! += masses[i]! * points[p]! * points[p]!;
  }
  return sums;
}

function differenceAxes({ source, target, dim }: Slicing): Directions {
  const difference = matrix(dim, dim);
  addSecondMoments(difference, source, 1);
  addSecondMoments(difference, target, -1);
  const { vectors } = symmetricEigen(difference);
  return Array.from({ length: dim }, (_, c) =>
    Float64Array.from({ length: dim }, (_, k) => vectors.data[k * dim + c]!),
  );
}

/** Adds sign times the covariance, in the frame of the pair: whatever the unit of the points, numbers are of size about 1. */
function addSecondMoments({ data }: Matrix, { points, masses }: Side, sign: 1 | -1): void {
  const mass = compensatedSum(masses);
  const dim = points.length / masses.length;
  for (let i = 0, p = 0; i < masses.length; i++, p += dim) {
    const share = (sign * masses[i]!) / mass;
    for (let k = 0; k < dim; k++) {
      const part = share * points[p + k]!;
      for (let l = 0; l < dim; l++) data[k * dim + l]! += part * points[p + l]!;
    }
  }
}
