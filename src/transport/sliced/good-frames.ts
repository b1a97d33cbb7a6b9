import { type Measure, moments } from "../../measure/measure.js";
import { symmetricEigen } from "../../numeric/eigen.js";
import { matrix } from "../../numeric/matrix.js";
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
  const { dim, pair } = clouds;
  if (dim > Math.min(most, LARGEST_EIGEN)) return [axes(differentCoordinates(clouds).slice(0, most), dim)];
  const all = Int32Array.from({ length: dim }, (_, k) => k);
  return [axes(all, dim), differenceAxes(pair.source, pair.target)];
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

function differenceAxes(source: Measure, target: Measure): Directions {
  const { covariance } = moments(source);
  const difference = matrix(covariance.rows, covariance.cols, covariance.data.slice());
  moments(target).covariance.data.forEach((value, p) => {
    difference.data[p]! -= value;
  });
  const { vectors } = symmetricEigen(difference);
  return Array.from({ length: vectors.cols }, (_, c) =>
    Float64Array.from({ length: vectors.rows }, (_, k) => vectors.data[k * vectors.cols + c]!),
  );
}
