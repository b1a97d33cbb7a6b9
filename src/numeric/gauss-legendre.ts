import { ShapeError } from "../errors.js";

/** A rule: the integral of f over [-1, 1] is about sum_i weights[i] f(nodes[i]). */
export interface QuadratureRule {
  /** Increasing. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Rule of Gauss and Legendre with n nodes: exact for polynomials up to degree 2 n - 1. The same bits in every engine.
 *
 * The nodes are the zeros of Legendre's polynomial, found between those of lower degree by bisection and Newton's method;
 * O(n^2) time a degree, O(n^3) in all.
 *
 * @throws ShapeError unless `count` is a whole number of at least 1.
 */
export function gaussLegendre(count: number): QuadratureRule {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new ShapeError(`a quadrature rule with ${count} nodes; give a whole number of at least 1`, {
      found: count,
    });
  }
  let nodes = Float64Array.of(0);
  for (let degree = 2; degree <= count; degree++) nodes = zerosBetween(nodes, degree);
  return { nodes, weights: nodes.map((x) => 2 / ((1 - x * x) * legendre(count, x).slope ** 2)) };
}

/** The zeros of a degree, one between each two neighbours of those below it and -1 and 1. */
function zerosBetween(below: Float64Array, degree: number): Float64Array<ArrayBuffer> {
  const ends = Float64Array.of(-1, ...below, 1);
  const zeros = new Float64Array(degree);
  const half = degree >> 1;
  for (let z = 0; z < half; z++) {
    const zero = zeroIn(degree, ends[z]!, ends[z + 1]!);
    zeros[z] = zero;
    zeros[degree - 1 - z] = -zero;
  }
  return zeros; // the middle one of an odd degree is 0
}

/** The one sign change in an interval: halved until Newton's step stays in it, then Newton's method. */
function zeroIn(degree: number, low: number, high: number): number {
  const rising = legendre(degree, low).value < 0;
  let [left, right] = [low, high];
  let x = (left + right) / 2;
  for (let round = 0; round < 60; round++) {
    const { value, slope } = legendre(degree, x);
    if (value === 0) return x;
    if (value < 0 === rising) left = x;
    else right = x;
    const newton = x - value / slope;
    const next = newton > left && newton < right ? newton : (left + right) / 2;
    if (next === x) return x;
    x = next;
  }
  return x;
}

/** P_n and its derivative by the recurrence of three terms. */
function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let before = 1;
  let value = x;
  for (let n = 2; n <= degree; n++) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
