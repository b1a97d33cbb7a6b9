import * as Plot from "@observablehq/plot";
import { type ItemKind, type Measure, selectPoints } from "../../src/index.js";
import type { ArrowField } from "./arrow-field.js";
import { drawPlot, FAINT, INK } from "./draw.js";
import { figure } from "./figure.js";
import { formatCount, formatNumber } from "./format.js";
import { equalFrame, extent, type Frame } from "./frame.js";
import { type Html, html, shorten } from "./markup.js";
import { union, type View, viewsOf } from "./measure-views.js";
import { pointPanel } from "./point-panel.js";
import { sampleIndices } from "./sample.js";
import { changeColour, GAIN_NAME, LOSS_NAME, largestOf } from "./signed-colour.js";
import { vectorLines } from "./vector-lines.js";

export interface ArrowChartOptions {
  readonly title: string;
  readonly item: ItemKind;
  readonly note?: string;
  /** Of the choice of points where there are too many to draw; default 0. */
  readonly seed?: number;
}

/** Arrows in one picture: more run into each other. */
const MAX_ARROWS = 500;
/** The longest arrow as a share of the picture's width where lengths are free, or movements are too short or long to be seen. */
const LONGEST = 0.18;
/** True lengths are kept while the longest arrow is within these shares of the width. */
const SEEN = [0.08, 0.3] as const;
const WIDTHS = [
  { upTo: 2, width: 330 },
  { upTo: Infinity, width: 220 },
] as const;
const ASPECT = [0.6, 1.4] as const;
const TITLE_LENGTH = 40;

/**
 * Tangent vectors as arrows, a panel each, all on the same axes, each to a scale of its own; growth as the colour of the point that the arrow starts
 * from. Views as in `measureChart`; on a line, curves of velocity and growth over it.
 *
 * @param at where the points are; further points, without a vector, are not drawn.
 * @throws ShapeError if a number is not finite.
 */
export function arrowChart(at: Measure, fields: readonly ArrowField[], options: ArrowChartOptions): Html {
  const points = selectPoints(
    at,
    Int32Array.from({ length: fields[0]!.velocity.length / at.dim }, (_, i) => i),
  );
  const { panels, notes } =
    at.dim === 1 ? vectorLines(points, fields, options.item) : arrowPanels(points, fields, options);
  return figure({
    title: options.title,
    body: html`<div class="panels">${panels}</div>`,
    caption: [...notes, options.note],
  });
}

interface Panels {
  readonly panels: readonly Html[];
  readonly notes: readonly string[];
}

function arrowPanels(
  points: Measure,
  fields: readonly ArrowField[],
  { seed = 0 }: ArrowChartOptions,
): Panels {
  const { views, note = "" } = viewsOf([points]);
  const width = WIDTHS.find(({ upTo }) => views.length * fields.length <= upTo)!.width;
  const drawn = sampleIndices(points.count, MAX_ARROWS, seed);
  const across = frameOf(views[0]!, [points], width);
  const scales = fields.map((field) => scaleOf(field, points.dim, across.x[1] - across.x[0]));
  const ends = fields.map(({ velocity }, f) => ({
    ...points,
    points: points.points.map((x, p) => x + scales[f]!.factor * velocity[p]!),
  }));
  const frames = views.map((view) => frameOf(view, [points, ...ends], width));
  const panels = fields.map((field, f) => {
    const { strongest } = scales[f]!;
    const pictures = views.map((view, v) =>
      drawArrows(view, frames[v]!, points, ends[f]!, field, { drawn, strongest }),
    );
    return html`<div class="panel"><p title="${field.title}">${shorten(field.title, TITLE_LENGTH)}</p><div>${pictures}</div></div>
`;
  });
  return {
    panels,
    notes: [
      ...fields.map((field, f) => scaleNote(field, scales[f]!, fields.length > 1)),
      scales.some(({ strongest }) => strongest > 0)
        ? `Colour: growth, ${GAIN_NAME} where mass is gained and ${LOSS_NAME} where it is lost.`
        : "",
      points.dim === 3 ? "Two views of each." : note, // there is no depth by colour here
      drawn.length < points.count
        ? `Drawn: ${formatCount(drawn.length)} of ${formatCount(points.count)} points, chosen with seed ${seed}.`
        : "",
    ],
  };
}

