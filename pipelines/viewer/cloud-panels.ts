import type { Measure } from "../../src/index.js";

/** Clouds of one panel, one for each time; all in the plane, or all in space. */
export interface CloudPanel {
  /** Stands over the panel. */
  readonly name?: string;
  /** Default: shades of blue. */
  readonly colour?: string;
  readonly measures: readonly Measure[];
}

/** One axis of the box around each panel. */
export interface CloudAxis {
  /** Empty: the axis is neither named nor has numbers. */
  readonly label: string;
  readonly low: number;
  readonly high: number;
}

/** Pictures of an animation: at each time one cloud in each panel, all panels over the same ranges. */
export interface PanelFrames {
  /** One for each time. */
  readonly titles: readonly string[];
  readonly panels: readonly CloudPanel[];
  /** Panels beside each other at most. */
  readonly columns: number;
  /** The box that is drawn; without it there is none, and all clouds just fit. */
  readonly axes?: readonly CloudAxis[];
  /** Height of a panel by its width, where the axes have scales of their own; default: the same scale on all. */
  readonly aspect?: number;
}

/** One cloud at a time, without a box. */
export function framesOfOne(
  frames: readonly { readonly title: string; readonly measure: Measure }[],
): PanelFrames {
  return {
    titles: frames.map(({ title }) => title),
    panels: [{ measures: frames.map(({ measure }) => measure) }],
    columns: 1,
  };
}
