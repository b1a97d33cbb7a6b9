import { exponential, logarithm } from "../numeric/elementary.js";
import { compensatedSum } from "../numeric/sum.js";
import { logProducts } from "../transport/barycenter/gibbs-kernel.js";
import type { LossSettings } from "./loss.js";

/**
 * One iteration of  u = (K (q v))^-phi,  v = (K (x u))^-phi  in logarithms: the factors of the plan
 * diag(x u) K diag(q v) and their products with K.
 */
export interface ScalingRound {
  /** log q v, as it was at the start. */
  readonly before: Float64Array;
  /** log K exp(before). */
  readonly logRowSums: Float64Array;
  /** log x u. */
  readonly logSource: Float64Array;
  /** log K (x u). */
  readonly logColumnSums: Float64Array;
  /** log u and log v. */
  readonly logU: Float64Array;
  readonly logV: Float64Array;
  /** log q v, with the new v. */
  readonly logTarget: Float64Array;
}

/** The part of a scaling in the potentials that the iteration itself does not see; it may change both. */
export type Shift = (logU: Float64Array, logV: Float64Array) => number;

/** Iterations from v = 1 on, until no log v changes by more than the tolerance; at most `lossIterations`. O(d^2) each. */
export function logScalings(
  settings: LossSettings,
  logData: Float64Array,
  logTarget: Float64Array,
  shift?: Shift,
): ScalingRound[] {
  const rounds: ScalingRound[] = [];
  let logV = new Float64Array(logTarget.length);
  let before = logTarget;
  while (rounds.length < settings.lossIterations) {
    const round = scalingRound(settings, logData, logTarget, before, shift);
    rounds.push(round);
    const change = largestChange(logV, round.logV);
    logV = round.logV as Float64Array<ArrayBuffer>;
    before = round.logTarget;
    if (change <= settings.lossTolerance) break;
  }
  return rounds;
}

function scalingRound(
  { kernel, rhoLoss }: LossSettings,
  logData: Float64Array,
  logTarget: Float64Array,
  before: Float64Array,
  shift?: Shift,
): ScalingRound {
  const phi = dampingOf(rhoLoss, kernel.epsilon);
  const logRowSums = logProducts(kernel.forward, before, 1);
  const logU = logRowSums.map((value) => -phi * value);
  const logSource = logU.map((value, i) => value + logData[i]!);
  const logColumnSums = logProducts(kernel.backward, logSource, 1);
  const logV = logColumnSums.map((value) => -phi * value);
  const shifted = shift?.(logU, logV) ?? 0;
  if (shifted !== 0) {
    for (let i = 0; i < logU.length; i++) {
      logU[i]! += shifted;
      logSource[i]! += shifted;
      logColumnSums[i]! += shifted;
      logV[i]! -= shifted;
    }
  }
  const next = logV.map((value, j) => value + logTarget[j]!);
  return { before, logRowSums, logSource, logColumnSums, logU, logV, logTarget: next };
}

/** rho / (rho + epsilon). */
export function dampingOf(rho: number, epsilon: number): number {
  return rho === Infinity ? 1 : rho / (rho + epsilon);
}

function largestChange(before: Float64Array, after: Float64Array): number {
  return before.reduce((most, value, j) => Math.max(most, Math.abs(after[j]! - value)), 0);
}

/** log x, -Infinity where there is no mass. */
export function logarithms(values: Float64Array): Float64Array {
  return values.map(logarithm);
}

/** log sum exp of some logarithms. */
export function logTotal(logs: Float64Array): number {
  const largest = logs.reduce((high, value) => Math.max(high, value), -Infinity);
  return largest + logarithm(compensatedSum(logs.map((value) => exponential(value - largest))));
}