interface FieldScale {
  /** What movements are multiplied by in the picture. */
  readonly factor: number;
  readonly longest: number;
  /** The largest size of a growth. */
  readonly strongest: number;
}

function scaleOf({ velocity, growth, lengths }: ArrowField, dim: number, width: number): FieldScale {
  const longest = longestOf(velocity, dim);
  return { longest, factor: factorOf(longest, width, lengths), strongest: largestOf(growth ?? []) };
}

function scaleNote(
  { title, lengths }: ArrowField,
  { factor, longest, strongest }: FieldScale,
  several: boolean,
): string {
  const times =
    factor === 1 ? "as long as the movement" : `${formatNumber(factor)} times as long as the movement`;
  const grown = strongest > 0 ? `, growth up to ±${formatNumber(strongest, 3)}` : "";
  const moved = {
    none: "nothing moves",
    true: `arrows are ${times}, at most ${formatNumber(longest, 3)}`,
    free: "lengths of arrows compare with each other only",
  }[longest === 0 ? "none" : lengths];
  const text = `${moved}${lengths === "true" ? grown : ""}.`;
  return several ? `${title}: ${text}` : `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

function factorOf(longest: number, width: number, lengths: "true" | "free"): number {
  if (longest === 0) return 1;
  const share = longest / width;
  if (lengths === "true" && share >= SEEN[0] && share <= SEEN[1]) return 1;
  return lengths === "true" ? roundFactor(LONGEST / share) : LONGEST / share;
}

/** 1, 2 or 5 times a power of ten, at most the number given. */
function roundFactor(value: number): number {
  let power = 1;
  while (power > value) power /= 10;
  while (10 * power <= value) power *= 10;
  const step = [5, 2, 1].find((digit) => digit * power <= value) ?? 1;
  return Number((step * power).toPrecision(1)); // 0.1 * 0.1 is not 0.01
}

function longestOf(velocity: Float64Array, dim: number): number {
  let most = 0;
  for (let i = 0; i < velocity.length; i += dim) {
    most = Math.max(most, Math.hypot(...velocity.subarray(i, i + dim)));
  }
  return most;
}

function frameOf(view: View, measures: readonly Measure[], width: number): Frame {
  const shadows = measures.map(view.project);
  return equalFrame(
    union(shadows.map(({ x }) => extent(x, "coordinate"))),
    union(shadows.map(({ y }) => extent(y, "coordinate"))),
    width,
    ASPECT,
  );
}

interface Choice {
  readonly drawn: Int32Array;
  readonly strongest: number;
}

function drawArrows(
  view: View,
  frame: Frame,
  from: Measure,
  to: Measure,
  { title, growth }: ArrowField,
  { drawn, strongest }: Choice,
): Html {
  const [start, end] = [view.project(from), view.project(to)];
  const few = drawn.length <= 100;
  const arrows = Array.from(drawn, (i) => ({
    x1: start.x[i]!,
    y1: start.y[i]!,
    x2: end.x[i]!,
    y2: end.y[i]!,
    fill: growth ? changeColour(growth[i]! / (strongest || 1)) : FAINT,
  }));
  return drawPlot(
    {
      ...pointPanel(frame, view),
      r: { type: "identity" },
      marks: [
        Plot.frame({ stroke: FAINT }),
        Plot.dot(arrows, {
          x: "x1",
          y: "y1",
          r: few ? 4 : 2.5,
          fill: "fill",
          stroke: growth && few ? FAINT : "none",
        }),
        Plot.arrow(
          arrows.filter(({ x1, y1, x2, y2 }) => x1 !== x2 || y1 !== y2),
          {
            x1: "x1",
            y1: "y1",
            x2: "x2",
            y2: "y2",
            stroke: INK,
            strokeWidth: few ? 1.4 : 0.9,
            headLength: few ? 6 : 5,
            headAngle: 50,
          },
        ),
      ],
    },
    `${title}: arrows at ${formatCount(drawn.length)} points`,
  );
}
