import * as Plot from "@observablehq/plot";
import { median } from "../median.js";
import { drawPlot, FAINT, INK, PAPER } from "./draw.js";
import { figure } from "./figure.js";
import { formatCount, formatItems, formatNumber } from "./format.js";
import { equalFrame, extent, type Frame } from "./frame.js";
import { legend } from "./legend.js";
import { drawable, type Html, html, shorten } from "./markup.js";
import { type GroupStyles, groupStyles } from "./palette.js";
import { sampleIndices } from "./sample.js";

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Absent or empty: no label. */
  readonly group?: string | undefined;
  readonly name: string;
}

export interface ScatterOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Further sentence for the caption: what was fitted on which items. */
  readonly note?: string;
  /** Of the choice of points where there are too many to draw; default 0. */
  readonly seed?: number;
}

/** More points than this are not told apart by the eye, and the file stays near 1 MB. */
const MAX_POINTS = 6000;
const WIDTH = 640;
/** Height of the picture as a share of its width, lowest and highest. */
const ASPECT = [0.5, 0.95] as const;
/** Past this many groups their names would cover the points; the legend still has them. */
const MAX_NAMED_GROUPS = 20;
/** Longest name written among the points, in characters. */
const NAME_LENGTH = 16;
const MARGINS = { marginLeft: 56, marginRight: 12, marginTop: 28, marginBottom: 44 };

/**
 * Points in two coordinates, equal aspect, coloured (past ten groups also shaped) by group.
 *
 * The name of a group stands at the median of its points where there is room. Hovering a point shows its name.
 *
 * @throws ShapeError if there is no point or a coordinate is not finite.
 */
export function scatterChart(points: readonly ScatterPoint[], options: ScatterOptions): Html {
  const frame = equalFrame(
    extent(
      points.map((point) => point.x),
      "x coordinate",
    ),
    extent(
      points.map((point) => point.y),
      "y coordinate",
    ),
    WIDTH,
    ASPECT,
  );
  const groups = groupStyles(points.map((point) => point.group));
  const seed = options.seed ?? 0;
  const drawn = Array.from(
    sampleIndices(points.length, MAX_POINTS, seed, (s) => groups.styleOf(points[s]!.group)),
    (s) => points[s]!,
  );
  const picture = drawPlot(
    specification(drawn, points, groups, frame, options),
    describe(points, groups, options),
  );
  return figure({
    title: options.title,
    body: html`${picture}${groups.styles.length > 1 ? legend(groups.styles) : html``}`,
    caption: [
      `${formatItems(points.length, "item")}, the same scale on both axes.`,
      drawn.length < points.length
        ? `Drawn: ${formatCount(drawn.length)} of them, chosen at random with seed ${seed} (all or at least 20 of each group).`
        : undefined,
      groups.merged > 0
        ? `The ${groups.merged} smallest groups are drawn in grey and not told apart.`
        : undefined,
      options.note,
    ],
  });
}

function specification(
  drawn: readonly ScatterPoint[],
  points: readonly ScatterPoint[],
  groups: GroupStyles,
  frame: Frame,
  { xLabel, yLabel }: ScatterOptions,
): Plot.PlotOptions {
  const few = drawn.length <= 200;
  const shaped = groups.styles.some((style) => style.symbol !== "circle");
  const symbol = { symbol: (point: ScatterPoint) => groups.styleOf(point.group).symbol };
  return {
    width: frame.width + MARGINS.marginLeft + MARGINS.marginRight,
    height: frame.height + MARGINS.marginTop + MARGINS.marginBottom,
    ...MARGINS,
    x: { domain: frame.x, label: drawable(xLabel), labelAnchor: "center", labelArrow: "none", ...TICKS },
    y: { domain: frame.y, label: drawable(yLabel), labelArrow: "none", ...TICKS },
    color: { type: "identity" },
    symbol: { type: "identity" },
    marks: [
      Plot.gridX({ ticks: TICKS.ticks, stroke: FAINT, strokeOpacity: 1 }),
      Plot.gridY({ ticks: TICKS.ticks, stroke: FAINT, strokeOpacity: 1 }),
      Plot.dot(drawn, {
        x: "x",
        y: "y",
        r: few ? 4.5 : drawn.length <= 2000 ? 3 : 2,
        fill: (point: ScatterPoint) => groups.styleOf(point.group).colour,
        fillOpacity: few ? 0.9 : 0.75,
        stroke: few ? PAPER : "none",
        strokeWidth: 0.75,
        title: pointTitle,
        ...(shaped ? symbol : {}),
      }),
      Plot.text(groupNames(points, groups, frame), {
        x: "x",
        y: "y",
        text: "text",
        fill: INK,
        stroke: PAPER,
        strokeWidth: 4,
        fontWeight: 650,
        fontSize: 14,
      }),
    ],
  };
}

const TICKS = { ticks: 6, tickSize: 0, tickPadding: 6, tickFormat: (value: number) => formatNumber(value) };

function pointTitle({ name, group }: ScatterPoint): string {
  return drawable(group ? `${name} (${group})` : name);
}

function describe(points: readonly ScatterPoint[], groups: GroupStyles, options: ScatterOptions): string {
  const names = groups.styles.slice(0, MAX_NAMED_GROUPS).map((style) => `${style.label}: ${style.count}`);
  return `${options.title}. Scatter of ${formatItems(points.length, "item")}, ${options.xLabel} across and ${options.yLabel} up; ${names.join(", ")}.`;
}

interface PlacedName {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/**
 * Names at the medians of their groups, larger groups first; one that would cover another is left out, and all
 * are where that is most of them: a few names on one heap mislead.
 */
function groupNames(points: readonly ScatterPoint[], groups: GroupStyles, frame: Frame): PlacedName[] {
  const named = groups.styles.filter((style) => points.some((point) => point.group === style.label));
  if (groups.styles.length < 2 || named.length > MAX_NAMED_GROUPS) return [];
  const unitsPerPixel = (frame.x[1] - frame.x[0]) / frame.width;
  const placed: PlacedName[] = [];
  for (const { label } of [...named].sort((a, b) => b.count - a.count)) {
    const members = points.filter((point) => point.group === label);
    const name = {
      x: median(members.map((point) => point.x)),
      y: median(members.map((point) => point.y)),
      text: shorten(label, NAME_LENGTH),
    };
    if (!placed.some((other) => overlap(name, other, unitsPerPixel))) placed.push(name);
  }
  return 2 * placed.length > named.length ? placed : [];
}

function overlap(a: PlacedName, b: PlacedName, unitsPerPixel: number): boolean {
  const width = ((a.text.length + b.text.length) / 2) * 8.5; // pixels a letter of 14 px bold takes at most
  return Math.abs(a.x - b.x) < width * unitsPerPixel && Math.abs(a.y - b.y) < 17 * unitsPerPixel;
}
