/** What is taken off a spectrum, band by band. */
export interface BaselineFit {
  readonly line: Float64Array;
  /** False if an iteration ended at its limit: the line is the last one. */
  readonly settled: boolean;
}

type Baseline = (values: Float64Array, positions: Float64Array) => BaselineFit;

/** The baselines by name: nothing; the least value; the line through both ends; `asymmetricBaseline`. */
export const BASELINES = {
  none: (values) => ({ line: new Float64Array(values.length), settled: true }),
  minimum: (values) => {
    const least = values.reduce((low, value) => Math.min(low, value));
    return { line: new Float64Array(values.length).fill(least), settled: true };
  },
  linear: (values, positions) => ({ line: throughEnds(values, positions), settled: true }),
  asymmetric: (values) => asymmetricBaseline(values),
} as const satisfies Record<string, Baseline>;

export type BaselineName = keyof typeof BASELINES;

function throughEnds(values: Float64Array, positions: Float64Array): Float64Array {
  const last = values.length - 1;
  const [first, end] = [values[0]!, values[last]!];
  const length = positions[last]! - positions[0]!;
  if (last === 0) return values.slice();
  return values.map((_, b) => {
    const share = (positions[b]! - positions[0]!) / length;
    return (1 - share) * first + share * end;
  });
}

export interface AsymmetricOptions {
  /** Eilers and Boelens advise 10^2 to 10^9, for spectra of a few hundred to a few thousand bands; default 10^5. */
  readonly smoothness?: number;
  /** Weight of a band above the line; they advise 0.001 to 0.1; default 0.001. */
  readonly asymmetry?: number;
}

/** What `asymmetricBaseline` takes where nothing is given, and always among the steps of spectra. */
export const ASYMMETRIC_DEFAULTS = { smoothness: 1e5, asymmetry: 0.001 } as const;
/** Mostly about ten are enough, but nothing proves that they end: sides may go round in a circle. */
const MOST_STEPS = 50;

/**
 * Asymmetric least squares: the smooth line z that minimises
 *
 *   sum_b w_b (y_b - z_b)^2 + smoothness sum_b (z_{b-1} - 2 z_b + z_{b+1})^2,
 *
 * w_b = asymmetry where y_b > z_b and 1 - asymmetry elsewhere, so that it runs under the peaks. Solved again with the new
 * weights until no band changes sides. Second differences are between neighbouring bands, whatever their distance.
 *
 * O(bands) time a step, at most 50 steps. Eilers & Boelens, Baseline correction with asymmetric least squares smoothing
 * (2005).
 */
export function asymmetricBaseline(values: Float64Array, options: AsymmetricOptions = {}): BaselineFit {
  const { smoothness, asymmetry } = { ...ASYMMETRIC_DEFAULTS, ...options };
  let weights = new Float64Array(values.length).fill(1);
  let line = values;
  for (let step = 0; step < MOST_STEPS; step++) {
    line = smoothed(values, weights, smoothness);
    const next = values.map((y, b) => (y > line[b]! ? asymmetry : 1 - asymmetry));
    if (next.every((w, b) => w === weights[b])) return { line, settled: true };
    weights = next;
  }
  return { line, settled: false };
}

/**
 * Solution of (W + smoothness D^T D) z = W y with the second differences D, by L L^T of its five diagonals: row b of L has
 * `far`, `near` and `main` at columns b - 2, b - 1 and b.
 */
function smoothed(values: Float64Array, weights: Float64Array, smoothness: number): Float64Array {
  const n = values.length;
  const main = new Float64Array(n);
  const near = new Float64Array(n);
  const far = new Float64Array(n);
  const z = new Float64Array(n);
  for (let b = 0; b < n; b++) {
    far[b] = b > 1 ? (smoothness * penalty(b, 2, n)) / main[b - 2]! : 0;
    const below = b > 1 ? far[b]! * near[b - 1]! : 0;
    near[b] = b > 0 ? (smoothness * penalty(b, 1, n) - below) / main[b - 1]! : 0;
    const pivot = weights[b]! + smoothness * penalty(b, 0, n) - near[b]! ** 2 - far[b]! ** 2;
    main[b] = Math.sqrt(pivot);
    const known = (b > 0 ? near[b]! * z[b - 1]! : 0) + (b > 1 ? far[b]! * z[b - 2]! : 0);
    z[b] = (weights[b]! * values[b]! - known) / main[b]!;
  }
  for (let b = n - 1; b >= 0; b--) {
    const known = (b + 1 < n ? near[b + 1]! * z[b + 1]! : 0) + (b + 2 < n ? far[b + 2]! * z[b + 2]! : 0);
    z[b] = (z[b]! - known) / main[b]!;
  }
  return z;
}

/** Second differences 1, -2, 1 that hold band b or both b and b - offset: entry (b, b - offset) of D^T D. */
function penalty(b: number, offset: 0 | 1 | 2, n: number): number {
  let sum = 0;
  for (let middle = Math.max(1, b - 1); middle <= Math.min(n - 2, b + 1); middle++) {
    sum += difference(b - middle) * difference(b - offset - middle);
  }
  return sum;
}

function difference(from: number): number {
  if (from === 0) return -2;
  return Math.abs(from) === 1 ? 1 : 0;
}
