import { type Measure, moments } from "../../measure/measure.js";
import { cellGrid, forEachWithin } from "../../numeric/cell-grid.js";
import { exponential } from "../../numeric/elementary.js";

/** Gradients of the functions of a basis that are not 0 at one place. */
export interface ActiveGradients {
  /** Which functions of the basis. */
  readonly functions: number[];
  /** Their gradients, next to each other, dim numbers each. */
  readonly gradients: number[];
}

/**
 * Functions whose gradients fields are projected on: coordinates, their products, and Gaussian bumps on a grid.
 *
 * The first `polynomials` of them are z_k and z_k z_l, z the place relative to mean and spread of the particles, in units in
 * which their gradients are about 1; the others b exp(-|x - c|^2 / (2 b^2)), c the middles of the cells of side b that hold
 * particles.
 */
export interface GradientBasis {
  readonly polynomials: number;
  readonly size: number;
  readonly at: (place: Float64Array) => ActiveGradients;
}

/** The bumps are cut where they are 3e-4 of their height. */
const REACH = 4;

/** @param b in units of length. */
export function gradientBasis(particles: Measure, b: number): GradientBasis {
  const { dim } = particles;
  const { mean, covariance } = moments(particles);
  let variance = 0;
  for (let k = 0; k < dim; k++) variance += covariance.data[k * dim + k]! / dim;
  const spread = variance > 0 ? Math.sqrt(variance) : 1;
  const centres = centresOf(particles, b);
  const near = cellGrid(centres, dim, (REACH / 2) * b);
  const polynomials = dim + (dim * (dim + 1)) / 2;
  const scale = -1 / (2 * b * b);
  return { polynomials, size: polynomials + centres.length / dim, at };

  function at(place: Float64Array): ActiveGradients {
    const functions: number[] = [];
    const gradients: number[] = [];
    const add = (gradient: (k: number) => number, index: number): void => {
      functions.push(index);
      for (let k = 0; k < dim; k++) gradients.push(gradient(k));
    };
    const z = (k: number): number => (place[k]! - mean[k]!) / spread;
    for (let l = 0; l < dim; l++) add((k) => (k === l ? 1 : 0), functions.length);
    for (let l = 0; l < dim; l++) {
      for (let m = 0; m <= l; m++) {
        add((k) => (k === l ? z(m) : 0) + (k === m ? z(l) : 0), functions.length);
      }
    }
    forEachWithin(near, place, REACH * b, (c, square) => {
      const height = exponential(scale * square);
      add((k) => (-(place[k]! - centres[c * dim + k]!) / b) * height, polynomials + c);
    });
    return { functions, gradients };
  }
}

/** Middles of the cells of side b that hold particles, row-major. */
function centresOf({ points, count, dim }: Measure, b: number): Float64Array {
  const cells = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const cell = Array.from(points.subarray(i * dim, (i + 1) * dim), (x) => Math.floor(x / b));
    const key = cell.join();
    if (!cells.has(key)) cells.set(key, cell);
  }
  return Float64Array.from([...cells.values()].flat(), (place) => (place + 0.5) * b);
}
