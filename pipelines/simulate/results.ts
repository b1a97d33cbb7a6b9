import type { JumpReport } from "../../src/index.js";
import type { FrameStage } from "./frames.js";

/** Distance of the run from the control at a time. */
export interface DistancePoint {
  readonly t: number;
  readonly w2: number;
  readonly stage: FrameStage;
  /** Is it the end of the simulation after a jump? */
  readonly recovered: boolean;
}

export interface PaidSteps {
  /** Micro-steps that were simulated, those of the second half of windows among them. */
  readonly paid: number;
  /** Those of plain simulation to the same time. */
  readonly plain: number;
}

/** What came of a run of the timestepper. */
export interface VariantResults {
  readonly name: string;
  readonly about: string;
  readonly w2ToControl: readonly DistancePoint[];
  readonly microSteps: PaidSteps;
  /** Maps that were solved. */
  readonly maps: number;
  readonly jumps: readonly JumpReport[];
}

export interface MomentPoint {
  readonly t: number;
  /** By coordinate. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface PlaneResults {
  readonly referencePoints: number;
  readonly shares: readonly [number, number];
  readonly curves: readonly {
    readonly name: string;
    readonly t: readonly number[];
    readonly x: readonly number[];
    readonly y: readonly number[];
  }[];
}

export interface SimulateResults {
  readonly system: string;
  readonly particles: number;
  readonly dim: number;
  readonly finalTime: number;
  /** Of the first variant. */
  readonly w2ToControl: readonly DistancePoint[];
  /** Distance of the second control from the first at the final time: two samples of one law are so far apart. */
  readonly samplingFloor: number;
  /** Of the first variant. */
  readonly microSteps: PaidSteps;
  readonly variants: readonly VariantResults[];
  readonly floorCurve: readonly { readonly t: number; readonly w2: number }[];
  readonly moments: readonly { readonly name: string; readonly points: readonly MomentPoint[] }[];
  readonly plane: PlaneResults;
}
