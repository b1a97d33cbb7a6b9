import { ShapeError } from "../errors.js";
import { exponential, logarithm, logarithmOfOnePlus } from "../numeric/elementary.js";

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Interval that holds the probability of an event seen `hits` times in `trials` with at least the given confidence, whatever
 * the probability is: P(X >= hits) = P(X <= hits) = (1 - confidence) / 2 at its ends. Clopper and Pearson 1934.
 *
 * @throws ShapeError unless 0 <= hits <= trials are whole and 0 < confidence < 1.
 * O(trials) time.
 */
export function binomialInterval(hits: number, trials: number, confidence: number): Interval {
  requireBinomial(hits, trials, confidence);
  const tail = (1 - confidence) / 2;
  return {
    lower: hits === 0 ? 0 : whereEqual((p) => upperTail(hits, trials, p), tail),
    upper: hits === trials ? 1 : 1 - whereEqual((q) => upperTail(trials - hits, trials, q), tail),
  };
}

function requireBinomial(hits: number, trials: number, confidence: number): void {
  if (!(Number.isSafeInteger(hits) && Number.isSafeInteger(trials) && 0 <= hits && hits <= trials)) {
    throw new ShapeError(`${hits} of ${trials} trials; give whole numbers, 0 <= hits <= trials`, {
      found: hits,
    });
  }
  requireConfidence(confidence);
}

/** @throws ShapeError unless it lies between 0 and 1. */
export function requireConfidence(confidence: number): void {
  if (confidence > 0 && confidence < 1) return;
  throw new ShapeError(`the confidence is ${confidence}; it must be above 0 and below 1`, {
    found: confidence,
  });
}

/** Steps of bisection: the width falls from 1 to below the spacing of doubles near 1e-3. */
const HALVINGS = 60;

/** Where an increasing function of a probability takes a value. */
function whereEqual(increasing: (p: number) => number, value: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A term that is smaller than this part of the sum, and falling, ends the sum. */
const NEGLIGIBLE = 1e-17;

/**
 * P(X >= hits) for a binomial X, 1 <= hits. Terms from `hits` upwards, or where the mode lies above it, 1 minus those below.
 */
function upperTail(hits: number, trials: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  if (hits > trials * p) return tailFrom(hits, trials, p);
  return 1 - tailFrom(trials - hits + 1, trials, 1 - p); // P(X <= hits - 1), as misses counted from above
}

/** P(X >= hits) where terms fall from `hits` on. */
function tailFrom(hits: number, trials: number, p: number): number {
  let term = exponential(logTerm(hits, trials, p));
  let sum = 0;
  for (let k = hits; k <= trials; k++) {
    sum += term;
    if (term <= NEGLIGIBLE * sum) break;
    term *= ((trials - k) / (k + 1)) * (p / (1 - p));
  }
  return Math.min(1, sum);
}

function logTerm(k: number, n: number, p: number): number {
  const logMiss = p <= 0.5 ? logarithmOfOnePlus(-p) : logarithm(1 - p);
  return logChoose(n, k) + k * logarithm(p) + (n - k) * logMiss;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Below this factorials are multiplied up; above, the next term of Stirling's series is below 1e-16 of log n!. */
const STIRLING = 64;

function logFactorial(n: number): number {
  if (n < STIRLING) {
    let product = 1;
    for (let k = 2; k <= n; k++) product *= k; // below 2e87
    return logarithm(product);
  }
  const inverse = 1 / n;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (n + 0.5) * logarithm(n) - n + logarithm(2 * Math.PI) / 2 + series;
}
