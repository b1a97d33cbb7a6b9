import { figure } from "../report/figure.js";
import { formatCount } from "../report/format.js";
import { type Html, html, trusted } from "../report/markup.js";
import { type CloudFrame, type FrameOptions, packFrames } from "./pack-frames.js";

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
export function cloudAnimation(frames: readonly CloudFrame[], options: AnimationOptions): Html {
  const { frames: packed, most, shown } = packFrames(frames, options);
  const data = JSON.stringify(packed).replace(/</g, "\\u003c");
  return figure({
    title: options.title,
    body: html`<div class="cloud"><div class="cloud-stage" hidden><canvas></canvas><div class="cloud-controls"><button type="button">Play</button><input type="range" min="0" max="${packed.counts.length - 1}" step="any" value="0" aria-label="time"><output></output></div></div><div class="cloud-stills">${options.stills}</div><script type="application/json">${trusted(data)}</script></div>`,
    caption: [
      "Area of a particle: in proportion to its mass.",
      frames.some(({ measure }) => measure.dim > 2) ? "Drag to turn." : undefined,
      shown < most
        ? `${formatCount(shown)} of up to ${formatCount(most)} particles are shown, chosen with seed ${options.seed}.`
        : undefined,
      options.note,
    ],
  });
}

/** Style of such figures. */
export const CLOUD_STYLE = `
.cloud { max-width: 44rem; }
.cloud canvas { display: block; width: 100%; height: min(30rem, 75vw); border: 1px solid var(--line); border-radius: 4px;
  touch-action: pan-y; cursor: grab; }
.cloud-controls { display: flex; align-items: center; gap: 0.8rem; margin-top: 0.5rem; }
.cloud-controls input { flex: 1; min-width: 4rem; accent-color: #2f6fb0; }
.cloud-controls button { font: inherit; min-width: 4.5rem; padding: 0.2rem 0.6rem; }
.cloud-controls output { min-width: 5rem; font-variant-numeric: tabular-nums; color: var(--soft); }
`;
