/** A tangent vector at the points of a chart. */
export interface ArrowField {
  readonly title: string;
  /** One velocity per point, row-major. */
  readonly velocity: Float64Array;
  readonly growth?: Float64Array | undefined;
  /**
   * "true": arrows are as long as the movement, or so many times as long as the caption says. "free": lengths mean
   * something next to each other only.
   */
  readonly lengths: "true" | "free";
}
