import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { type Html, html } from "./markup.js";
import { COLOURS } from "./palette.js";
import { signLegend } from "./sign-legend.js";

/** A relative difference over one time. */
export interface StepSizeMark {
  readonly h: number;
  readonly difference: number;
  /** Of the difference; null: unknown. */
  readonly standardError: number | null;
  /** The difference by the speed; null: nothing moves. */
  readonly relative: number | null;
}

export interface StepSizeChartOptions {
  readonly title: string;
  readonly best: number;
  /** A time that is marked by a dashed line. */
  readonly window: number;
  readonly caption: readonly string[];
}

const WIDTH = 760;
const HEIGHT = 300;
const MARGINS = { marginLeft: 64, marginRight: 20, marginTop: 24, marginBottom: 42 };
const COLOUR = COLOURS[0]!;
/** A bar down to 0 has no end on a logarithmic axis. */
const MOST_SHARE = 0.9;
/** Of logarithms that are the same but for rounding. */
const CLOSE = 1e-9;

/**
 * Relative differences over times that double, both axes logarithmic.
 *
 * @returns undefined if nothing is above 0.
 */
export function stepSizeChart(
  points: readonly StepSizeMark[],
  { title, best, window, caption }: StepSizeChartOptions,
): Html | undefined {
  const marks = points.flatMap(({ h, difference, standardError, relative }) => {
    if (relative === null || !(relative > 0)) return [];
    const share = Math.min(MOST_SHARE, (standardError ?? 0) / difference);
    const y = Math.log10(relative);
    const bar = { low: y + Math.log10(1 - share), high: y + Math.log10(1 + share) };
    return [{ h, relative, x: Math.log2(h), y, ...bar, isBest: h === best }];
  });
  if (marks.length === 0) return undefined;
  const times = points.map(({ h }) => Math.log2(h));
  const heights = marks.flatMap(({ low, high }) => [low, high]);
  const ticks = roundNumbers(Math.min(...heights), Math.max(...heights));
  const picture = drawPlot(
    {
      width: WIDTH,
      height: HEIGHT,
      ...MARGINS,
      // powers are taken here: an axis that takes them leaves out names of ticks
      x: {
        domain: [times[0]! - 0.3, Math.max(times.at(-1)!, Math.log2(window)) + 0.3],
        ticks: times,
        tickSize: 3,
        tickFormat: (value: number) => formatNumber(2 ** value, 3),
        label: "h (in units of the system)",
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        domain: [Math.min(...heights, ...ticks), Math.max(...heights, ...ticks)],
        ticks,
        tickSize: 0,
        tickFormat: (value: number) => formatNumber(10 ** value, 3),
        label: "|v^h − v^2h| / |v^2h|",
        labelArrow: "none",
      },
      marks: [
        Plot.gridY(ticks, { stroke: FAINT, strokeOpacity: 1 }),
        Plot.ruleX([Math.log2(window)], { stroke: INK, strokeDasharray: "5 4" }),
        Plot.ruleX(marks, { x: "x", y1: "low", y2: "high", stroke: COLOUR, strokeWidth: 1.2 }),
        Plot.line(marks, { x: "x", y: "y", stroke: COLOUR, strokeWidth: 1.6 }),
        Plot.dot(marks, {
          x: "x",
          y: "y",
          r: ({ isBest }: { isBest: boolean }) => (isBest ? 6 : 3),
          fill: COLOUR,
        }),
      ],
      r: { type: "identity" },
    },
    `${title}: ${marks.map(({ h, relative }) => `${formatNumber(h, 3)} ${formatNumber(relative, 2)}`).join(", ")}`,
  );
  const signs = signLegend([
    { label: "ratio, with its standard error", colour: COLOUR },
    { label: "the least", colour: COLOUR, dot: "large" },
    {
      label: `kh = ${formatNumber(window)}, the longest difference of the window`,
      colour: INK,
      dashed: true,
    },
  ]);
  return figure({ title, body: html`${picture}${signs}`, caption });
}

/** Logarithms of 1, 2 and 5 times powers of ten, from the last one below to the first one above. */
function roundNumbers(low: number, high: number): number[] {
  const first = Math.floor(low);
  const all = Array.from({ length: 3 * (Math.ceil(high) - first + 1) }, (_, n) =>
    Math.log10([1, 2, 5][n % 3]! * Number(`1e${first + Math.floor(n / 3)}`)),
  );
  const from = all.findLastIndex((value) => value <= low + CLOSE);
  const to = all.findIndex((value) => value >= high - CLOSE);
  return all.slice(Math.max(0, from), to + 1);
}
