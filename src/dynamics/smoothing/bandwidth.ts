import { ShapeError } from "../../errors.js";
import { type Measure, massive, moments } from "../../measure/measure.js";
import { exponential, logarithm } from "../../numeric/elementary.js";
import { requirePositive } from "../../numeric/require-positive.js";
import { gridFor, type LocalRegression, regressionAt } from "./local-regression.js";
import type { ParticleField } from "./particle-field.js";

/** How well each bandwidth predicts the field at particles from the others. */
export interface BandwidthCurve {
  readonly bandwidths: Float64Array;
  /** Mean over particles, by mass, of |value - prediction|^2. */
  readonly errors: Float64Array;
  /** Place of the least. */
  readonly best: number;
}

export interface BandwidthOptions {
  /** Default: eight of them, sqrt(2) apart, the fourth being `thumbBandwidth`. */
  readonly bandwidths?: readonly number[];
  readonly degree?: 0 | 1;
  /**
   * Particles closer than this are left out with each particle. Default: 0, the particle alone (leave-one-out). Velocities from
   * optimal maps have noise that neighbours share, over the distance that particles diffuse in a window: leave that much
   * out, or the noise passes for signal and the bandwidth is too small.
   */
  readonly leftOut?: number;
  /** Particles that are predicted, of those that carry mass, evenly spaced in their order; default: 1000. */
  readonly tests?: number;
}

/**
 * Errors of prediction of a field over bandwidths, by leaving out each particle, and its neighbourhood where that is asked for.
 *
 * @throws ShapeError if a bandwidth is not positive, or tests is not a whole number of at least 1.
 *
 * O(bandwidths * tests * neighbours) time. With correlated noise: Opsomer, Wang and Yang 2001, section 3.
 */
export function bandwidthCurve(field: ParticleField, options: BandwidthOptions = {}): BandwidthCurve {
  const { degree = 1, leftOut = 0, tests = 1000 } = options;
  const bandwidths = Float64Array.from(options.bandwidths ?? aroundThumb(field));
  bandwidths.forEach(requireBandwidth);
  requireTests(tests);
  const { indices } = massive(field.particles);
  const among = evenlySpaced(indices.length, tests).map((s) => indices[s]!);
  const errors = bandwidths.map((bandwidth) => predictionError(field, { bandwidth, degree, leftOut }, among));
  return { bandwidths, errors, best: errors.indexOf(Math.min(...errors)) };
}

function requireTests(tests: number): void {
  if (Number.isSafeInteger(tests) && tests >= 1) return;
  throw new ShapeError(`tests is ${tests}; give a whole number of particles, at least 1`, { found: tests });
}

/** At most `wanted` of 0 .. n-1. */
function evenlySpaced(n: number, wanted: number): Int32Array {
  const count = Math.min(n, wanted);
  return Int32Array.from({ length: count }, (_, s) => Math.floor((s * n) / count));
}

function predictionError(
  field: ParticleField,
  regression: LocalRegression,
  among: ArrayLike<number>,
): number {
  const { values, width, particles } = field;
  const at = regressionAt(field, regression, gridFor(field, regression.bandwidth));
  let sum = 0;
  let mass = 0;
  for (let s = 0; s < among.length; s++) {
    const i = among[s]!;
    const predicted = at(i);
    const weight = particles.weights[i]!;
    for (let k = 0; k < width; k++) sum += weight * (values[i * width + k]! - predicted[k]!) ** 2;
    mass += weight;
  }
  return sum / mass;
}

/** Rule of thumb sd n^(-1 / (dim + 4)), sd the root mean variance of a coordinate: Silverman 1986, section 4.3. */
export function thumbBandwidth(particles: Measure): number {
  const { covariance } = moments(particles);
  const { count, dim } = particles;
  let trace = 0;
  for (let k = 0; k < dim; k++) trace += covariance.data[k * dim + k]!;
  return Math.sqrt(trace / dim) * exponential(-logarithm(count) / (dim + 4));
}

function aroundThumb(field: ParticleField): number[] {
  const bandwidths = [thumbBandwidth(field.particles) / (2 * Math.SQRT2)];
  while (bandwidths.length < 8) bandwidths.push(bandwidths.at(-1)! * Math.SQRT2);
  return bandwidths;
}

/** @throws ShapeError unless the bandwidth is a positive number. */
export function requireBandwidth(bandwidth: number): void {
  requirePositive("the bandwidth", bandwidth);
}
