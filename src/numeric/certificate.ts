/** How a numerical method ended. Anything but "converged" is an answer that carries its own warning. */
export type Status = "converged" | "iteration-limit" | "stalled" | "non-finite" | "aborted";

/**
 * The proof that comes with an answer: `lower <= true optimal value <= upper`, both computed from what is
 * returned and checked independently of the solver, with the rounding of their own computation included.
 *
 * "converged" says that the gap is closed or that rounding explains what is left of it. Rounding is in units of mass
 * times the squared extent of the clouds, so a cost that is tiny beside that (near copies, tight clusters far apart) may
 * be converged with a large relative gap: the two ends say what is known of the cost, the status only that iterating
 * on would not tell more.
 *
 * `sourceError` and `targetError` are the L1 errors of the plan's marginals, as returned, in units of mass.
 */
export interface Certificate {
  readonly status: Status;
  readonly iterations: number;
  readonly lower: number;
  readonly upper: number;
  readonly sourceError: number;
  readonly targetError: number;
}

/**
 * Width of the bracket relative to its upper end; 0 when both ends are 0, 1 when only the lower one is. It measures what
 * is known of this cost, not how well the solver did: for costs that are tiny beside the squared extent of the clouds
 * it is large by rounding alone (see Certificate).
 */
export function relativeGap(certificate: Certificate): number {
  const width = certificate.upper - certificate.lower;
  return width === 0 ? 0 : width / Math.abs(certificate.upper);
}

/** What a long computation tells while it runs; returning `false` ends it with status "aborted". */
export type OnProgress = (info: Progress) => unknown;

export interface Progress {
  /** What is being counted, e.g. "pivots" or "items". */
  readonly unit: string;
  readonly done: number;
  /** Absent when the length of the work is unknown. */
  readonly total?: number;
  /** What the method's tolerance bounds, where it has one. */
  readonly error?: number;
}
