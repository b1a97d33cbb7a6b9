import { ShapeError } from "../errors.js";
import { type Matrix, matrix, multiply, rowView, transpose } from "../numeric/matrix.js";
import { solvePositive } from "../numeric/solve-positive.js";

/**
 * How the derivative at time 0 of a curve that starts at 0 follows from its values: coefficients c with
 *
 *   p^(q)(0) = sum_j c_j y_j,   p(s) = a_1 s + ... + a_m s^m the polynomial with the least sum_j |p(s_j) - y_j|^2.
 *
 * At times that lie symmetrically about 0 and degree 2 these are the velocity sum_j j (y_j - y_-j) / (2 h sum_j j^2) and the
 * acceleration sum_j j^2 (y_j + y_-j) / (h^2 sum_j j^4). Values may be tangent vectors: maps of measures minus the identity.
 *
 * @param times where the curve is known, in units of time; 0 tells nothing and is allowed.
 * @param degree m, at least 1.
 * @param derivative q, from 1 to m.
 * @returns one coefficient per time, in units of time^-q.
 * @throws ShapeError if the degree or derivative is no such number, or fewer than m of the times are different and not 0.
 *
 * O(times m^2) time.
 */
export function derivativeCoefficients(
  times: ArrayLike<number>,
  degree: number,
  derivative: number,
): Float64Array {
  requireDegree(degree, derivative, times);
  const unit = Math.max(...Array.from(times, Math.abs)); // powers of times between -1 and 1
  const powers = powersOf(times, unit, degree);
  const wanted = matrix(degree, 1);
  wanted.data[derivative - 1] = factorial(derivative) / power(unit, derivative);
  return multiply(powers, solvePositive(multiply(transpose(powers), powers), wanted)).data;
}

/**
 * What the curve has moved at time `duration`, from its first derivatives at 0: coefficients of
 * sum_{q = 1..order} duration^q / q! p^(q)(0), see `derivativeCoefficients`.
 *
 * Order 1 is Euler's step with the fitted velocity, order 2 Taylor's with velocity and acceleration.
 *
 * @param options.degree of the fitted polynomial; default 2.
 * @throws what `derivativeCoefficients` throws.
 */
export function leapCoefficients(
  times: ArrayLike<number>,
  duration: number,
  { order, degree = 2 }: { readonly order: number; readonly degree?: number },
): Float64Array {
  const sum = new Float64Array(times.length);
  for (let q = 1; q <= order; q++) {
    const share = power(duration, q) / factorial(q);
    derivativeCoefficients(times, degree, q).forEach((c, j) => {
      sum[j]! += share * c;
    });
  }
  return sum;
}

function requireDegree(degree: number, derivative: number, times: ArrayLike<number>): void {
  if (!(Number.isSafeInteger(degree) && degree >= 1)) {
    throw new ShapeError(`the degree is ${degree}; it must be a whole number of at least 1`, {
      found: degree,
    });
  }
  if (!(Number.isSafeInteger(derivative) && derivative >= 1 && derivative <= degree)) {
    throw new ShapeError(`the derivative is ${derivative}; it must be a whole number from 1 to ${degree}`, {
      found: derivative,
    });
  }
  const telling = new Set(Array.from(times).filter((s) => s !== 0)).size;
  if (telling < degree) {
    throw new ShapeError(
      `a polynomial of degree ${degree} needs ${degree} different times besides 0, got ${telling}`,
      { expected: degree, found: telling },
    );
  }
}

/** times x degree: (s_j / unit)^q. */
function powersOf(times: ArrayLike<number>, unit: number, degree: number): Matrix {
  const powers = matrix(times.length, degree);
  for (let j = 0; j < times.length; j++) {
    const row = rowView(powers, j);
    for (let q = 0; q < degree; q++) row[q] = (q > 0 ? row[q - 1]! : 1) * (times[j]! / unit);
  }
  return powers;
}

/** Whole powers by products, which are the same in every engine. */
const power = (x: number, q: number): number => (q > 0 ? x * power(x, q - 1) : 1);

const factorial = (q: number): number => (q > 1 ? q * factorial(q - 1) : 1);
