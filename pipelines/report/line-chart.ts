import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { extent } from "./frame.js";
import { type Html, html } from "./markup.js";
import { signLegend } from "./sign-legend.js";

/** A function of the common axis. */
export interface Line {
  readonly label: string;
  readonly colour: string;
  readonly values: ArrayLike<number>;
  readonly dashed?: boolean;
}

export interface LineChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly caption: readonly (string | undefined)[];
  /** Below the picture; default: the names of the lines, if there are several. */
  readonly legend?: Html;
}

const WIDTH = 760;
const HEIGHT = 300;

/**
 * Lines over one axis, as they are: not smoothed, not scaled.
 *
 * @throws ShapeError if there is no line or a value is not finite.
 */
export function lineChart(
  lines: readonly Line[],
  positions: ArrayLike<number>,
  options: LineChartOptions,
): Html {
  const picture = linePicture(lines, positions, { ...options, width: WIDTH, height: HEIGHT });
  return figure({
    title: options.title,
    body: html`${picture}${options.legend ?? legendOf(lines)}`,
    caption: options.caption,
  });
}

function legendOf(lines: readonly Line[]): Html {
  return lines.length < 2
    ? html``
    : signLegend(lines.map(({ label, colour, dashed = false }) => ({ label, colour, dashed })));
}

export interface LinePictureOptions {
  readonly title: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Largest value of the axis; default: that of the lines. */
  readonly top?: number;
}

/** The picture alone. */
export function linePicture(
  lines: readonly Line[],
  positions: ArrayLike<number>,
  options: LinePictureOptions,
): Html {
  const all = lines.flatMap(({ values }) => Array.from(values));
  const [low, high] = extent(all, "value");
  const bare = options.yLabel === undefined;
  return drawPlot(
    {
      width: options.width,
      height: options.height,
      marginLeft: bare ? 8 : 64,
      marginRight: 12,
      marginTop: bare ? 6 : 24,
      marginBottom: options.xLabel === undefined ? 20 : 40,
      x: {
        domain: extent(positions, "position") as [number, number],
        ticks: bare ? 3 : 6,
        tickSize: 3,
        tickFormat: (value: number) => formatNumber(value),
        label: options.xLabel ?? null,
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        domain: [Math.min(0, low), options.top ?? high],
        ...(bare ? { axis: null } : {}),
        ticks: 5,
        tickSize: 0,
        tickFormat: (value: number) => formatNumber(value),
        label: options.yLabel ?? null,
        labelArrow: "none",
      },
      marks: [
        bare ? Plot.ruleY([0], { stroke: FAINT }) : Plot.gridY({ ticks: 5, stroke: FAINT, strokeOpacity: 1 }),
        ...lines.map(({ values, colour, dashed }) =>
          Plot.line(
            Array.from(values, (y, p) => ({ x: positions[p]!, y })),
            { x: "x", y: "y", stroke: colour, strokeWidth: 1.6, ...(dashed && { strokeDasharray: "5 4" }) },
          ),
        ),
      ],
    },
    `${options.title}: ${lines.map(({ label }) => label).join(", ")}`,
  );
}
