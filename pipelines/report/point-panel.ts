import type * as Plot from "@observablehq/plot";
import type { Frame } from "./frame.js";
import type { View } from "./measure-views.js";

const MARGINS = { marginLeft: 20, marginRight: 4, marginTop: 4, marginBottom: 20 };

/** Axes that have a name, and neither ticks nor an arrow. */
export const BARE = { ticks: [], labelArrow: "none" } as const;

/** A panel that shows a view of points within a frame: its size and axes; colours are given as such. */
export function pointPanel(frame: Frame, view: View): Plot.PlotOptions {
  return {
    width: frame.width + MARGINS.marginLeft + MARGINS.marginRight,
    height: frame.height + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain: frame.x, ...BARE, label: view.xLabel, labelAnchor: "center", labelOffset: 16 },
    y: { domain: frame.y, ...BARE, label: view.yLabel, labelAnchor: "center", labelOffset: 14 },
    color: { type: "identity" },
  };
}
