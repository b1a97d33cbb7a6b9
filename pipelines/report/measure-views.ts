import { type Measure, moments, pool, rowView, topEigen, transpose } from "../../src/index.js";
import type { Interval } from "./frame.js";

/** Points of a measure on paper, one entry a point; `depth` grows towards the reader. */
export interface Shadow {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly depth?: Float64Array;
}

/** One way of looking at measures of a dimension: the same for every panel of a picture. */
export interface View {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly project: (mu: Measure) => Shadow;
}

export interface Views {
  readonly views: readonly View[];
  /** Sentence for the caption, where the choice needs one. */
  readonly note?: string;
}

/** A covariance of more coordinates than this takes seconds; the first two are shown instead. */
const MAX_PRINCIPAL_DIM = 600;

/**
 * Views for measures of one dimension of at least 2: the plane itself; in space from above and from the front; past that
 * the first two principal axes of all measures together.
 */
export function viewsOf(measures: readonly Measure[]): Views {
  const dim = measures[0]!.dim;
  if (dim === 2) return { views: [{ xLabel: "x", yLabel: "y", project: (mu) => coordinates(mu, 0, 1) }] };
  if (dim === 3) return { views: spaceViews, note: "Two views of each; darker points are nearer." };
  if (dim <= MAX_PRINCIPAL_DIM) return principalView(measures);
  const view = { xLabel: "x1", yLabel: "x2", project: (mu: Measure) => coordinates(mu, 0, 1) };
  return { views: [view], note: `Shown: the first two of ${dim} coordinates.` };
}

const spaceViews: readonly View[] = [
  {
    xLabel: "x",
    yLabel: "y",
    project: (mu) => ({ ...coordinates(mu, 0, 1), depth: along(mu, unit(3, 2)) }),
  },
  {
    xLabel: "x",
    yLabel: "z",
    project: (mu) => ({ ...coordinates(mu, 0, 2), depth: along(mu, unit(3, 1)).map((y) => -y) }),
  },
];

function coordinates(mu: Measure, across: number, up: number): Shadow {
  return { x: along(mu, unit(mu.dim, across)), y: along(mu, unit(mu.dim, up)) };
}

function principalView(measures: readonly Measure[]): Views {
  const { mean, covariance } = moments(pool(measures));
  const { values, vectors } = topEigen(covariance, 2);
  const axes = transpose(vectors);
  const [first, second] = [upright(rowView(axes, 0)), upright(rowView(axes, 1))];
  const variance = covariance.data.reduce(
    (sum, entry, p) => (p % (mean.length + 1) === 0 ? sum + entry : sum),
    0,
  );
  const share = variance > 0 ? Math.round((100 * (values[0]! + values[1]!)) / variance) : 100;
  const project = (mu: Measure) => ({ x: along(mu, first, mean), y: along(mu, second, mean) });
  return {
    views: [{ xLabel: "axis 1", yLabel: "axis 2", project }],
    note: `Shown: the first two principal axes of all points together, ${share}% of the variance in ${mean.length} dimensions.`,
  };
}

/** An axis has no sign of its own: its largest entry is made positive. */
function upright(axis: Float64Array): Float64Array {
  const largest = axis.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
  return largest < 0 ? axis.map((entry) => -entry) : axis;
}

function unit(dim: number, k: number): Float64Array {
  const axis = new Float64Array(dim);
  axis[k] = 1;
  return axis;
}

/** <x_i - origin, axis> of every point. */
function along(mu: Measure, axis: Float64Array, origin?: Float64Array): Float64Array {
  const out = new Float64Array(mu.count);
  for (let i = 0; i < mu.count; i++) {
    for (let k = 0; k < mu.dim; k++) {
      if (axis[k] !== 0) out[i]! += axis[k]! * (mu.points[i * mu.dim + k]! - (origin?.[k] ?? 0));
    }
  }
  return out;
}

/** Smallest interval that holds all of them. */
export function union(intervals: readonly Interval[]): Interval {
  return [Math.min(...intervals.map(([low]) => low)), Math.max(...intervals.map(([, high]) => high))];
}
