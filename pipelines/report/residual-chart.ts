import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { type Html, html } from "./markup.js";
import { COLOURS } from "./palette.js";
import { type Sign, signLegend } from "./sign-legend.js";

/** Residuals of one solve, iteration after iteration. */
export interface ResidualCurve {
  readonly label: string;
  readonly residuals: readonly number[];
  /** The iterate that was kept. */
  readonly best?: number | undefined;
}

export interface ResidualChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Size of a residual that is noise alone; drawn as a dashed line. */
  readonly floor?: number | undefined;
  readonly caption: readonly (string | undefined)[];
}

const WIDTH = 760;
const HEIGHT = 300;
const MARGINS = { marginLeft: 72, marginRight: 130, marginTop: 24, marginBottom: 40 };

/**
 * Residuals over iterations, on a logarithmic axis; what is not above 0 has no place there and is left out.
 *
 * @returns undefined if nothing is left.
 */
export function residualChart(
  curves: readonly ResidualCurve[],
  options: ResidualChartOptions,
): Html | undefined {
  const points = curves.flatMap(({ label, residuals, best }, c) =>
    residuals.flatMap((residual, iteration) =>
      residual > 0 && residual < Infinity
        ? [{ label, iteration, residual, isBest: iteration === best, colour: COLOURS[c % COLOURS.length]! }]
        : [],
    ),
  );
  if (points.length === 0) return undefined;
  const powers = powersOfTen(points.map(({ residual }) => residual));
  const last = Math.max(...points.map(({ iteration }) => iteration));
  const floor = options.floor !== undefined && options.floor > 0 ? [options.floor] : [];
  const picture = drawPlot(
    {
      width: WIDTH,
      height: HEIGHT,
      ...MARGINS,
      x: {
        label: options.xLabel,
        labelAnchor: "center",
        labelArrow: "none",
        ticks: Math.min(8, last),
        tickSize: 3,
      },
      y: {
        type: "log",
        label: options.yLabel,
        labelArrow: "none",
        ticks: powers,
        tickSize: 0,
        tickFormat: (value: number) => formatNumber(value, 1),
      },
      marks: [
        Plot.gridY(powers, { stroke: FAINT, strokeOpacity: 1 }),
        Plot.ruleY(floor, { stroke: INK, strokeDasharray: "5 4", strokeWidth: 1 }),
        Plot.line(points, { x: "iteration", y: "residual", z: "label", stroke: "colour", strokeWidth: 1.6 }),
        Plot.dot(points, {
          x: "iteration",
          y: "residual",
          r: ({ isBest }: { isBest: boolean }) => (isBest ? 6 : 3),
          fill: "colour",
          title: ({ label, iteration, residual }: (typeof points)[number]) =>
            `${label}, ${options.xLabel} ${iteration}: ${formatNumber(residual)}`,
        }),
        Plot.text(endsOf(points), {
          x: "iteration",
          y: "residual",
          text: "label",
          dx: 10,
          textAnchor: "start",
          fill: "colour",
          fontWeight: 600,
        }),
      ],
      r: { type: "identity" },
      color: { type: "identity" },
    },
    `${options.title}: ${curves.map(({ label, residuals }) => `${label} ${residuals.map((r) => formatNumber(r, 2)).join(", ")}`).join("; ")}`,
  );
  return figure({
    title: options.title,
    body: html`${picture}${signLegend(signsOf(curves, floor[0]))}`,
    caption: options.caption,
  });
}

function signsOf(curves: readonly ResidualCurve[], floor: number | undefined): Sign[] {
  const colour = (c: number): string => COLOURS[c % COLOURS.length]!;
  return [
    ...curves.map(({ label }, c): Sign => ({ label, colour: colour(c) })),
    ...curves.flatMap(({ best }, c): Sign[] =>
      best === undefined
        ? []
        : [
            {
              label: curves.length === 1 ? "the iterate that is kept" : `kept of ${curves[c]!.label}`,
              colour: colour(c),
              dot: "large",
            },
          ],
    ),
    ...(floor === undefined
      ? []
      : [{ label: `noise of one evaluation: ${formatNumber(floor)}`, colour: INK, dashed: true }]),
  ];
}

/** Those within the range of the values, and one beyond each end of it where there would be fewer than two. */
function powersOfTen(values: readonly number[]): number[] {
  const first = Math.ceil(Math.log10(Math.min(...values)));
  const last = Math.floor(Math.log10(Math.max(...values)));
  const [from, to] = last - first < 1 ? [first - 1, last + 1] : [first, last];
  return Array.from({ length: to - from + 1 }, (_, p) => Number(`1e${from + p}`));
}

/** The last point of each curve, where its name stands; one curve alone needs none. */
function endsOf<Point extends { readonly label: string }>(points: readonly Point[]): Point[] {
  const last = new Map(points.map((point) => [point.label, point]));
  return last.size > 1 ? [...last.values()] : [];
}
