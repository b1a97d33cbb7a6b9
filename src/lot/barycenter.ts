import { commonDimension, type Measure } from "../measure/measure.js";
import type { Certificate, Status } from "../numeric/certificate.js";
import { exact } from "../transport/exact.js";
import { barycentricProjection } from "../transport/plan.js";

export interface FreeSupportOptions {
  /** Default 10. */
  readonly maxIterations?: number;
  /** Rest is when a step moves the cloud by less than this part of its cost; default 1e-3. */
  readonly tolerance?: number;
}

export interface FreeSupport {
  readonly measure: Measure;
  /** Mean squared distance W2^2 from the last but one cloud to the measures. */
  readonly cost: number;
  /** "iteration-limit" when the cloud still moved; the transports have certificates of their own. */
  readonly status: Status;
  readonly iterations: number;
  readonly certificates: readonly Certificate[];
}

/**
 * A point where the free-support barycentre functional, mean_s W2^2(bar, mu_s), rests: x_i <- mean_s T_s(x_i).
 *
 * Each step lowers the functional or leaves it; the limit is stationary, not proved to be the minimum. The masses and
 * the number of points of the start stay. One exact transport per measure and iteration.
 *
 * @throws ShapeError if there are no measures or the dimensions differ; MeasureError if the masses do.
 */
export function freeSupportBarycenter(
  measures: readonly Measure[],
  start: Measure,
  options: FreeSupportOptions = {},
): FreeSupport {
  commonDimension([start, ...measures]);
  const { maxIterations = 10, tolerance = 1e-3 } = options;
  let bar = start;
  let cost = Infinity;
  const certificates: Certificate[] = [];
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const step = meanOfImages(bar, measures);
    const moved = squaredShift(bar, step.points);
    bar = { ...bar, points: step.points };
    cost = step.cost;
    certificates.push(...step.certificates);
    if (moved <= tolerance * cost) {
      return { measure: bar, cost, status: "converged", iterations, certificates };
    }
  }
  return { measure: bar, cost, status: "iteration-limit", iterations: maxIterations, certificates };
}

interface Step {
  readonly points: Float64Array;
  readonly cost: number;
  readonly certificates: readonly Certificate[];
}

/** mean_s T_s(x_i), T_s the barycentric projection of an optimal plan to measure s, and the mean cost. */
function meanOfImages(bar: Measure, measures: readonly Measure[]): Step {
  const points = new Float64Array(bar.points.length);
  const transports = measures.map((mu) => exact(bar, mu));
  transports.forEach(({ plan }, s) => {
    const images = barycentricProjection(plan, measures[s]!);
    for (let p = 0; p < points.length; p++) points[p]! += images[p]! / measures.length;
  });
  const cost = transports.reduce((sum, transport) => sum + transport.cost / measures.length, 0);
  return { points, cost, certificates: transports.map(({ certificate }) => certificate) };
}

/** sum_i w_i |x_i - x'_i|^2 */
function squaredShift(bar: Measure, moved: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < moved.length; p++) {
    sum += bar.weights[Math.floor(p / bar.dim)]! * (moved[p]! - bar.points[p]!) ** 2;
  }
  return sum;
}
