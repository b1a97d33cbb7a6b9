import type { Collection } from "../../src/index.js";
import type { InterpolateResults, InterpolateStep } from "../interpolate/results.js";
import type { TakenStep } from "../interpolate/steps.js";
import type { Walk } from "../paths/index.js";
import { type Html, html, htmlPage, measureChart, type PageSection } from "../report/index.js";
import { lineChart } from "../report/line-chart.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";
import { cloudAnimation, isPlayable } from "../viewer/cloud-animation.js";
import { framesOfOne } from "../viewer/cloud-panels.js";
import { viewerScript } from "../viewer/viewer-script.js";

/** Still pictures in one figure: more would be too small to see. */
const MOST_STILLS = 12;
/** Rows of the table; steps.csv has them all. */
const MOST_ROWS = 60;
const [SOURCE_COLOUR, TARGET_COLOUR] = ["#2f6fb0", "#c0561c"] as const;

/** The page of `interpolate`. */
export async function interpolatePage(
  report: Report<InterpolateResults>,
  walk: Walk,
  { item, names }: Collection,
  taken: readonly TakenStep[],
): Promise<string> {
  const { results, seed } = report;
  const script = isPlayable(taken[0]!.measure.dim) ? await viewerScript() : undefined;
  return htmlPage({
    title: `${names[0]} to ${names.at(-1)}`,
    subtitle: `${results.symbol} ${short(results.distance)}, ${results.steps.length} measures, path ${results.path}`,
    report,
    script,
    sections: [
      {
        heading: "The path",
        text: pathText(results),
        html: pictures(taken, walk, item, seed, script !== undefined),
      },
      distanceSection(results),
      { heading: "Measures on the way", text: tableText(results), html: stepTable(results.steps) },
      ...shapeSection(results),
    ],
  });
}

function pathText({ symbol, distance, legs, reference, residuals }: InterpolateResults): string {
  const stops =
    legs.length > 1
      ? ` It has ${legs.length} parts: ${legs.map((leg) => `${leg.from} to ${leg.to} (${short(leg.distance)})`).join(", ")}.`
      : "";
  const start = reference
    ? `\n\nPlans start from a reference of ${reference.points} points (${reference.kind}, id ${reference.id}).`
    : "";
  return `${symbol} from end to end: ${Number(distance.toPrecision(10))}.${stops}${start}${residualText(residuals)}`;
}

function residualText(residuals: InterpolateResults["residuals"]): string {
  if (residuals === undefined) return "";
  const list = residuals.map(({ item, residual }) => `${item} ${short(residual)}`).join(", ");
  return ` Where the plan to a measure splits mass, its tangent vector keeps the mean of the parts, and the path ends beside the measure: what it drops of the squared distance from the reference is ${list}.`;
}

/** One figure: it plays where it can, and shows stills where it cannot. */
function pictures(
  taken: readonly TakenStep[],
  walk: Walk,
  item: Collection["item"],
  seed: number,
  plays: boolean,
): Html {
  const stills = spread(taken, MOST_STILLS).map(({ step, measure }) => ({
    title: timeTitle(step),
    measure,
    item,
  }));
  if (!plays) return measureChart(stills, { title: "Measures on the path", seed });
  const linked = walk.legs.length === 1;
  const frames = taken.map(({ step, measure }) => ({
    title: timeTitle(step),
    measure: linked ? walk.legs[0]!.path.particlesAt(step.legTime) : measure,
  }));
  return cloudAnimation(framesOfOne(frames), {
    title: "The path, played",
    seed,
    linked,
    stills: measureChart(stills, { title: "Measures on the path", seed }),
    note: linked
      ? "Between the measures that were written each particle is drawn on a straight line; where mass splits there are more particles than points."
      : "The measures that were written, one after the other.",
  });
}

const timeTitle = ({ t }: InterpolateStep): string => `t = ${short(t)}`;

/** At most so many, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, k) => list[Math.round((k * (list.length - 1)) / (most - 1))]!);
}

function distanceSection({ steps, symbol, departure, legs }: InterpolateResults): PageSection {
  const text =
    `${symbol} of each measure from the two ends${legs.length > 1 ? " of its part of the path" : ""}, recomputed from the points ` +
    `and masses that were written. On a path of constant speed both are straight; here they depart from that by at most ${short(departure)} of the distance.`;
  if (steps.length < 2) return { heading: "Distance from the ends", text };
  return {
    heading: "Distance from the ends",
    text,
    html: lineChart(
      [
        { label: "from the source", colour: SOURCE_COLOUR, values: steps.map(({ toSource }) => toSource) },
        { label: "to the target", colour: TARGET_COLOUR, values: steps.map(({ toTarget }) => toTarget) },
      ],
      steps.map(({ t }) => t),
      {
        title: "Distance from the ends",
        xLabel: "t",
        yLabel: symbol,
        caption: [],
      },
    ),
  };
}

function tableText({ steps }: InterpolateResults): string {
  const proved = steps.some(({ sourceBounds }) => sourceBounds !== undefined)
    ? " Each distance is certified: a plan and potentials, checked on the measure that was written, prove it up to the width given."
    : "";
  const more =
    steps.length > MOST_ROWS ? ` The first ${MOST_ROWS} of ${steps.length}; steps.csv has all.` : "";
  return `${proved}${more}`.trim();
}

function stepTable(steps: readonly InterpolateStep[]): Html {
  const rows = steps.slice(0, MOST_ROWS).map(
    ({ file, t, points, mass, toSource, toTarget, sourceBounds, targetBounds }) =>
      html`<tr><td>${file}</td><td>${short(t)}</td><td>${points}</td><td>${short(mass)}</td><td>${toSource.toPrecision(10)}${width(sourceBounds)}</td><td>${toTarget.toPrecision(10)}${width(targetBounds)}</td></tr>
`,
  );
  const heads = ["file", "t", "points", "mass", "from the source", "to the target"].map(
    (name) => html`<th scope="col">${name}</th>`,
  );
  return html`<div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function width(bounds: readonly [number, number] | undefined): Html {
  return bounds ? html` ± ${(bounds[1] - bounds[0]).toExponential(0)}` : html``;
}

function shapeSection({ shape, steps }: InterpolateResults): PageSection[] {
  if (!shape) return [];
  const { length, chord, turning, speedRatio, meanNorms } = shape;
  const text =
    `Of the particles, at the times above: length ${short(length)}, straight from end to end ${short(chord)}; total turning ` +
    `${short(turning)} radians; the longest step is ${short(speedRatio)} times the shortest. Mean norm of a point: ` +
    `${short(meanNorms[0]!)} at the start, ${short(meanNorms.at(-1)!)} at the end, at least ${short(Math.min(...meanNorms))} between.`;
  const chart = lineChart(
    [{ label: "mean norm", colour: SOURCE_COLOUR, values: meanNorms }],
    steps.map(({ t }) => t),
    {
      title: "Mean norm of a point",
      xLabel: "t",
      yLabel: "mean |x|",
      caption: [],
    },
  );
  return [{ heading: "Length and curvature", text, html: chart }];
}
