import {
  deviationsOf,
  type Embedding,
  type ItemKind,
  type ModeStep,
  rowView,
  type TangentModes,
} from "../../src/index.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { METRICS } from "../metric.js";
import type { ClassExplanation } from "../modes/explanation.js";
import type { ModesResults } from "../modes/results.js";
import { doubtsOf, leftOutText, percentText, placeText } from "../modes/text.js";
import type { WalkedMode } from "../modes/walked-mode.js";
import { curveOverlay } from "../report/curve-overlay.js";
import { type Html, htmlPage, measureChart, type PageSection, scatterChart } from "../report/index.js";
import { onPixels } from "../report/on-pixels.js";
import { valueTable } from "../report/value-table.js";
import { varianceChart } from "../report/variance-chart.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";
import { explanationSections } from "./direction-sections.js";
import { fieldChart } from "./field-chart.js";
import { fidelitySection, referenceSection } from "./sections.js";

export interface ModesPageParts extends Embedded {
  readonly description: string;
  readonly modes: TangentModes;
  readonly walked: readonly WalkedMode[];
  readonly labels: Labels | undefined;
  readonly explanation: ClassExplanation | undefined;
}

/** The page of `modes`. */
export function modesPage(report: Report<ModesResults>, parts: ModesPageParts): string {
  const { items, embedding, fidelity, walked, explanation } = parts;
  const { modes } = report.results;
  return htmlPage({
    title: `${modes.length} ${modes.length === 1 ? "mode" : "modes"} of variation`,
    subtitle: parts.description,
    report,
    sections: [
      varianceSection(report.results),
      ...(modes.length > 1 ? [coordinatesSection(parts, report.seed)] : []),
      ...walked.map((mode, k) => modeSection(parts, mode, k, report.seed)),
      ...(explanation ? explanationSections(explanation, { items, embedding, seed: report.seed }) : []),
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, report.seed),
    ],
  });
}

function varianceSection(results: ModesResults): PageSection {
  const { modes, items, totalVariance } = results;
  const table = valueTable({
    title: "Modes",
    columns: ["mode", "standard deviation", "of the variance", "with those before", "items from", "to"],
    rows: modes.map((mode, k) => [
      String(k + 1),
      short(mode.deviation),
      percentText(mode.explained),
      percentText(mode.cumulative),
      placeText(mode.least),
      placeText(mode.most),
    ]),
    caption: ["sd: standard deviations of the mode's coordinate, in units of distance."],
  });
  return {
    heading: "What varies, and how much",
    text:
      `Principal components of the ${items} items in the tangent space: directions in which they vary most, one after the other. The variance in ` +
      `all directions together is ${short(totalVariance)}, the mean squared distance from the mean measure in the geometry of rows (normalised by n \u2212 1). ` +
      `Left out here: ${leftOutText(results)}.`,
    html: [
      varianceChart(
        modes.map(({ explained }) => explained),
        ["Measured on all items, which the modes were fitted on."],
      ),
      table,
    ],
  };
}

function coordinatesSection({ items, modes, labels }: ModesPageParts, seed: number): PageSection {
  const points = items.names.map((name, s) => {
    const [x, y] = rowView(modes.coordinates, s);
    return { name, group: labels?.values[s], x: x!, y: y! };
  });
  return {
    heading: "Items",
    text: "Coordinates of the items along the first two modes; all coordinates are in coordinates.csv. Units of distance.",
    html: scatterChart(points, {
      title: labels ? `Items by ${labels.column}` : "Items",
      xLabel: `mode 1 (${percentText(modes.pca.explained[0]!)} of the variance)`,
      yLabel: `mode 2 (${percentText(modes.pca.explained[1]!)})`,
      seed,
    }),
  };
}

function modeSection(
  { items, embedding, modes }: ModesPageParts,
  { result, steps }: WalkedMode,
  k: number,
  seed: number,
): PageSection {
  const { item } = items;
  const panels = steps.flatMap(({ deviations, measure, withinData }) =>
    measure
      ? [
          {
            title: `${placeText(deviations)}${withinData ? "" : ", beyond the data"}`,
            measure: onPixels(measure, item),
            item,
          },
        ]
      : [],
  );
  const row = rowView(modes.pca.components, k).map((x) => deviationsOf(modes)[k]! * x);
  const title = `Along mode ${k + 1}, the other coordinates at the mean`;
  return {
    heading: `Mode ${k + 1}: ${percentText(result.explained)} of the variance`,
    text: modeSentences(result, embedding),
    html: [
      walkCurves(steps, item, title) ?? measureChart(panels, { title, seed }),
      fieldChart(embedding, [{ title: "+1 sd", row, lengths: "true" }], {
        title: `One standard deviation of mode ${k + 1}`,
        item,
        seed,
      }),
    ],
  };
}

/** On a line, all measures of a walk in one picture; undefined elsewhere, or where one has no density. */
function walkCurves(steps: readonly ModeStep[], item: ItemKind, title: string): Html | undefined {
  const farthest = steps.reduce((most, { deviations }) => Math.max(most, Math.abs(deviations)), 0);
  const curves = steps.flatMap(({ deviations, measure }) =>
    measure?.dim === 1 ? [{ title: placeText(deviations), measure, place: deviations / farthest }] : [],
  );
  return curves.length > 0 ? curveOverlay(curves, item, { title }) : undefined;
}

function modeSentences(result: ModesResults["modes"][number], { reference }: Embedding): string {
  const doubts = doubtsOf(result, reference.metric);
  const { masses } = METRICS[reference.metric.name];
  const first = `Standard deviation ${short(result.deviation)}; items reach from ${placeText(result.least)} to ${placeText(result.most)}.`;
  const mass =
    masses === "any"
      ? ` Masses, in this order: ${result.steps.map(({ mass }) => short(mass)).join(", ")}.`
      : "";
  const doubtText = doubts.length === 0 ? "" : ` Mind: ${doubts.join("; ")}.`;
  return `${first}${mass}${doubtText}`;
}
