import * as Plot from "@observablehq/plot";
import { type Measure, totalMass } from "../../src/index.js";
import { mix } from "./colour.js";
import { drawPlot, FAINT, INK, PAPER } from "./draw.js";
import { formatNumber } from "./format.js";
import { extent, type Frame, type Interval } from "./frame.js";
import type { Html } from "./markup.js";
import type { Shadow, View } from "./measure-views.js";
import type { PixelGrid } from "./pixels.js";
import { pointPanel } from "./point-panel.js";

const NEAR = "#0b3c6f";
const FAR = "#b9d3ea";
const DOTS = "#2f6fae";
/** Share of the panel that all dots together cover, overlaps counted twice. */
const COVERAGE = 0.22;
/** Pixels; a smaller dot is not seen. */
const SMALLEST_RADIUS = 0.7;
/** As a share of the panel's width, below the margin around the points: no dot reaches over the frame. */
const LARGEST_RADIUS = 0.045;

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly fill: string;
}

/** Points (all of positive mass) as dots of area proportional to the mass, far ones first. */
export function dotPanel(
  weights: Float64Array,
  shadow: Shadow,
  frame: Frame,
  view: View,
  title: string,
): Html {
  const marks = [
    Plot.frame({ stroke: FAINT }),
    Plot.dot(dots(weights, shadow, frame), {
      x: "x",
      y: "y",
      r: "r",
      fill: "fill",
      fillOpacity: shadow.depth ? 0.9 : 0.7,
      sort: null,
    }),
  ];
  return drawPlot({ ...pointPanel(frame, view), r: { type: "identity" }, marks }, title);
}

function dots(weights: Float64Array, { x, y, depth }: Shadow, frame: Frame): Dot[] {
  const radius = radiusOf(weights, frame);
  const [far, near] = depth ? extent(depth, "depth") : [0, 0];
  const nearness = (i: number) => (near > far ? (depth![i]! - far) / (near - far) : 1);
  const order = Array.from(x.keys());
  if (depth) order.sort((a, b) => depth[a]! - depth[b]! || a - b);
  return order.map((i) => ({
    x: x[i]!,
    y: y[i]!,
    r: radius(weights[i]!),
    fill: depth ? mix(FAR, NEAR, nearness(i)) : DOTS,
  }));
}

/** Area in proportion to the mass, as large as coverage and the largest dot allow. */
function radiusOf(weights: Float64Array, frame: Frame): (weight: number) => number {
  const mass = weights.reduce((sum, w) => sum + w, 0);
  const heaviest = weights.reduce((most, w) => Math.max(most, w), 0);
  const byCoverage = (COVERAGE * frame.width * frame.height) / Math.PI / mass;
  const byLargest = (LARGEST_RADIUS * frame.width) ** 2 / heaviest;
  const squaredPerMass = Math.min(byCoverage, byLargest);
  return (weight) => Math.max(SMALLEST_RADIUS, Math.sqrt(weight * squaredPerMass));
}

/** Pixels in grey, the heaviest one black. */
export function pixelPanel(grid: PixelGrid, frame: Frame, view: View, title: string): Html {
  const { columns, block, mass } = grid;
  const most = extent(mass, "mass")[1];
  const filled = Array.from(mass.keys()).filter((p) => mass[p]! > 0);
  const left = (p: number) => (p % columns) * block - 0.5;
  const bottom = (p: number) => Math.floor(p / columns) * block - 0.5;
  const marks = [
    Plot.rect(filled, {
      x1: left,
      x2: (p: number) => left(p) + block,
      y1: bottom,
      y2: (p: number) => bottom(p) + block,
      fill: (p: number) => mix(PAPER, INK, mass[p]! / most),
      shapeRendering: "crispEdges",
    }),
    Plot.frame({ stroke: FAINT }),
  ];
  return drawPlot({ ...pointPanel(frame, view), marks }, title);
}

/** Pixels for the name of an axis. */
export const LABEL_HEIGHT = 14;

/** A spectrum of more lines than this is drawn as sums over intervals of equal length. */
export const MAX_STEMS = 120;

interface Stem {
  readonly x: number;
  readonly share: number;
}

/** Share of the mass at each place of a line, or in each of 120 equal intervals where there are more places. */
export function stems(mu: Measure, [low, high]: Interval): readonly Stem[] {
  const mass = totalMass(mu);
  const single = Array.from(mu.weights, (w, i) => ({ x: mu.points[i]!, share: w / mass }));
  if (mu.count <= MAX_STEMS) return single.filter(({ share }) => share > 0);
  const step = (high - low) / MAX_STEMS;
  const sums = new Float64Array(MAX_STEMS);
  for (const { x, share } of single) {
    sums[Math.max(0, Math.min(MAX_STEMS - 1, Math.floor((x - low) / step)))]! += share;
  }
  return Array.from(sums, (share, b) => ({ x: low + (b + 0.5) * step, share })).filter(
    ({ share }) => share > 0,
  );
}

/** Stems on a line; `x` and `top` are those of all panels, so that heights compare. */
export function stemPanel(
  lines: readonly Stem[],
  x: Interval,
  top: number,
  width: number,
  title: string,
  xLabel: string | null = null,
): Html {
  const few = lines.length <= MAX_STEMS / 4;
  return drawPlot(
    {
      width,
      height: Math.round(width * 0.6) + (xLabel === null ? 0 : LABEL_HEIGHT),
      marginLeft: 12,
      marginRight: 12,
      marginTop: 8,
      marginBottom: 22 + (xLabel === null ? 0 : LABEL_HEIGHT),
      x: {
        domain: x,
        ticks: 3,
        tickSize: 3,
        tickFormat: (value: number) => formatNumber(value),
        label: xLabel,
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 18 + LABEL_HEIGHT,
      },
      y: { domain: [0, top], axis: null },
      marks: [
        Plot.ruleY([0], { stroke: FAINT }),
        Plot.ruleX(lines, { x: "x", y1: 0, y2: "share", stroke: DOTS, strokeWidth: few ? 2 : 1.2 }),
        few ? Plot.dot(lines, { x: "x", y: "share", r: 3, fill: DOTS }) : null,
      ],
    },
    title,
  );
}
