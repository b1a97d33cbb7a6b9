import { type Measure, moments } from "../measure/measure.js";
import { requireBalanced } from "../transport/balance.js";

/** A target moved so that its mean is that of the source. */
export interface MovedTarget {
  readonly moved: Measure;
  /** What was taken from each point: mean of the target - mean of the source. */
  readonly shift: Float64Array;
  /** Turns a source potential of the moved problem into one of the problem as given. */
  readonly potentialBack: (f: Float64Array) => Float64Array;
}

/**
 * Takes the common shift out of a transport problem. With y = y' + s,
 *
 *   |x - y|^2 = |x - y'|^2 - 2 <x, s> + (2 <y', s> + |s|^2),
 *
 * the cost of the moved problem and functions of x and of y alone: the plans are the same, entropic ones too, and
 * potentials differ by these functions. A shift that is large beside the clouds would take digits of the costs, and
 * be counted in a blur that is chosen by the size of the costs.
 *
 * @throws ShapeError if dimensions differ; MeasureError if masses differ by more than 1e-9.
 */
export function movedToMean(source: Measure, target: Measure): MovedTarget {
  requireBalanced(source, target);
  const { mean } = moments(source);
  const shift = moments(target).mean.map((value, k) => value - mean[k]!);
  const { dim } = target;
  return {
    moved: { ...target, points: target.points.map((y, p) => y - shift[p % dim]!) },
    shift,
    potentialBack: (f) =>
      f.map((value, i) => {
        let along = 0;
        for (let k = 0; k < dim; k++) along += (source.points[i * dim + k]! - mean[k]!) * shift[k]!;
        return value - 2 * along;
      }),
  };
}
