import * as Plot from "@observablehq/plot";
import { axisLabel, type ItemKind, type Measure } from "../../src/index.js";
import { drawPlot, FAINT } from "./draw.js";
import { figure } from "./figure.js";
import { formatCount, formatNumber } from "./format.js";
import { equalFrame, extent } from "./frame.js";
import { linePicture } from "./line-chart.js";
import { type Html, html } from "./markup.js";
import { type View, viewsOf } from "./measure-views.js";
import { COLOURS } from "./palette.js";
import { pointPanel } from "./point-panel.js";
import { sampleIndices } from "./sample.js";
import { changeColour, GAIN_NAME, LOSS_NAME, largestOf } from "./signed-colour.js";

export interface PointValueOptions {
  readonly title: string;
  /** What the values are, as in "importance". */
  readonly what: string;
  readonly item: ItemKind;
  readonly caption: readonly (string | undefined)[];
  readonly seed?: number;
}

const WIDTH = 330;
const LINE = { width: 640, height: 220 } as const;
const ASPECT = [0.6, 1.4] as const;
/** Pixels: radius of the point of largest value, and the least. */
const RADII = [2, 9] as const;
const MAX_DOTS = 2000;

/**
 * One number per point: area and colour of its dot, red above 0 and blue below; on a line a curve over it.
 *
 * @throws ShapeError if a number is not finite.
 */
export function pointValueChart(at: Measure, values: Float64Array, options: PointValueOptions): Html {
  const { title, caption, what, item, seed = 0 } = options;
  const largest = largestOf(values);
  const drawn = sampleIndices(values.length, MAX_DOTS, seed);
  const { views, note = "" } = at.dim === 1 ? { views: [] } : viewsOf([at]);
  const body =
    at.dim === 1
      ? lineOf(at, values, title, item)
      : html`<div class="panels">${views.map((view) => dotsOf(view, at, values, drawn, largest, title))}</div>`;
  return figure({
    title,
    body,
    caption: [
      at.dim === 1
        ? `Height: ${what}.`
        : `Area and strength of colour: ${what}, ${GAIN_NAME} above 0, ${LOSS_NAME} below; the largest is ${formatNumber(largest, 3)}.`,
      at.dim === 3 ? "Two views." : note, // there is no depth by colour here
      drawn.length < values.length && at.dim > 1
        ? `Drawn: ${formatCount(drawn.length)} of ${formatCount(values.length)} points, chosen with seed ${seed}.`
        : "",
      ...caption,
    ],
  });
}

function lineOf({ points }: Measure, values: Float64Array, title: string, item: ItemKind): Html {
  const order = Array.from(values.keys()).sort((a, b) => points[a]! - points[b]!);
  return linePicture(
    [{ label: title, colour: COLOURS[2]!, values: order.map((i) => values[i]!) }],
    order.map((i) => points[i]!),
    { title, ...LINE, yLabel: "", xLabel: item.kind === "spectrum" ? axisLabel(item) : "coordinate" },
  );
}

function dotsOf(
  view: View,
  at: Measure,
  values: Float64Array,
  drawn: Int32Array,
  largest: number,
  title: string,
): Html {
  const { x, y } = view.project(at);
  const frame = equalFrame(extent(x, "coordinate"), extent(y, "coordinate"), WIDTH, ASPECT);
  const share = (i: number) => (largest > 0 ? values[i]! / largest : 0);
  const dots = Array.from(drawn, (i) => ({
    x: x[i]!,
    y: y[i]!,
    r: Math.max(RADII[0], RADII[1] * Math.sqrt(Math.abs(share(i)))),
    fill: changeColour(share(i)),
    title: `point ${i}: ${formatNumber(values[i]!, 3)}`,
  })).sort((a, b) => b.r - a.r);
  return drawPlot(
    {
      ...pointPanel(frame, view),
      r: { type: "identity" },
      marks: [
        Plot.frame({ stroke: FAINT }),
        Plot.dot(dots, {
          x: "x",
          y: "y",
          r: "r",
          fill: "fill",
          stroke: "#717581",
          strokeWidth: 0.5,
          title: "title",
          sort: null,
        }),
      ],
    },
    `${title}: dots at ${formatCount(drawn.length)} points`,
  );
}
