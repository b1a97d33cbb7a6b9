import type { PathShape } from "../../src/index.js";
import type { ReferenceInfo } from "../results.js";

export interface InterpolateResults {
  /** As `--path` names it. */
  readonly path: string;
  /** In what the distances are, in words. */
  readonly symbol: string;
  /** Length of the way in that distance: between the two ends, or the sum over the parts of a way with several stops. */
  readonly distance: number;
  readonly legs: readonly InterpolateLeg[];
  /** The measures written, in order. */
  readonly files: readonly string[];
  readonly steps: readonly InterpolateStep[];
  /** Largest |toSource - t distance| and |toTarget - (1 - t) distance| of a step, as parts of the distance of its leg; as they are where its ends are not proved apart. */
  readonly departure: number;
  /** Where the path starts from a reference. */
  readonly reference?: ReferenceInfo;
  /** What the tangent vector of each measure drops of the cost of transport to it: its end of the path is off by so much. */
  readonly residuals?: readonly { readonly item: string; readonly residual: number }[];
  /** Of the particles, where masses stay the same. */
  readonly shape?: PathShape;
}

/** From one stop to the next. */
export interface InterpolateLeg {
  readonly from: string;
  readonly to: string;
  readonly distance: number;
}

export interface InterpolateStep {
  readonly file: string;
  /** On the whole way, 0 to 1. */
  readonly t: number;
  /** The part of the way that it is in, and when. */
  readonly leg: number;
  readonly legTime: number;
  readonly points: number;
  readonly mass: number;
  /** From the two ends of its leg, recomputed from the points and masses in the file. */
  readonly toSource: number;
  readonly toTarget: number;
  /** Proved bounds of them, where they are distances of optimal transport. */
  readonly sourceBounds?: readonly [number, number];
  readonly targetBounds?: readonly [number, number];
}
