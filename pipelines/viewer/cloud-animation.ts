import { figure } from "../report/figure.js";
import { formatCount } from "../report/format.js";
import { type Html, html, trusted } from "../report/markup.js";
import type { PanelFrames } from "./cloud-panels.js";
import { type FrameOptions, packFrames } from "./pack-frames.js";

export interface AnimationOptions extends FrameOptions {
  readonly title: string;
  readonly note?: string;
  /** What is seen without the viewer: pictures of some frames. */
  readonly stills: Html;
}

/** Can clouds of this dimension be played? On a line and beyond space there are still pictures. */
export function isPlayable(dim: number): boolean {
  return dim === 2 || dim === 3;
}

/**
 * A figure that plays frames of point clouds in the plane or in space, with a slider. It comes alive on a page that has the
 * script of `viewerScript`; without it, or without WebGL, it shows the stills.
 */
export function cloudAnimation(frames: PanelFrames, options: AnimationOptions): Html {
  const { frames: packed, most, shown } = packFrames(frames, options);
  const data = JSON.stringify(packed).replace(/</g, "\\u003c");
  return figure({
    title: options.title,
    body: html`<div class="cloud"><div class="cloud-stage" hidden><div class="cloud-view"><canvas></canvas><svg aria-hidden="true"><g></g><g></g></svg><output></output></div><div class="cloud-controls"><button type="button">Play</button><input type="range" min="0" max="${packed.titles.length - 1}" step="any" value="0" aria-label="time"></div></div><div class="cloud-stills">${options.stills}</div><script type="application/json">${trusted(data)}</script></div>`,
    caption: [
      "Area of a particle: in proportion to its mass.",
      !packed.flat ? "Drag to turn." : undefined,
      shown < most
        ? `${formatCount(shown)} of up to ${formatCount(most)} particles are shown${frames.panels.length > 1 ? " in a panel" : ""}, chosen with seed ${options.seed}.`
        : undefined,
      options.note,
    ],
  });
}

/** Style of such figures. */
export const CLOUD_STYLE = `
.cloud { max-width: 44rem; }
.cloud-view { position: relative; }
.cloud-view canvas { display: block; width: 100%; touch-action: pan-y; }
.cloud-view svg { position: absolute; inset: 0; width: 100%; height: 100%; min-width: 0; max-width: none; pointer-events: none; }
.cloud-view output { position: absolute; top: 0; left: 0; font-weight: 600; font-variant-numeric: tabular-nums; pointer-events: none; }
.cloud-controls { display: flex; align-items: center; gap: 0.8rem; margin-top: 0.5rem; }
.cloud-controls input { flex: 1; min-width: 4rem; accent-color: #2f6fb0; }
.cloud-controls button { font: inherit; min-width: 4.5rem; padding: 0.2rem 0.6rem; }
`;
