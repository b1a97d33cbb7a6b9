import { exponential, exponentialMinusOne } from "../../numeric/elementary.js";
import { compensatedSum } from "../../numeric/sum.js";

/** Rounding of a term of the dual value, of their sum and of a translated potential. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * A number that the dual value  rho sum a_i (1 - exp(-f_i / rho)) + rho sum b_j (1 - exp(-g_j / rho))  of some feasible
 * potentials is not below: those of f and g divided by 1 + rounding.
 *
 * The value is concave; dividing the potentials takes off at most rounding times sum a_i |f_i| exp(-f_i / rho), times a
 * little more for the slope in between. Infinite potentials give rho a_i; points without mass nothing.
 *
 * @param masses a, then b. @param potentials f, then g: f_i + g_j <= (1 + rounding) c_ij.
 */
export function dualValue(
  masses: Float64Array,
  potentials: Float64Array,
  rho: number,
  rounding: number,
): number {
  const terms = new Float64Array(masses.length);
  const errors = new Float64Array(masses.length);
  for (let i = 0; i < masses.length; i++) {
    const mass = masses[i]!;
    if (mass === 0) continue;
    const u = potentials[i]! / rho;
    terms[i] = -rho * (mass * exponentialMinusOne(-u)); // rho times the mass alone may be too small for a double
    const slope = u === Infinity ? 0 : mass * Math.abs(potentials[i]!) * exponential(-u);
    errors[i] = ROUNDING * Math.abs(terms[i]!) + 2 * (rounding + ROUNDING) * slope;
  }
  const value = compensatedSum(terms) - compensatedSum(errors);
  return Number.isNaN(value) ? -Infinity : value; // potentials that low prove nothing
}
