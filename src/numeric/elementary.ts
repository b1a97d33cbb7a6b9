/*
 * Math.log, Math.exp and powers other than squares may differ in the last bit from one engine, or version of it, to
 * the next (of random logarithms, 7% do between Node 20 and Chromium 156). What follows uses only operations that
 * IEEE 754 rounds exactly, so that the same seed gives the same bytes everywhere.
 */

/** ln 2 as a sum of two doubles; the first has so many trailing zero bits that its product with k is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 1/3, 1/5, ... of the series of artanh; at |s| = 0.172 the next term is below 2^-57 of the sum. */
const ARTANH_TERMS = Float64Array.from({ length: 10 }, (_, n) => 1 / (2 * n + 3));
/** The same for |s| <= 1/3. */
const WIDE_ARTANH_TERMS = Float64Array.from({ length: 16 }, (_, n) => 1 / (2 * n + 3));
/** 1/n! of the series of exp; at |r| = ln 2 / 2 the next term is below 2^-57 of the sum. */
const EXP_TERMS = inverseFactorials(14);
/** 1/1!, 1/2!, ... of (exp(x) - 1) / x; at |x| = 1 the next term is below 2^-57 of the sum. */
const EXP_LESS_ONE_TERMS = inverseFactorials(21).slice(1);
/** -1/3!, 1/5!, ... and 1/2!, -1/4!, ...; at pi / 4 the next terms are below 2^-57 of the sum. */
const SINE_TERMS = inverseFactorials(18)
  .filter((_, n) => n >= 3 && n % 2 === 1)
  .map(alternating(-1));
const COSINE_TERMS = inverseFactorials(18)
  .filter((_, n) => n >= 2 && n % 2 === 0)
  .map(alternating(1));
/** -1/3, 1/5, ... of the series of the arctangent; at 1/16 the next term is below 2^-59 of the sum. */
const ARCTANGENT_TERMS = Float64Array.from({ length: 7 }, (_, n) => (n % 2 === 0 ? -1 : 1) / (2 * n + 3));
/** Arctangents of 0, 1/8, ..., 1. */
const ARCTANGENTS = Float64Array.of(
  0,
  0.12435499454676144,
  0.24497866312686414,
  0.35877067027057225,
  0.4636476090008061,
  0.5585993153435624,
  0.6435011087932844,
  0.7188299996216245,
  0.7853981633974483,
);
/** pi / 2 minus the double nearest to it. */
const HALF_PI_LOW = 6.123233995736766e-17;

/** Exponents of the smallest and of the largest power of two that is a double. */
const LEAST = -1074;
const GREATEST = 1023;
const POWERS = powersOfTwo();

/** exp of a smaller number is less than half the smallest double. */
const EXP_LOWEST = -745.2;
/** exp of a larger number is more than the largest double. */
const EXP_HIGHEST = 709.79;

/**
 * Natural logarithm, the same bits in every engine: k ln 2 + 2 artanh(s) with x = 2^k m, sqrt(1/2) <= m < sqrt 2,
 * s = (m - 1) / (m + 1). Error below 2 units in the last place. -Infinity at 0, NaN below.
 */
export function logarithm(x: number): number {
  if (!(x > 0 && x < Infinity)) return Math.log(x); // the special values are the same everywhere
  let k = Math.min(GREATEST, Math.floor(Math.log2(x))); // a guess: the next lines lead to the same k if it is one off
  let m = x / POWERS[k - LEAST]!;
  if (m >= Math.SQRT2) {
    m /= 2;
    k++;
  } else if (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const f = m - 1; // exact; 2 s = f - s f keeps it so
  const s = f / (m + 1);
  const rest = 2 * s * s * polynomial(ARTANH_TERMS, s * s);
  return k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f);
}

/**
 * Exponential function, the same bits in every engine: 2^k exp(r) with |r| <= ln 2 / 2 and Taylor's polynomial.
 * Error below 2 units in the last place.
 */
