import { exponential, logarithm, logarithmOfOnePlus } from "../../numeric/elementary.js";
import { beyondFirstOrder } from "./marginal-penalty.js";

/** Below this modulus exp(x) - 1 - x is a sum of few terms. */
const SMALL = 0.25;

/**
 * log of the power mean (sum_s lambda_s a_s^t)^(1/t) at each of `size` places, from logarithms; at t = 0 of the geometric
 * mean prod_s a_s^lambda_s, which it tends to.
 *
 * With l_s = log a_s and their mean l it is  l + log(1 + sum_s lambda_s (exp x_s - 1 - x_s)) / t,  x_s = t (l_s - l): the
 * parts of order 1 cancel before they are rounded. So all digits are kept for t however small, where the
 * plain formula divides rounding by t; to second order it is l + t/2 Var_lambda(l_s).
 *
 * @param logs row s holds log a_s, finite. @param lambda sum 1. O(N size) time.
 */
export function logPowerMean(logs: Float64Array, lambda: Float64Array, t: number): Float64Array {
  const size = logs.length / lambda.length;
  const result = new Float64Array(size);
  for (let s = 0; s < lambda.length; s++) {
    for (let j = 0; j < size; j++) result[j]! += lambda[s]! * logs[s * size + j]!;
  }
  if (t === 0) return result;
  for (let j = 0; j < size; j++) result[j] = meanAt(logs, j, lambda, t, result[j]!);
  return result;
}

function meanAt(logs: Float64Array, j: number, lambda: Float64Array, t: number, mean: number): number {
  const size = logs.length / lambda.length;
  let widest = 0;
  let largest = -Infinity;
  let beyond = 0;
  for (let s = 0; s < lambda.length; s++) {
    const x = t * (logs[s * size + j]! - mean);
    widest = Math.max(widest, Math.abs(x));
    largest = Math.max(largest, x);
    if (widest <= SMALL) beyond += lambda[s]! * beyondFirstOrder(x);
  }
  if (widest <= SMALL) return mean + logarithmOfOnePlus(beyond) / t;
  let sum = 0;
  for (let s = 0; s < lambda.length; s++) {
    sum += lambda[s]! * exponential(t * (logs[s * size + j]! - mean) - largest);
  }
  return mean + (largest + logarithm(sum)) / t;
}
