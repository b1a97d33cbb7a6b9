import type { ItemKind } from "../../src/index.js";
import { axisLabel, commonDimension, type Measure, massive, selectPoints } from "../../src/index.js";
import { figure } from "./figure.js";
import { formatCount, formatItems, formatNumber } from "./format.js";
import { equalFrame, extent, type Frame, type Interval, padded } from "./frame.js";
import { type Html, html, shorten } from "./markup.js";
import { dotPanel, MAX_STEMS, pixelPanel, stemPanel, stems } from "./measure-panels.js";
import { union, type View, viewsOf } from "./measure-views.js";
import { pixelGrid } from "./pixels.js";
import { sampleIndices } from "./sample.js";
import { curvePanel, curvesOf } from "./spectrum-panels.js";

export interface TitledMeasure {
  readonly title: string;
  readonly measure: Measure;
  /** How the items it stands for came about; images show their pixel frame. */
  readonly item: ItemKind;
}

export interface MeasureChartOptions {
  readonly title: string;
  readonly note?: string;
  /** Of the choice of points where there are too many to draw; default 0. */
  readonly seed?: number;
}

/** Panels in one figure; the caption counts the rest. */
const MAX_PANELS = 48;
/** Dots in one figure (about 2 MB of markup). */
const MAX_DOTS = 24_000;
/** Dots in one panel: more run into each other. */
const MAX_DOTS_PER_PANEL = 2000;
/** Widths of a panel in pixels, for up to so many pictures. */
const PANEL_WIDTHS = [
  { upTo: 2, width: 290 },
  { upTo: 8, width: 160 },
  { upTo: Infinity, width: 118 },
] as const;
/** Height of a panel as a share of its width, lowest and highest. */
const ASPECT = [0.6, 1.4] as const;
const TITLE_LENGTH = 28;

/**
 * Small multiples of measures of one dimension, all on the same axes, equal aspect, y upwards.
 *
 * On a line: stems, or the curve of a spectrum over its axis. In the plane: dots of area proportional to their mass, or
 * pixels where the points lie on the grid of an image. In space: two views, depth by colour. Beyond: the first two principal
 * axes.
 *
 * @throws ShapeError if there is no measure or two differ in dimension.
 */
export function measureChart(measures: readonly TitledMeasure[], options: MeasureChartOptions): Html {
  const dim = commonDimension(measures.map(({ measure }) => measure));
  const first = measures.slice(0, MAX_PANELS);
  const shown = first.map((entry) => ({ ...entry, measure: massive(entry.measure).measure }));
  const { panels, notes } =
    dim === 1 ? (curvePanels(first) ?? linePanels(shown)) : planePanels(shown, options.seed ?? 0);
  const left = measures.length - shown.length;
  return figure({
    title: options.title,
    body: html`<div class="panels">${panels}</div>`,
    caption: [
      ...notes,
      left > 0 ? `${formatItems(left, "further measure")} not shown.` : undefined,
      options.note,
    ],
  });
}

interface Panels {
  readonly panels: readonly Html[];
  readonly notes: readonly string[];
}

/** Spectra of one quantity and unit as curves; bands without mass belong to them. Undefined for anything else. */
function curvePanels(shown: readonly TitledMeasure[]): Panels | undefined {
  const axis = shown[0]!.item;
  if (axis.kind !== "spectrum") return undefined;
  const same = ({ item }: TitledMeasure) =>
    item.kind === "spectrum" && item.quantity === axis.quantity && item.unit === axis.unit;
  if (!shown.every(same)) return undefined;
  const curves = curvesOf(
    shown.map(({ measure }) => measure),
    axis,
  );
  if (!curves) return undefined;
  const x = union(curves.map((steps) => [steps[0]!.x1, steps.at(-1)!.x2]));
  const highest = Math.max(...curves.flat().map(({ density }) => density));
  const width = panelWidth(shown.length);
  return {
    panels: shown.map((entry, p) =>
      titled(entry, [curvePanel(curves[p]!, axis, x, 1.08 * highest, width, sentence(entry))]),
    ),
    notes: [
      `Height: share of the measure's mass per ${axis.unit ?? (axis.quantity === "band" ? "band" : `unit of ${axis.quantity}`)}, ` +
        `at most ${formatNumber(highest, 3)}; all panels on the same axes.`,
    ],
  };
}