export function exponential(x: number): number {
  if (!(x > EXP_LOWEST && x < EXP_HIGHEST)) return x > 0 ? Infinity : Math.max(x, 0);
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const half = k >> 1; // two steps, since 2^k itself may be too small or too large for a double
  return polynomial(EXP_TERMS, r) * POWERS[half - LEAST]! * POWERS[k - half - LEAST]!;
}

/**
 * exp(x) - 1, the same bits in every engine: up to |x| = 1, where the difference would lose digits, by its own series.
 * Relative error below 3 epsilon.
 */
export function exponentialMinusOne(x: number): number {
  return Math.abs(x) < 1 ? x * polynomial(EXP_LESS_ONE_TERMS, x) : exponential(x) - 1;
}

/**
 * log(1 + x) for |x| <= 1/2, the same bits in every engine: 2 artanh(s) with s = x / (2 + x). Relative error below
 * 3 units in the last place, near x = 0 too.
 */
export function logarithmOfOnePlus(x: number): number {
  const s = x / (2 + x);
  return 2 * s + 2 * s * s * s * polynomial(WIDE_ARTANH_TERMS, s * s);
}

/** Sine for 0 <= x <= pi / 2, the same bits in every engine; error below 2 units in the last place. */
export function sine(x: number): number {
  return x > Math.PI / 4 ? nearCosine(Math.PI / 2 - x + HALF_PI_LOW) : nearSine(x);
}

/** Cosine for 0 <= x <= pi / 2, the same bits in every engine; relative error below 3 units in the last place. */
export function cosine(x: number): number {
  return x > Math.PI / 4 ? nearSine(Math.PI / 2 - x + HALF_PI_LOW) : nearCosine(x);
}

/**
 * Angle in [0, pi / 2] of a point that lies `across` >= 0 and `ahead` >= 0, 0 for the origin: the arctangent of their quotient,
 * the same bits in every engine. Relative error below 3 units in the last place.
 */
export function angle(across: number, ahead: number): number {
  if (across === 0) return 0;
  if (across > ahead) return Math.PI / 2 - (arctangent(ahead / across) - HALF_PI_LOW);
  return arctangent(across / ahead);
}

/** For 0 <= t <= 1, by the nearest eighth c: arctan c + arctan((t - c) / (1 + t c)). */
function arctangent(t: number): number {
  const k = Math.round(8 * t);
  const c = k / 8;
  const r = (t - c) / (1 + t * c);
  return ARCTANGENTS[k]! + (r * r * r * polynomial(ARCTANGENT_TERMS, r * r) + r);
}

const nearSine = (x: number): number => x + x * x * x * polynomial(SINE_TERMS, x * x);
const nearCosine = (x: number): number => 1 - x * x * polynomial(COSINE_TERMS, x * x);

/** sum_n terms[n] t^n. */
function polynomial(terms: Float64Array, t: number): number {
  let sum = 0;
  for (let n = terms.length - 1; n >= 0; n--) sum = sum * t + terms[n]!;
  return sum;
}

function alternating(first: 1 | -1): (term: number, n: number) => number {
  return (term, n) => (n % 2 === 0 ? first : -first) * term;
}

function inverseFactorials(count: number): Float64Array {
  const terms = new Float64Array(count).fill(1);
  let factorial = 1;
  for (let n = 1; n < count; n++) {
    factorial *= n;
    terms[n] = 1 / factorial;
  }
  return terms;
}

/** From 2^LEAST to 2^GREATEST, each exact. */
function powersOfTwo(): Float64Array {
  const powers = new Float64Array(GREATEST - LEAST + 1).fill(1);
  for (let k = 1; k <= GREATEST; k++) powers[k - LEAST] = powers[k - 1 - LEAST]! * 2;
  for (let k = -1; k >= LEAST; k--) powers[k - LEAST] = powers[k + 1 - LEAST]! / 2;
  return powers;
}
