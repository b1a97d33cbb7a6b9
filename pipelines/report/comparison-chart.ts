import * as Plot from "@observablehq/plot";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatCount, formatItems, formatNumber } from "./format.js";
import { extent, type Interval } from "./frame.js";
import type { Html } from "./markup.js";
import { sampleIndices } from "./sample.js";

/** The two distances of one pair of items, in the same unit of length. */
export interface DistancePair {
  readonly exact: number;
  readonly lot: number;
}

export interface ComparisonOptions {
  readonly title?: string;
  /** The distance that LOT is compared with, as on an axis. */
  readonly symbol: string;
  readonly correlation: { readonly pearson: number; readonly spearman: number };
  /** LOT distance / exact distance of the pair where it is furthest from 1. */
  readonly worstRatio: number;
  /** Seed with which the pairs were drawn. */
  readonly seed: number;
}

/** More pairs than this are one cloud to the eye. */
const MAX_PAIRS = 4000;
const SIDE = 440;
const MARGINS = { marginLeft: 64, marginRight: 16, marginTop: 28, marginBottom: 44 };
const TICKS = { ticks: 5, tickSize: 0, tickPadding: 6, tickFormat: (value: number) => formatNumber(value) };
const DOTS = "#3f90da";

/**
 * LOT distance (up) against the exact one (across), one dot a pair, with the line where they are equal. How far the
 * dots lie from the line is the error of the linearisation.
 *
 * @throws ShapeError if there is no pair or a distance is not finite.
 */
export function comparisonChart(
  pairs: readonly DistancePair[],
  {
    symbol,
    title = `LOT distance against exact ${symbol}`,
    correlation,
    worstRatio,
    seed,
  }: ComparisonOptions,
): Html {
  const ends = extent(
    pairs.flatMap(({ exact, lot }) => [exact, lot]),
    "distance",
  );
  const shown = Array.from(sampleIndices(pairs.length, MAX_PAIRS, seed), (p) => pairs[p]!);
  const summary = `Pearson correlation ${formatNumber(correlation.pearson)}, Spearman ${formatNumber(correlation.spearman)}; worst ratio LOT / ${symbol} ${formatNumber(worstRatio)}.`;
  return figure({
    title,
    body: drawPlot(specification(shown, axisOf(ends), symbol), `${title}: ${summary}`),
    caption: [
      `${formatItems(pairs.length, "pair")} of items, drawn with seed ${seed}; line: equal distances.`,
      shown.length < pairs.length ? `${formatCount(shown.length)} of the pairs are shown.` : undefined,
      summary,
    ],
  });
}

/** From 0, so that a ratio can be seen as a slope. */
function axisOf([, high]: Interval): Interval {
  return [0, high > 0 ? 1.05 * high : 1];
}

function specification(pairs: readonly DistancePair[], domain: Interval, symbol: string): Plot.PlotOptions {
  const corners = domain.map((value) => ({ exact: value, lot: value }));
  return {
    width: SIDE + MARGINS.marginLeft + MARGINS.marginRight,
    height: SIDE + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain, label: `exact ${symbol} distance`, labelAnchor: "center", labelArrow: "none", ...TICKS },
    y: { domain, label: "LOT distance", labelArrow: "none", ...TICKS },
    marks: [
      Plot.gridX({ ticks: TICKS.ticks, stroke: FAINT, strokeOpacity: 1 }),
      Plot.gridY({ ticks: TICKS.ticks, stroke: FAINT, strokeOpacity: 1 }),
      Plot.line(corners, { x: "exact", y: "lot", stroke: INK, strokeOpacity: 0.6 }),
      Plot.dot(pairs, {
        x: "exact",
        y: "lot",
        r: pairs.length <= 200 ? 3.5 : 2.5,
        fill: DOTS,
        fillOpacity: 0.6,
      }),
    ],
  };
}
