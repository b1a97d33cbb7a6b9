import type { PackedFrames } from "./pack-frames.js";

/** Pixels, from the top left of the picture. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly height: number;
  /** Where the clouds of each panel are drawn; names and numbers stand around it. */
  readonly plots: readonly Rectangle[];
}

/** Room above all for the time, pixels. */
const HEADER = 30;
const NAME = 22;
const LEFT = 48;
/** Half of the last number. */
const RIGHT = 12;
const BELOW = 38;
const GAP = 14;
/** A panel that is narrower gets a row of its own. */
const NARROWEST = 190;
/** Of one panel, pixels. */
const TALLEST = 460;

/** Panels in rows under the line of the time, all of one size. */
export function panelLayout(frames: PackedFrames, width: number): Layout {
  const { panels, flat, axes, half } = frames;
  const fit = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  const columns = Math.min(frames.columns, panels.length, fit);
  const numbered = flat && axes.length > 0;
  const left = numbered ? LEFT : 0;
  const top = panels.some(({ name }) => name !== undefined) ? NAME : 0;
  const cell = (width - GAP * (columns - 1)) / columns;
  const aspect = flat ? half[1] / half[0] : columns === 1 ? 0.66 : 0.95;
  const room = Math.max(1, cell - left - (numbered ? RIGHT : 0));
  const plotWidth = Math.min(room, TALLEST / aspect);
  const spare = room - plotWidth;
  const plotHeight = Math.round(plotWidth * aspect);
  const rowHeight = top + plotHeight + (numbered ? BELOW : GAP);
  return {
    height: HEADER + Math.ceil(panels.length / columns) * rowHeight,
    plots: panels.map((_, p) => ({
      x: (p % columns) * (cell + GAP) + left + spare / 2,
      y: HEADER + Math.floor(p / columns) * rowHeight + top,
      width: plotWidth,
      height: plotHeight,
    })),
  };
}
