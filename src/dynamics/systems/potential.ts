/** A potential U on R^dim. */
export interface Potential {
  readonly dim: number;
  /** U at a point. */
  readonly value: (point: ArrayLike<number>) => number;
  /** Writes grad U at each of many points, row-major both. Called in the innermost loop, some hundred points at a time. */
  readonly gradient: (points: Float64Array, into: Float64Array) => void;
}
