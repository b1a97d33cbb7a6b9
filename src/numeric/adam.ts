import { exponentialMinusOne, logarithm } from "./elementary.js";

/** Running means of the gradient and of its square, entry by entry. */
export interface Moments {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export interface AdamStep {
  readonly learningRate: number;
  /** How often these entries have been updated, this time included. */
  readonly time: number;
}

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
/** Keeps a step finite where the gradient has always been 0, in units of the gradient. */
const EPSILON = 1e-8;

export function noMoments(length: number): Moments {
  return { first: new Float64Array(length), second: new Float64Array(length) };
}

export function copyMoments({ first, second }: Moments): Moments {
  return { first: first.slice(), second: second.slice() };
}

/**
 * One step of Adam, into the arrays given: entries [at, at + gradient.length) of the parameters and their moments.
 *
 * m <- 0.9 m + 0.1 g,  s <- 0.999 s + 0.001 g^2,  parameter <- parameter - rate m' / (sqrt(s') + 1e-8), where m' and s' are
 * divided by 1 - 0.9^t and 1 - 0.999^t, t being the time. A step moves no entry by more than about the rate.
 *
 * Kingma and Ba 2015, algorithm 1.
 */
export function adamInto(
  parameters: Float64Array,
  { first, second }: Moments,
  at: number,
  gradient: Float64Array,
  { learningRate, time }: AdamStep,
): void {
  const firstShare = missing(FIRST_DECAY, time);
  const secondShare = missing(SECOND_DECAY, time);
  for (let p = 0; p < gradient.length; p++) {
    const g = gradient[p]!;
    const m = FIRST_DECAY * first[at + p]! + (1 - FIRST_DECAY) * g;
    const s = SECOND_DECAY * second[at + p]! + (1 - SECOND_DECAY) * g * g;
    first[at + p] = m;
    second[at + p] = s;
    parameters[at + p]! -= (learningRate * (m / firstShare)) / (Math.sqrt(s / secondShare) + EPSILON);
  }
}

/** 1 - decay^time: what a mean that began at 0 has seen of the whole. */
const missing = (decay: number, time: number): number => -exponentialMinusOne(time * logarithm(decay));
