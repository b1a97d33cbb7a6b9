import { exponential } from "./elementary.js";

/** Nodes in a factor of 2. */
const NODES = 64;
const PER_NODE = NODES / Math.LN2;
/** ln 2 / 64 as a sum of two doubles; the first has so many trailing zero bits that its product with n is exact. */
const NODE_HIGH = 0.6931471803691238 / NODES;
const NODE_LOW = 1.9082149292705877e-10 / NODES;
/** 2^(j / 64). */
const ROOTS = Float64Array.from({ length: NODES }, (_, j) => exponential(j * NODE_HIGH + j * NODE_LOW));
/** Beyond, a power of two is too small or too large for a normal double. */
const FAR = 700;
const LEAST = -1022;
/** 2^(k + LEAST), each exact. */
const POWERS = powersOfTwo();

/**
 * Exponential function for innermost loops, the same bits in every engine: 2^(n / 64) exp(r) with |r| <= ln 2 / 128, where six
 * terms are enough. Error below 2 units in the last place; four times as fast as `exponential`.
 */
export function tableExponential(x: number): number {
  if (!(x > -FAR && x < FAR)) return exponential(x);
  const n = Math.floor(x * PER_NODE + 1 / 2); // Math.round branches, at random here
  const r = x - n * NODE_HIGH - n * NODE_LOW;
  const beyond = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const root = ROOTS[n & (NODES - 1)]!;
  return (root + root * beyond) * POWERS[(n >> 6) - LEAST]!;
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046).fill(1);
  for (let k = 1 - LEAST; k < powers.length; k++) powers[k] = powers[k - 1]! * 2;
  for (let k = -1 - LEAST; k >= 0; k--) powers[k] = powers[k + 1]! / 2;
  return powers;
}
