import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK, PAPER } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { type Html, html } from "./markup.js";
import { COLOURS } from "./palette.js";
import { type Sign, signLegend } from "./sign-legend.js";

export interface DrawnBranchPoint {
  readonly parameter: number;
  readonly value: number;
  /** Absent where it is not known. */
  readonly stable?: boolean;
}

export interface BranchChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Another branch, drawn as a line. */
  readonly known?: { readonly label: string; readonly points: readonly DrawnBranchPoint[] };
  readonly caption: readonly (string | undefined)[];
}

const WIDTH = 640;
const HEIGHT = 360;
const MARGINS = { marginLeft: 64, marginRight: 16, marginTop: 24, marginBottom: 44 };

/** Points along a branch of steady states in their order, over the parameter; filled where stable, open where not. */
export function branchChart(points: readonly DrawnBranchPoint[], options: BranchChartOptions): Html {
  const colour = COLOURS[0]!;
  const ticks = {
    ticks: 6,
    tickSize: 0,
    tickFormat: (value: number) => formatNumber(value),
    labelArrow: "none",
  };
  const picture = drawPlot(
    {
      width: WIDTH,
      height: HEIGHT,
      ...MARGINS,
      x: { ...ticks, label: options.xLabel, labelAnchor: "center" } as Plot.ScaleOptions,
      y: { ...ticks, label: options.yLabel } as Plot.ScaleOptions,
      marks: [
        Plot.gridX({ ticks: 6, stroke: FAINT, strokeOpacity: 1 }),
        Plot.gridY({ ticks: 6, stroke: FAINT, strokeOpacity: 1 }),
        Plot.line([...(options.known?.points ?? [])], {
          x: "parameter",
          y: "value",
          stroke: INK,
          strokeWidth: 1.2,
        }),
        Plot.line([...points], { x: "parameter", y: "value", stroke: colour, strokeWidth: 1.4 }),
        Plot.dot([...points], {
          x: "parameter",
          y: "value",
          r: 3.5,
          fill: ({ stable }: DrawnBranchPoint) => (stable === false ? PAPER : colour),
          stroke: colour,
          strokeWidth: 1.4,
          title: ({ parameter, value }: DrawnBranchPoint) =>
            `${options.xLabel} ${formatNumber(parameter)}: ${formatNumber(value)}`,
        }),
      ],
      color: { type: "identity" },
    },
    `${options.title}: ${points.map(({ parameter, value }) => `${formatNumber(parameter)} ${formatNumber(value)}`).join(", ")}`,
  );
  return figure({
    title: options.title,
    body: html`${picture}${signLegend(signsOf(points, options, colour))}`,
    caption: options.caption,
  });
}

function signsOf(
  points: readonly DrawnBranchPoint[],
  { known }: BranchChartOptions,
  colour: string,
): readonly Sign[] {
  const isJudged = points.some(({ stable }) => stable !== undefined);
  return [
    ...(isJudged
      ? ([
          { label: "found, stable", colour, dot: "alone" },
          { label: "found, not stable", colour, dot: "open" },
        ] as const)
      : ([{ label: "found", colour, dot: "alone" }] as const)),
    ...(known ? [{ label: known.label, colour: INK }] : []),
  ];
}
