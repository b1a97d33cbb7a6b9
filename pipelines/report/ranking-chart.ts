import * as Plot from "@observablehq/plot";
import { ShapeError } from "../../src/index.js";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatNumber } from "./format.js";
import { drawable, type Html } from "./markup.js";

/** One thing that is compared with others by one number. */
export interface Ranked {
  readonly name: string;
  readonly value: number;
  /** One standard error of the value, where it has one. */
  readonly error?: number | undefined;
  /** Drawn filled. */
  readonly marked: boolean;
}

export interface RankingOptions {
  readonly title: string;
  /** Of the axis. */
  readonly label: string;
  readonly caption: readonly string[];
}

const WIDTH = 640;
const ROW = 30;
const MARGINS = { marginLeft: 190, marginRight: 72, marginTop: 16, marginBottom: 48 };
const DOTS = "#3f90da";
/** Room on each side of the values, as a share of their range, and the range where all are equal. */
const ROOM = 0.08;
const LEAST_RANGE = 0.01;

/**
 * Numbers of a few things below each other, with a bar of one standard error to each side where there is one.
 *
 * @throws ShapeError if there is nothing to draw or a value is not finite.
 */
export function rankingChart(entries: readonly Ranked[], { title, label, caption }: RankingOptions): Html {
  const odd = entries.find(({ value }) => !Number.isFinite(value));
  if (odd || entries.length === 0) {
    throw new ShapeError(odd ? `the value of "${odd.name}" is ${odd.value}` : "there is nothing to compare");
  }
  const rows = entries.map((entry, r) => ({
    ...entry,
    r,
    low: entry.value - (entry.error ?? 0),
    high: entry.value + (entry.error ?? 0),
  }));
  const [least, most] = [Math.min(...rows.map(({ low }) => low)), Math.max(...rows.map(({ high }) => high))];
  const room = ROOM * Math.max(most - least, LEAST_RANGE);
  const spoken = entries.map(({ name, value }) => `${name} ${formatNumber(value)}`).join(", ");
  return figure({
    title,
    body: drawPlot(
      {
        width: WIDTH,
        height: rows.length * ROW + MARGINS.marginTop + MARGINS.marginBottom,
        ...MARGINS,
        x: {
          domain: [least - room, most + room],
          label,
          labelAnchor: "center",
          labelArrow: "none",
          ticks: 5,
          tickSize: 0,
          tickPadding: 6,
          tickFormat: (value: number) => formatNumber(value),
        },
        y: {
          type: "band",
          domain: rows.map(({ r }) => r),
          label: null,
          tickSize: 0,
          tickPadding: 10,
          tickFormat: (r: number) => drawable(rows[r]!.name),
        },
        marks: [
          Plot.gridX({ ticks: 5, stroke: FAINT, strokeOpacity: 1 }),
          Plot.ruleY(rows, {
            y: "r",
            x1: "low",
            x2: "high",
            stroke: DOTS,
            strokeWidth: 2,
            strokeOpacity: 0.5,
          }),
          Plot.dot(rows, {
            x: "value",
            y: "r",
            r: 5,
            stroke: DOTS,
            strokeWidth: 2,
            fill: ({ marked }: Ranked) => (marked ? DOTS : "#ffffff"),
          }),
          Plot.text(rows, {
            x: most + room,
            y: "r",
            text: ({ value }: Ranked) => formatNumber(value),
            textAnchor: "start",
            dx: 10,
            fill: INK,
          }),
        ],
      },
      `${title}: ${spoken}`,
    ),
    caption,
  });
}
