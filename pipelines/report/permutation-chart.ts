import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatItems, formatNumber } from "./format.js";
import { extent, padded } from "./frame.js";
import type { Html } from "./markup.js";

export interface PermutationChartOptions {
  readonly title: string;
  /** The statistic of the labels as they are, and its name on the axis. */
  readonly observed: number;
  readonly xLabel: string;
  /** Were all permutations tried, or were they drawn? */
  readonly exhaustive: boolean;
}

const WIDTH = 640;
const HEIGHT = 260;
const MARGINS = { marginLeft: 64, marginRight: 16, marginTop: 28, marginBottom: 44 };
const BARS = "#94a4a2";
const OBSERVED = "#bd1f01";
const INTERVALS = 50;

/**
 * How often permutations gave which statistic (bars), and that of the labels as they are (line).
 *
 * @throws ShapeError if there is no permutation or a number is not finite.
 */
export function permutationChart(permuted: Float64Array, options: PermutationChartOptions): Html {
  const { title, observed, exhaustive, xLabel } = options;
  const ends = extent([...extent(permuted, "permuted statistic"), observed], "statistic");
  const domain = padded(ends);
  const width = (domain[1] - domain[0]) / INTERVALS;
  const counts = new Int32Array(INTERVALS);
  for (const value of permuted) {
    counts[Math.min(INTERVALS - 1, Math.floor((value - domain[0]) / width))]!++;
  }
  const bars = Array.from(counts, (count, q) => ({
    from: domain[0] + q * width,
    to: domain[0] + (q + 1) * width,
    count,
  }));
  const tried = `${exhaustive ? "All" : "Random"} permutations of the labels: ${formatItems(permuted.length, "permutation")}`;
  const summary = `${tried} (bars); the labels as they are: ${formatNumber(observed)} (line).`;
  return figure({
    title,
    body: drawPlot(
      {
        width: WIDTH,
        height: HEIGHT,
        ...MARGINS,
        x: {
          domain,
          label: xLabel,
          labelAnchor: "center",
          labelArrow: "none",
          ticks: 6,
          tickSize: 0,
          tickPadding: 6,
          tickFormat: (value: number) => formatNumber(value),
        },
        y: { label: "permutations", labelArrow: "none", ticks: 4, tickSize: 0, tickPadding: 6 },
        marks: [
          Plot.gridY({ ticks: 4, stroke: FAINT, strokeOpacity: 1 }),
          Plot.rectY(
            bars.filter((bar) => bar.count > 0),
            { x1: "from", x2: "to", y: "count", fill: BARS, inset: 0.5 },
          ),
          Plot.ruleY([0], { stroke: INK, strokeOpacity: 0.6 }),
          Plot.ruleX([observed], { stroke: OBSERVED, strokeWidth: 2 }),
        ],
      },
      `${title}. ${summary}`,
    ),
    caption: [summary],
  });
}
