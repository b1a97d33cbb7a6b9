import { exponential, logarithm } from "../numeric/elementary.js";
import type { Matrix } from "../numeric/matrix.js";

/** Softmax of every row: p_j = exp(b_j - max b) / sum exp(b - max b). Rows of sum 1; 0 where a logit is more than 745 below the largest. */
export function softmaxRows(logits: Matrix): Matrix {
  const { rows, cols, data } = logits;
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    let largest = -Infinity;
    for (let j = start; j < start + cols; j++) largest = Math.max(largest, data[j]!);
    let sum = 0;
    for (let j = start; j < start + cols; j++) {
      out[j] = exponential(data[j]! - largest);
      sum += out[j]!;
    }
    for (let j = start; j < start + cols; j++) out[j]! /= sum;
  }
  return { rows, cols, data: out };
}

/** Gradient in the logits of what has this gradient in the softmax p of them: p_j (g_j - sum p g), row by row. */
export function softmaxPullback(softmax: Matrix, gradient: Matrix): Matrix {
  const { rows, cols, data: p } = softmax;
  const out = new Float64Array(p.length);
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    let mean = 0;
    for (let j = start; j < start + cols; j++) mean += p[j]! * gradient.data[j]!;
    for (let j = start; j < start + cols; j++) out[j] = p[j]! * (gradient.data[j]! - mean);
  }
  return { rows, cols, data: out };
}

/** Logits whose softmax are rows of sum 1, up to the entries below `least`, which become that. */
export function logitsOf(rows: Matrix, least: number): Matrix {
  return { ...rows, data: rows.data.map((value) => logarithm(Math.max(least, value))) };
}
