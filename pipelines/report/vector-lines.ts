import { axisLabel, type ItemKind, type Measure } from "../../src/index.js";
import type { ArrowField } from "./arrow-field.js";
import { formatNumber } from "./format.js";
import { linePicture } from "./line-chart.js";
import { type Html, html, shorten } from "./markup.js";
import { COLOURS } from "./palette.js";
import { largestOf } from "./signed-colour.js";

const WIDTH = 320;
const HEIGHT = 170;
const TITLE_LENGTH = 40;

/**
 * Tangent vectors on a line: velocity over the place of each point, and growth below it where there is growth. Above 0 mass moves to
 * larger positions, or is gained.
 */
export function vectorLines(
  points: Measure,
  fields: readonly ArrowField[],
  item: ItemKind,
): { readonly panels: readonly Html[]; readonly notes: readonly string[] } {
  const order = Array.from(points.points.keys()).sort((a, b) => points.points[a]! - points.points[b]!);
  const places = order.map((i) => points.points[i]!);
  const label = item.kind === "spectrum" ? axisLabel(item) : "coordinate";
  const grows = fields.some(({ growth }) => growth !== undefined);
  const panels = fields.map((field) => {
    const pictures = [
      picture(
        `${field.title}: velocity`,
        order,
        places,
        field.velocity,
        COLOURS[0]!,
        grows ? undefined : label,
      ),
      ...(field.growth
        ? [picture(`${field.title}: growth`, order, places, field.growth, COLOURS[2]!, label)]
        : []),
    ];
    return html`<div class="panel"><p title="${field.title}">${shorten(field.title, TITLE_LENGTH)}</p>${pictures}</div>
`;
  });
  const most = (values: readonly Float64Array[]) => formatNumber(largestOf(values.map(largestOf)), 3);
  return {
    panels,
    notes: [
      `Blue: velocity over the place of a reference point, at most ${most(fields.map(({ velocity }) => velocity))} in size; above the line mass moves to larger positions.`,
      grows
        ? `Red, below: growth, at most ${most(fields.flatMap(({ growth }) => growth ?? []))} in size; above the line mass is gained.`
        : "",
      "Each curve has its own scale.",
    ],
  };
}

function picture(
  title: string,
  order: readonly number[],
  places: readonly number[],
  values: Float64Array,
  colour: string,
  xLabel: string | undefined,
): Html {
  const line = { label: title, colour, values: order.map((i) => values[i]!) };
  return linePicture([line], places, { title, width: WIDTH, height: HEIGHT, ...(xLabel ? { xLabel } : {}) });
}
