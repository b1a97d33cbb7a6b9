import * as Plot from "@observablehq/plot";
import { drawPlot } from "./draw.js";
import { formatCount } from "./format.js";
import { type Html, html, shorten } from "./markup.js";
import type { GroupStyle } from "./palette.js";

/** Side of the little picture in front of a name, pixels. */
const SWATCH = 14;
/** Longest name in a legend, in characters. */
const NAME_LENGTH = 40;

/** List of the groups with colour, shape and number of items; it wraps on narrow screens. */
export function legend(styles: readonly GroupStyle[]): Html {
  const entries = styles.map(
    (style) =>
      html`<li title="${style.label}"><i aria-hidden="true">${swatch(style)}</i>${shorten(style.label, NAME_LENGTH)} <span>${formatCount(style.count)}</span></li>`,
  );
  return html`<ul class="legend">${entries}</ul>`;
}

function swatch({ label, colour, symbol }: GroupStyle): Html {
  return drawPlot(
    {
      width: SWATCH,
      height: SWATCH,
      margin: 0,
      axis: null,
      marks: [Plot.dot([0], { frameAnchor: "middle", x: null, y: null, r: 5, fill: colour, symbol })],
    },
    `sign of ${label}`,
  );
}
