import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK, PAPER } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { equalFrame, extent, padded } from "./frame.js";
import { type Html, html } from "./markup.js";
import { signLegend } from "./sign-legend.js";

/** A curve through points in their order. */
export interface Curve {
  readonly label: string;
  readonly colour: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Points that are marked with a dot; default: none. */
  readonly marked?: readonly boolean[];
  /** Names of points, written beside them; empty: none. */
  readonly names?: readonly string[];
  readonly dashed?: boolean;
}

export interface CurveChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly caption: readonly (string | undefined)[];
  /** The same scale on both axes. */
  readonly equalScales?: boolean;
  /** The axis upwards begins at 0. */
  readonly fromZero?: boolean;
}

const WIDTH = 760;
const HEIGHT = 330;
const ASPECT = [0.45, 0.8] as const;
const MARGINS = { marginLeft: 64, marginRight: 14, marginTop: 26, marginBottom: 42 };

/**
 * Curves over axes of their own, as they are: not smoothed.
 *
 * @throws ShapeError if there is no point or a coordinate is not finite.
 */
export function curveChart(curves: readonly Curve[], options: CurveChartOptions): Html {
  const picture = drawPlot(
    {
      ...scales(curves, options),
      ...MARGINS,
      marks: [
        Plot.gridX({ ticks: 6, stroke: FAINT, strokeOpacity: 1 }),
        Plot.gridY({ ticks: 5, stroke: FAINT, strokeOpacity: 1 }),
        ...curves.flatMap(curveMarks),
        ...curves.map(nameMarks),
      ],
    },
    `${options.title}: ${curves.map(({ label }) => label).join(", ")}`,
  );
  return figure({
    title: options.title,
    body: html`${picture}${signLegend(curves.map(({ label, colour, dashed = false }) => ({ label, colour, dashed })))}`,
    caption: options.caption,
  });
}

function scales(curves: readonly Curve[], options: CurveChartOptions): Plot.PlotOptions {
  const ranges = {
    x: extent(
      curves.flatMap(({ x }) => x),
      "x coordinate",
    ),
    y: extent(
      curves.flatMap(({ y }) => y),
      "y coordinate",
    ),
  };
  const axis = {
    tickSize: 0,
    tickPadding: 6,
    tickFormat: (value: number) => formatNumber(value),
    labelArrow: "none",
  };
  const x = { ...axis, ticks: 6, label: options.xLabel, labelAnchor: "center" } as const;
  const y = { ...axis, ticks: 5, label: options.yLabel } as const;
  const inner = WIDTH - MARGINS.marginLeft - MARGINS.marginRight;
  if (options.equalScales) {
    const frame = equalFrame(ranges.x, ranges.y, inner, ASPECT);
    const height = frame.height + MARGINS.marginTop + MARGINS.marginBottom;
    return {
      width: WIDTH,
      height,
      x: { ...x, domain: [...frame.x] },
      y: { ...y, domain: [...frame.y] },
    } as Plot.PlotOptions;
  }
  const [low, high] = padded(ranges.y);
  return {
    width: WIDTH,
    height: HEIGHT,
    x: { ...x, domain: [...padded(ranges.x)] },
    y: { ...y, domain: [options.fromZero ? 0 : low, high] },
  } as Plot.PlotOptions;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

function placesOf({ x, y, names }: Curve): Place[] {
  return x.map((value, p) => ({ x: value, y: y[p]!, name: names?.[p] ?? "" }));
}

function curveMarks(curve: Curve): Plot.Markish[] {
  const places = placesOf(curve);
  const marked = places.filter((_, p) => curve.marked?.[p]);
  return [
    Plot.line(places, {
      x: "x",
      y: "y",
      stroke: curve.colour,
      strokeWidth: 1.6,
      strokeLinejoin: "round",
      ...(curve.dashed && { strokeDasharray: "5 4" }),
    }),
    Plot.dot(marked, { x: "x", y: "y", r: 3.2, fill: curve.colour, stroke: PAPER, strokeWidth: 0.75 }),
  ];
}

function nameMarks(curve: Curve): Plot.Markish {
  return Plot.text(
    placesOf(curve).filter(({ name }) => name !== ""),
    {
      x: "x",
      y: "y",
      text: "name",
      dy: -9,
      fill: INK,
      stroke: PAPER,
      strokeWidth: 3,
      fontSize: 11,
    },
  );
}
