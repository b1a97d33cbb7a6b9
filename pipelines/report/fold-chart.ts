import * as Plot from "@observablehq/plot";
import { ShapeError } from "../../src/index.js";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatItems, formatPercent } from "./format.js";
import { extent } from "./frame.js";
import { drawable, type Html } from "./markup.js";

/** Accuracy on the part that one fold held out. */
export interface FoldScore {
  readonly name: string;
  readonly accuracy: number;
}

export interface FoldOptions {
  readonly title: string;
  /** On what the accuracies were measured, as a sentence. */
  readonly measuredOn: string;
  readonly accuracy: number;
  /** Of the accuracy, as a share. */
  readonly standardError: number;
  /** Accuracy of always naming the largest class. */
  readonly majorityRate?: number;
}

const WIDTH = 640;
const ROW = 34;
const MARGINS = { marginLeft: 76, marginRight: 64, marginTop: 16, marginBottom: 48 };
const DOTS = "#3f90da";
/** The axis starts at the largest of these shares that is below every fold. */
const AXIS_STARTS = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.25, 0];
/** More folds than this (leave-one-out) are counted instead of having a row each. */
const MAX_FOLDS = 50;
/** Height of the picture of counted folds, and the number of equal intervals that they are counted in. */
const COUNTS_HEIGHT = 260;
const INTERVALS = 20;

/**
 * Accuracy of each fold (dots), their overall accuracy with one standard error to each side (line and band),
 * and the rate of the largest class (dashed, if it is near), below which a model has learned nothing. Over 50
 * folds are counted in intervals of accuracy (bars).
 *
 * @throws ShapeError if there is no fold, or an accuracy is outside 0 .. 1.
 */
export function foldChart(folds: readonly FoldScore[], options: FoldOptions): Html {
  requireFolds(folds, options);
  const { title, measuredOn, accuracy, standardError } = options;
  const counted = folds.length > MAX_FOLDS;
  const summary = `Accuracy ${formatPercent(accuracy)}, standard error ${formatPercent(standardError)}, over ${formatItems(folds.length, "fold")}.`;
  return figure({
    title,
    body: drawPlot(
      counted ? countedFolds(folds, options) : specification(folds, options),
      `${title}. ${summary}`,
    ),
    caption: [
      measuredOn,
      summary,
      accuracy === 1 ? "No error was seen, which does not say that there is none." : undefined,
      counted
        ? "Bars: number of folds by accuracy; line and band: the accuracy, plus and minus one standard error."
        : "Dots: folds; line and band: the accuracy, plus and minus one standard error.",
      baselineSentence(folds, options),
    ],
  });
}

function baselineSentence(folds: readonly FoldScore[], options: FoldOptions): string | undefined {
  const { majorityRate } = options;
  if (majorityRate === undefined) return undefined;
  const place = majorityRate < axisStart(folds, options) ? "left of the axis" : "dashed";
  return `Always naming the largest class: ${formatPercent(majorityRate)} (${place}).`;
}

/** Only the folds decide: a baseline far below them would squeeze them into one spot. */
function axisStart(folds: readonly FoldScore[], { accuracy, standardError }: FoldOptions): number {
  if (folds.length > MAX_FOLDS) return 0;
  const lowest = Math.min(accuracy - standardError, ...folds.map((fold) => fold.accuracy));
  return AXIS_STARTS.find((start) => start < lowest) ?? 0;
}

function requireFolds(
  folds: readonly FoldScore[],
  { accuracy, standardError, majorityRate }: FoldOptions,
): void {
  extent(
    folds.map((fold) => fold.accuracy),
    "accuracy",
  );
  const shares = [...folds.map((fold) => fold.accuracy), accuracy, standardError, majorityRate ?? 0];
  const wrong = shares.find((share) => !(share >= 0 && share <= 1));
  if (wrong !== undefined) {
    throw new ShapeError(`${wrong} is not a share; accuracies are numbers from 0 to 1`, { found: wrong });
  }
}

function specification(folds: readonly FoldScore[], options: FoldOptions): Plot.PlotOptions {
  const start = axisStart(folds, options);
  return {
    width: WIDTH,
    height: folds.length * ROW + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain: [start, 1], ...X_AXIS },
    y: { type: "band", domain: folds.map((_, f) => f), label: null, ...Y_AXIS(folds) },
    marks: [
      ...overall(options, start),
      Plot.dot(folds, { x: "accuracy", y: (_, f: number) => f, r: 5, fill: DOTS }),
      Plot.text(folds, {
        x: 1,
        y: (_, f: number) => f,
        text: (fold: FoldScore) => formatPercent(fold.accuracy),
        textAnchor: "start",
        dx: 10,
        fill: INK,
      }),
    ],
  };
}

/** What all folds together say: grid, band, line and baseline. */
function overall({ accuracy, standardError, majorityRate }: FoldOptions, start: number): Plot.Markish[] {
  const low = Math.max(start, accuracy - standardError);
  const high = Math.min(1, accuracy + standardError);
  return [
    Plot.gridX({ ticks: X_AXIS.ticks, stroke: FAINT, strokeOpacity: 1 }),
    Plot.rectX([0], { x1: low, x2: high, fill: DOTS, fillOpacity: 0.18 }),
    Plot.ruleX([accuracy], { stroke: DOTS, strokeWidth: 2 }),
    majorityRate === undefined || majorityRate < start
      ? null
      : Plot.ruleX([majorityRate], { stroke: INK, strokeOpacity: 0.6, strokeDasharray: "4,4" }),
  ];
}

/** A fold of one item has accuracy 0 or 1, so that the axis is the whole of it. */
function countedFolds(folds: readonly FoldScore[], options: FoldOptions): Plot.PlotOptions {
  const counts = new Int32Array(INTERVALS);
  for (const { accuracy } of folds) counts[Math.min(INTERVALS - 1, Math.floor(INTERVALS * accuracy))]!++;
  const bars = Array.from(counts, (count, q) => ({ from: q / INTERVALS, to: (q + 1) / INTERVALS, count }));
  return {
    width: WIDTH,
    height: COUNTS_HEIGHT + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain: [0, 1], ...X_AXIS },
    y: { label: "folds", labelArrow: "none", ticks: 4, tickSize: 0, tickPadding: 6 },
    marks: [
      ...overall(options, 0),
      Plot.rectY(
        bars.filter((bar) => bar.count > 0),
        { x1: "from", x2: "to", y: "count", fill: DOTS, fillOpacity: 0.8, inset: 1 },
      ),
    ],
  };
}

const X_AXIS = {
  label: "accuracy",
  labelAnchor: "center",
  labelArrow: "none",
  ticks: 6,
  tickSize: 0,
  tickPadding: 6,
  tickFormat: (share: number) => formatPercent(share),
} as const;

const Y_AXIS = (folds: readonly FoldScore[]) => ({
  tickSize: 0,
  tickPadding: 10,
  tickFormat: (f: number) => drawable(folds[f]!.name),
});
