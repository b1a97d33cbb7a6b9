import { ShapeError } from "../../errors.js";
import type { Measure } from "../../measure/measure.js";
import { matrix } from "../../numeric/matrix.js";
import { solvePositive } from "../../numeric/solve-positive.js";
import type { Smooth } from "../timestep/run-plan.js";
import { requireBandwidth, thumbBandwidth } from "./bandwidth.js";
import { type ActiveGradients, type GradientBasis, gradientBasis } from "./gradient-basis.js";

export interface GradientProjectionOptions {
  /** b, the standard deviation of the Gaussian bumps and their distance; default: `thumbBandwidth`, twice. */
  readonly bandwidth?: number;
  /** Weight of the squared coefficients of the bumps, relative to their mean squared gradient; default: 0.01. */
  readonly ridge?: number;
}

/** The same for linear and quadratic functions: only as much as keeps the equations solvable. */
const LEAST_RIDGE = 1e-10;

/**
 * Smooths the displacement v of a jump by projection on gradients, which tangent vectors of measures are: grad phi with
 *
 *   phi = a . x + x . A x / 2 + sum_c u_c exp(-|x - c|^2 / (2 b^2))
 *
 * that has the least sum_i w_i |grad phi(x_i) - v_i|^2 + ridge |u|^2, w the masses. Displacements that are linear with a symmetric
 * matrix stay as they are. The growth of HK is left alone.
 *
 * @throws ShapeError unless the bandwidth is positive and the ridge at least 0.
 *
 * O(particles * near^2 dim + bumps^3 / 3) time with near = the bumps within 4 b, 50 or so in the plane; O(bumps^2) memory.
 */
export function gradientProjection({ bandwidth, ridge = 0.01 }: GradientProjectionOptions = {}): Smooth {
  requireSettings(bandwidth, ridge);
  return ({ measure }, displacement) => {
    const { velocity } = displacement;
    const b = bandwidth ?? 2 * thumbBandwidth(measure);
    const basis = gradientBasis(measure, b);
    const coefficients = fitted(measure, velocity, basis, ridge);
    return { ...displacement, velocity: gradientAt(measure, basis, coefficients) };
  };
}

function requireSettings(bandwidth: number | undefined, ridge: number): void {
  if (bandwidth !== undefined) requireBandwidth(bandwidth);
  if (!(ridge >= 0 && ridge < Infinity)) {
    throw new ShapeError(`the ridge is ${ridge}; it must be a finite number of at least 0`, { found: ridge });
  }
}

/** Coefficients of the basis, by the normal equations. */
function fitted(
  { points, weights, count, dim }: Measure,
  velocity: Float64Array,
  basis: GradientBasis,
  ridge: number,
): Float64Array {
  const { size, polynomials } = basis;
  const normal = matrix(size, size);
  const side = matrix(size, 1);
  for (let i = 0; i < count; i++) {
    const active = basis.at(points.subarray(i * dim, (i + 1) * dim));
    addProducts(active, dim, weights[i]!, velocity.subarray(i * dim, (i + 1) * dim), normal.data, side.data);
  }
  let mean = 0;
  for (let c = 0; c < size; c++) mean += normal.data[c * size + c]! / size;
  for (let c = 0; c < size; c++) {
    normal.data[c * size + c]! += mean * (c < polynomials ? LEAST_RIDGE : Math.max(ridge, LEAST_RIDGE));
  }
  return solvePositive(normal, side).data;
}

/** One particle's part of the normal equations, in their lower triangle. */
function addProducts(
  { functions, gradients }: ActiveGradients,
  dim: number,
  weight: number,
  v: Float64Array,
  normal: Float64Array,
  side: Float64Array,
): void {
  const size = side.length;
  for (let p = 0; p < functions.length; p++) {
    const row = functions[p]!;
    for (let k = 0; k < dim; k++) side[row]! += weight * gradients[p * dim + k]! * v[k]!;
    for (let q = 0; q <= p; q++) {
      let dot = 0;
      for (let k = 0; k < dim; k++) dot += gradients[p * dim + k]! * gradients[q * dim + k]!;
      const col = functions[q]!;
      normal[row > col ? row * size + col : col * size + row]! += weight * dot;
    }
  }
}

function gradientAt(
  { points, count, dim }: Measure,
  basis: GradientBasis,
  coefficients: Float64Array,
): Float64Array {
  const field = new Float64Array(count * dim);
  for (let i = 0; i < count; i++) {
    const { functions, gradients } = basis.at(points.subarray(i * dim, (i + 1) * dim));
    functions.forEach((c, p) => {
      for (let k = 0; k < dim; k++) field[i * dim + k]! += coefficients[c]! * gradients[p * dim + k]!;
    });
  }
  return field;
}
