/** A law on the line with a density. */
export interface LineLaw {
  readonly density: (x: number) => number;
  /** P(X <= x). */
  readonly distribution: (x: number) => number;
}

/** A law on an interval, with what is asked of it most. */
export interface IntervalLaw extends LineLaw {
  readonly low: number;
  readonly high: number;
  /** The x with P(X <= x) = p, for 0 <= p <= 1. */
  readonly quantile: (p: number) => number;
  readonly mean: number;
  readonly variance: number;
}
