import type { Measure } from "../../measure/measure.js";
import type { Certificate, OnProgress } from "../../numeric/certificate.js";
import { type Iterated, iterate, type Step, type Stop } from "../../numeric/iterate.js";
import { exactFrom } from "../exact.js";
import { barycentricProjection } from "../plan.js";
import { type Shares, shareOf } from "../shares.js";
import type { Transport } from "../transport.js";

/** A solver of the transports from the moving cloud to the measures; default `exact`. */
export type TransportFrom = (bar: Measure, mu: Measure) => Transport;

/** A cloud on its way, and what moved it to where it is. */
export interface MovedCloud {
  readonly measure: Measure;
  /** sum_s lambda_s W2^2 from the cloud before the last move; Infinity before the first. */
  readonly cost: number;
  /** Of the transports of all moves so far, one per measure with weight and move. */
  readonly certificates: readonly Certificate[];
}

/**
 * Moves the points of a cloud to the mean of their images, x_i <- sum_s lambda_s T_s(x_i), until they rest. T_s is the
 * barycentric projection of an optimal plan to measure s. Masses stay.
 *
 * With exact plans no move raises sum_s lambda_s W2^2(bar, mu_s). `rule.tolerance` bounds the mean squared shift of a move,
 * sum_i w_i |x_i - x_i'|^2, relative to the cost before it, which is at least as large.
 *
 * One transport per measure with weight and move. Álvarez-Esteban, del Barrio, Cuesta-Albertos and Matrán 2016, theorem
 * 3.6; Cuturi and Doucet 2014, algorithm 2.
 */
export function fixedPoint(
  start: Measure,
  measures: readonly Measure[],
  shares: Shares,
  rule: Required<Stop>,
  solver?: TransportFrom,
  onProgress?: OnProgress,
): Iterated<MovedCloud> {
  const move = ({ measure, certificates }: MovedCloud): Step<MovedCloud> => {
    const next = meanOfImages(measure, measures, shares, solver);
    const moved = { ...measure, points: next.points };
    return {
      state: { measure: moved, cost: next.cost, certificates: [...certificates, ...next.certificates] },
      error: relative(squaredShift(measure, next.points, measures.length), next.cost),
    };
  };
  return iterate({ measure: start, cost: Infinity, certificates: [] }, move, rule, onProgress);
}

/** A solver with its source fixed. */
export function transportsFrom(bar: Measure, solver?: TransportFrom): (mu: Measure) => Transport {
  return solver ? (mu) => solver(bar, mu) : exactFrom(bar);
}

interface MeanOfImages {
  readonly points: Float64Array;
  readonly cost: number;
  readonly certificates: readonly Certificate[];
}

/** sum_s lambda_s T_s(x_i) and sum_s lambda_s cost_s. */
function meanOfImages(
  bar: Measure,
  measures: readonly Measure[],
  shares: Shares,
  solver?: TransportFrom,
): MeanOfImages {
  const points = new Float64Array(bar.points.length);
  const transportTo = transportsFrom(bar, solver);
  const certificates: Certificate[] = [];
  let cost = 0;
  measures.forEach((mu, s) => {
    if (shares.parts[s] === 0) return;
    const transport = transportTo(mu);
    const images = barycentricProjection(transport.plan, mu);
    for (let p = 0; p < points.length; p++) points[p]! += shareOf(shares, s, images[p]!);
    cost += shareOf(shares, s, transport.cost);
    certificates.push(transport.certificate);
  });
  return { points, cost, certificates };
}

/** A mean of images is known to so many roundings of it, and one more for each measure: a shift below that is none. */
const MEAN_ROUNDINGS = 64;

/** sum_i w_i |x_i - x'_i|^2 */
function squaredShift(bar: Measure, moved: Float64Array, count: number): number {
  const rounding = (MEAN_ROUNDINGS + count) * Number.EPSILON;
  let sum = 0;
  for (let i = 0, p = 0; i < bar.count; i++) {
    for (let k = 0; k < bar.dim; k++, p++) {
      const step = Math.abs(moved[p]! - bar.points[p]!);
      if (step > rounding * Math.abs(moved[p]!)) sum += bar.weights[i]! * step * step;
    }
  }
  return sum;
}

/** What moves by nothing rests, whatever the cost. */
const relative = (shift: number, cost: number): number => (shift === 0 ? 0 : shift / cost);
