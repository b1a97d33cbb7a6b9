import type { IterationOptions } from "../../numeric/iterate.js";
import { stopRule } from "../../numeric/iterate.js";
import type { CentredPair } from "./centred-pair.js";
import { fixedPoint, mixedSteps, type Visited } from "./fixed-point.js";
import { type Level, marginalError, roundingError } from "./level.js";
import { DEFAULT_STOP } from "./solve-pair.js";
import { sourceSoftmin } from "./sweep.js";

/**
 * Potentials of a measure with itself, f = g, by the averaged iteration f <- (f + softmin f) / 2, which halves the error or
 * better at every epsilon: no scaling is needed. O(n^2 d) time per iteration, O(n d) memory.
 *
 * @returns f is the softmin of g, so rows are exact here too; they differ by what the tolerance allows.
 * Feydy et al. 2019, section 3.1.
 */
export function solveSelf(
  { problem, frame }: CentredPair,
  epsilon: number,
  options: IterationOptions,
): Level & { readonly iterations: number } {
  const start = new Float64Array(problem.a.length);
  const visit = (point: Float64Array): Softened => {
    const soft = sourceSoftmin(problem, point, epsilon);
    const image = point.map((value, i) => (value + soft[i]!) / 2);
    return { point, image, soft, error: marginalError(problem.a, point, soft, epsilon) };
  };
  const { state, status, iterations } = fixedPoint({
    visit,
    start,
    advance: mixedSteps(visit, problem.a),
    rounding: roundingError(frame.largestCost, epsilon),
    stop: stopRule(options.stop, DEFAULT_STOP),
    onProgress: options.onProgress,
  });
  if (!state) return { epsilon, f: sourceSoftmin(problem, start, epsilon), g: start, status, iterations };
  return { epsilon, f: state.soft, g: state.point, status, iterations };
}

interface Softened extends Visited {
  readonly soft: Float64Array;
}