function linePanels(shown: readonly TitledMeasure[]): Panels {
  const x = padded(union(shown.map(({ measure }) => extent(measure.points, "coordinate"))));
  const lines = shown.map(({ measure }) => stems(measure, x));
  const top = 1.08 * Math.max(...lines.flat().map(({ share }) => share));
  const width = panelWidth(shown.length);
  const { item } = shown[0]!;
  const label = item.kind === "spectrum" ? axisLabel(item) : null;
  return {
    panels: shown.map((entry, p) =>
      titled(entry, [stemPanel(lines[p]!, x, top, width, sentence(entry), label)]),
    ),
    notes: [
      `Height: share of the measure's mass, at most ${formatNumber(top / 1.08, 3)}; all panels on the same axes.`,
      shown.some(({ measure }) => measure.count > MAX_STEMS)
        ? `Masses are added up over ${MAX_STEMS} intervals of equal length.`
        : "",
    ],
  };
}

function planePanels(shown: readonly TitledMeasure[], seed: number): Panels {
  const { views, note = "" } = viewsOf(shown.map(({ measure }) => measure));
  const pictures = shown.length * views.length;
  const limit = Math.min(MAX_DOTS_PER_PANEL, Math.floor(MAX_DOTS / pictures));
  const width = panelWidth(pictures);
  const frames = views.map((view) => commonFrame(shown, view, width));
  const panels = shown.map((entry) => {
    const picture = { ...entry, measure: thinned(entry, limit, seed) };
    return titled(
      entry,
      views.map((view, v) => drawView(picture, frames[v]!, view)),
    );
  });
  const dots = shown.filter((entry) => !gridOf(entry));
  const grids = shown.map(gridOf).filter((grid) => grid !== undefined);
  const most = Math.max(0, ...dots.map(({ measure }) => measure.count));
  return {
    panels,
    notes: [
      dots.length > 0 ? "Area of a dot: in proportion to its mass, within a panel." : "",
      grids.length > 0 ? "Pixels: the darker, the more mass; black is the heaviest of the panel." : "",
      grids.some(({ block }) => block > 1) ? "Large images are summed over blocks of pixels." : "",
      note,
      `All panels on the same axes: ${ranges(views, frames)}.`,
      most > limit ? `At most ${formatCount(limit)} points of each are drawn, chosen with seed ${seed}.` : "",
    ],
  };
}

function gridOf({ measure, item }: TitledMeasure) {
  return item.kind === "image" ? pixelGrid(measure, item) : undefined;
}

function drawView(entry: TitledMeasure, frame: Frame, view: View): Html {
  const grid = gridOf(entry);
  if (grid) return pixelPanel(grid, frame, view, sentence(entry));
  return dotPanel(entry.measure.weights, view.project(entry.measure), frame, view, sentence(entry));
}

/** Pixels are never thinned: they are summed over blocks instead. */
function thinned(entry: TitledMeasure, limit: number, seed: number): Measure {
  const { measure } = entry;
  return gridOf(entry) ? measure : selectPoints(measure, sampleIndices(measure.count, limit, seed));
}

function commonFrame(shown: readonly TitledMeasure[], view: View, width: number): Frame {
  const shadows = shown.map(({ measure }) => view.project(measure));
  const images = shown.map(({ item }) => item).filter((item) => item.kind === "image");
  const x = shadows.map((shadow) => extent(shadow.x, "coordinate"));
  const y = shadows.map((shadow) => extent(shadow.y, "coordinate"));
  return equalFrame(
    union([...x, ...images.map((image) => pixelRange(image.width))]),
    union([...y, ...images.map((image) => pixelRange(image.height))]),
    width,
    ASPECT,
  );
}

/** A pixel is a square of side 1 around its centre. */
function pixelRange(count: number): Interval {
  return [-0.5, count - 0.5];
}

function panelWidth(pictures: number): number {
  return PANEL_WIDTHS.find(({ upTo }) => pictures <= upTo)!.width;
}

function titled({ title }: TitledMeasure, pictures: readonly Html[]): Html {
  return html`<div class="panel"><p title="${title}">${shorten(title, TITLE_LENGTH)}</p><div>${pictures}</div></div>
`;
}

function sentence({ title, measure }: TitledMeasure): string {
  return `${title}: measure of ${formatItems(measure.count, "point")} in ${measure.dim} ${measure.dim === 1 ? "dimension" : "dimensions"}`;
}

function ranges(views: readonly View[], frames: readonly Frame[]): string {
  const all = views.flatMap((view, v) => [
    [view.xLabel, frames[v]!.x] as const,
    [view.yLabel, frames[v]!.y] as const,
  ]);
  const distinct = all.filter(([label], p) => all.findIndex(([other]) => other === label) === p);
  return distinct
    .map(([label, [low, high]]) => `${label} from ${formatNumber(low, 3)} to ${formatNumber(high, 3)}`)
    .join(", ");
}
