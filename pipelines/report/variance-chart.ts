import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatPercent } from "./format.js";
import type { Html } from "./markup.js";
import { COLOURS } from "./palette.js";

const BAR = 46;
const HEIGHT = 240;
const MARGINS = { marginLeft: 56, marginRight: 12, marginTop: 20, marginBottom: 40 };

/** Shares of the variance of successive components as bars, and their sums as a line. */
export function varianceChart(explained: readonly number[], caption: readonly (string | undefined)[]): Html {
  let sum = 0;
  const bars = explained.map((share, k) => {
    sum += share;
    return { name: String(k + 1), share, sum };
  });
  const picture = drawPlot(
    {
      width: Math.max(240, BAR * bars.length + 80),
      height: HEIGHT,
      ...MARGINS,
      x: {
        type: "band",
        domain: bars.map(({ name }) => name),
        label: "mode",
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 0,
      },
      y: {
        domain: [0, 1],
        ticks: 5,
        tickSize: 0,
        tickFormat: formatPercent,
        label: "share of the variance",
        labelArrow: "none",
      },
      marks: [
        Plot.gridY({ ticks: 5, stroke: FAINT, strokeOpacity: 1 }),
        Plot.barY(bars, { x: "name", y: "share", fill: COLOURS[0]! }),
        Plot.lineY(bars, { x: "name", y: "sum", stroke: INK, strokeWidth: 1.2 }),
        Plot.dot(bars, { x: "name", y: "sum", r: 3, fill: INK }),
      ],
    },
    `Explained variance of ${bars.length} modes: ${explained.map(formatPercent).join(", ")}`,
  );
  return figure({
    title: "Explained variance",
    body: picture,
    caption: ["Bars: each mode; line: with the ones before.", ...caption],
  });
}
