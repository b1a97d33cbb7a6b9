import { exponential, logarithm, logarithmOfOnePlus } from "../../numeric/elementary.js";
import { compensatedSum } from "../../numeric/sum.js";

/** What a plan does: masses that it takes and gives, and an upper bound of its linear part <c, p>. */
export interface Moved {
  readonly source: Float64Array;
  readonly target: Float64Array;
  readonly linear: number;
  /** Relative error that source and target may have. */
  readonly rounding: number;
}

/** The objective of a plan, computed, and a number that it is not above. */
export interface Objective {
  readonly value: number;
  readonly upper: number;
}

/** Roundings of r log(r / a) - r + a, relative to r |log(r / a)| + |r - a|. */
const TERM_ROUNDING = 8 * Number.EPSILON;

/** s <c, p> + rho KL(s p 1 | a) + rho KL(s p^T 1 | b) of a plan scaled by s, its own rounding included in `upper`. */
export function objective(
  a: Float64Array,
  b: Float64Array,
  rho: number,
  { source, target, linear, rounding }: Moved,
  s = 1,
): Objective {
  const n = a.length;
  const terms = new Float64Array(n + b.length + 1);
  const errors = new Float64Array(terms.length);
  const addTerm = (at: number, r: number, mass: number): void => {
    const slope = r > 0 ? r * Math.abs(logRatio(r, mass)) : 0;
    terms[at] = rho * divergence(r, mass);
    errors[at] =
      rho * ((TERM_ROUNDING + 2 * rounding) * (slope + Math.abs(r - mass)) + rounding * rounding * r);
  };
  for (let i = 0; i < n; i++) addTerm(i, s * source[i]!, a[i]!);
  for (let j = 0; j < b.length; j++) addTerm(n + j, s * target[j]!, b[j]!);
  terms[n + b.length] = s * linear;
  const value = compensatedSum(terms);
  return { value, upper: (1 + TERM_ROUNDING) * value + compensatedSum(errors) };
}

/**
 * The factor by which a plan is best scaled: exp(-E / (2 rho M)) with E = <c, p> + rho sum r log(r / a) + rho sum q
 * log(q / b) and the mass M of the plan. 1 for a plan without mass.
 */
export function bestScale(a: Float64Array, b: Float64Array, rho: number, moved: Moved): number {
  const mass = compensatedSum(moved.source);
  if (!(mass > 0)) return 1;
  const entropies = new Float64Array(a.length + b.length + 1);
  for (let i = 0; i < a.length; i++) entropies[i] = crossEntropy(moved.source[i]!, a[i]!);
  for (let j = 0; j < b.length; j++) entropies[a.length + j] = crossEntropy(moved.target[j]!, b[j]!);
  entropies[a.length + b.length] = moved.linear / rho;
  return exponential(-compensatedSum(entropies) / (2 * mass));
}

const crossEntropy = (r: number, mass: number): number => (r > 0 ? r * logRatio(r, mass) : 0);

/** KL(r | mass) of two numbers: r log(r / mass) - r + mass. */
function divergence(r: number, mass: number): number {
  if (r === 0) return mass;
  const x = (r - mass) / mass;
  if (Math.abs(x) <= 0.5) return Math.max(0, mass * ((1 + x) * logarithmOfOnePlus(x) - x));
  return r * logRatio(r, mass) - r + mass;
}

/** log(r / mass), whatever the quotient. */
function logRatio(r: number, mass: number): number {
  const x = (r - mass) / mass;
  if (Math.abs(x) <= 0.5) return logarithmOfOnePlus(x);
  const ratio = r / mass;
  return ratio > 1e-290 && ratio < 1e290 ? logarithm(ratio) : logarithm(r) - logarithm(mass);
}
