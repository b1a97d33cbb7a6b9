import * as Plot from "@observablehq/plot";
import { type Measure, type Plan, type PlanEntry, topEntries, totalMass } from "../../src/index.js";
import { drawPlot, FAINT } from "./draw.js";
import { figure } from "./figure.js";
import { formatCount, formatNumber } from "./format.js";
import { equalFrame, extent } from "./frame.js";
import { type Html, html } from "./markup.js";
import { union, type View, viewsOf } from "./measure-views.js";
import { BARE } from "./point-panel.js";
import { sampleIndices } from "./sample.js";

const SOURCE = "#3f90da";
const TARGET = "#bd1f01";
const ARC = "#717581";
/** Arcs in one picture: more hide each other. */
const MAX_ARCS = 600;
/** Points of each side that are drawn pale, behind those that the lines join. */
const MAX_OTHERS = 1500;
const PALE = 0.18;
/** Pixels: of one picture alone, and of each of two. */
const WIDTH = 420;
const WIDTH_OF_TWO = 320;
/** Room for the names of the axes. */
const LABELS = 20;
const DOT = 2.2;
const HEAVIEST_ARC = 3;
const ASPECT = [0.5, 1.2] as const;

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Where mass goes: the heaviest entries of a plan as lines from source to target points, both of one dimension. On the
 * line, the source is drawn above the target.
 */
export function planChart(source: Measure, target: Measure, plan: Plan, seed = 0): Html {
  const arcs = topEntries(plan, MAX_ARCS);
  const drawn = source.dim === 1 ? [] : viewsOf([source, target]).views;
  const width = drawn.length > 1 ? WIDTH_OF_TWO : WIDTH;
  const views = source.dim === 1 ? [lineView] : drawn.map((view) => planeView(view, width));
  const others = {
    source: sampleIndices(source.count, MAX_OTHERS, seed),
    target: sampleIndices(target.count, MAX_OTHERS, seed),
  };
  const moved = arcs.reduce((sum, { mass }) => sum + mass, 0);
  const share = Math.min(100, (100 * moved) / Math.min(totalMass(source), totalMass(target)));
  return figure({
    title: "Where the mass goes",
    body: html`<div class="panels">${views.map((view) => draw(view(source, target), arcs, others))}</div>`,
    caption: [
      `Blue: points of the source that send mass; red: points of the target that get it; pale: the others.`,
      `Lines: the ${formatCount(arcs.length)} heaviest entries of the plan, width in proportion to mass,`,
      `${formatNumber(share, 3)}% of the smaller mass together.`,
      source.dim === 1 ? "The source is drawn above the target." : undefined,
    ],
  });
}

interface Places {
  readonly source: (i: number) => Place;
  readonly target: (j: number) => Place;
  readonly xLabel: string;
  readonly yLabel: string | null;
  readonly size: { readonly width: number; readonly height: number };
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

function lineView(source: Measure, target: Measure): Places {
  const x = union([extent(source.points, "coordinate"), extent(target.points, "coordinate")]);
  const { x: around } = equalFrame(x, [0, 0], WIDTH, ASPECT);
  return {
    source: (i) => ({ x: source.points[i]!, y: 1 }),
    target: (j) => ({ x: target.points[j]!, y: 0 }),
    size: { width: WIDTH + LABELS, height: WIDTH / 3 + LABELS },
    xLabel: "coordinate",
    yLabel: null,
    x: around,
    y: [-0.2, 1.2],
  };
}

function planeView(view: View, width: number): (source: Measure, target: Measure) => Places {
  return (source, target) => {
    const from = view.project(source);
    const to = view.project(target);
    const frame = equalFrame(
      union([extent(from.x, "coordinate"), extent(to.x, "coordinate")]),
      union([extent(from.y, "coordinate"), extent(to.y, "coordinate")]),
      width,
      ASPECT,
    );
    return {
      source: (i) => ({ x: from.x[i]!, y: from.y[i]! }),
      target: (j) => ({ x: to.x[j]!, y: to.y[j]! }),
      size: { width: frame.width + LABELS, height: frame.height + LABELS },
      xLabel: view.xLabel,
      yLabel: view.yLabel,
      x: frame.x,
      y: frame.y,
    };
  };
}

interface Indices {
  readonly source: Int32Array;
  readonly target: Int32Array;
}

function draw(
  { source, target, size, x, y, xLabel, yLabel }: Places,
  arcs: readonly PlanEntry[],
  others: Indices,
): Html {
  const heaviest = arcs[0]?.mass ?? 1;
  const lines = arcs.map(({ row, col, mass }) => ({
    from: source(row),
    to: target(col),
    width: Math.max(0.3, (HEAVIEST_ARC * mass) / heaviest),
  }));
  const marks = [
    Plot.frame({ stroke: FAINT }),
    dots(Array.from(others.target, target), TARGET, PALE),
    dots(Array.from(others.source, source), SOURCE, PALE),
    Plot.link(lines, {
      x1: (line) => line.from.x,
      y1: (line) => line.from.y,
      x2: (line) => line.to.x,
      y2: (line) => line.to.y,
      stroke: ARC,
      strokeOpacity: 0.45,
      strokeWidth: (line) => line.width,
    }),
    dots(
      lines.map(({ to }) => to),
      TARGET,
    ),
    dots(
      lines.map(({ from }) => from),
      SOURCE,
    ),
  ];
  const title = `${arcs.length} heaviest entries of the plan`;
  return drawPlot(
    {
      ...size,
      marginLeft: LABELS,
      marginBottom: LABELS,
      marginTop: 1,
      marginRight: 1,
      x: { domain: x, ...BARE, label: xLabel, labelAnchor: "center", labelOffset: 16 },
      y: { domain: y, ...BARE, label: yLabel, labelAnchor: "center", labelOffset: 14 },
      marks,
    },
    title,
  );
}

function dots(places: readonly Place[], fill: string, fillOpacity = 0.85): Plot.Dot {
  return Plot.dot(places, { x: "x", y: "y", r: DOT, fill, fillOpacity });
}
