import { type Embedding, joinEmbedded, type Measure, selectEmbedded } from "../../src/index.js";
import type { GenerateResults } from "../generate-results.js";
import {
  classText,
  copiesText,
  diversityText,
  nearestText,
  neighbourhoodText,
  titleOf,
} from "../generate-text.js";
import type { Members } from "../generation-members.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { METRICS } from "../metric.js";
import { htmlPage, measureChart, type PageSection } from "../report/index.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";
import { fidelitySection, planeChart, principalPlane, referenceSection } from "./sections.js";

export interface GeneratePageParts extends Embedded, Members {
  readonly description: string;
  readonly measures: readonly Measure[];
  /** Rows of the new items, found from the measures. */
  readonly back: Embedding;
  readonly labels: Labels | undefined;
}

/** The page of `generate`. */
export function generatePage(report: Report<GenerateResults>, parts: GeneratePageParts): string {
  const { items, embedding, fidelity } = parts;
  return htmlPage({
    title: titleOf(report.results),
    subtitle: parts.description,
    report,
    sections: [
      newSection(report.results, parts),
      scoreSection(report.results, embedding),
      planeSection(report, parts),
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, report.seed),
    ],
  });
}

/** Pairs of pictures, a new item and the known one nearest to it; more would repeat what the first ones show. */
const SHOWN_PAIRS = 12;

function newSection({ items: fresh, nearest }: GenerateResults, parts: GeneratePageParts): PageSection {
  const { items, measures } = parts;
  const placeOf = new Map(items.names.map((name, s) => [name, s]));
  const shown = fresh.slice(0, SHOWN_PAIRS).flatMap((one, p) => [
    { title: one.name, measure: measures[p]!, item: items.item },
    {
      title: `nearest: ${one.nearest}`,
      measure: items.measures[placeOf.get(one.nearest)!]!,
      item: items.item,
    },
  ]);
  const left = fresh.length - SHOWN_PAIRS;
  return {
    heading: "New items",
    text:
      "Each new item, and beside it the known item that is nearest: the one of smallest distance among the " +
      `${nearest.candidates} that LOT distance names.`,
    html: measureChart(shown, {
      title: "New items, each with the nearest known one",
      ...(left > 0 && { note: `${left} further new items are in the files.` }),
    }),
  };
}

function scoreSection(results: GenerateResults, { reference: { metric } }: Embedding): PageSection {
  const { symbol } = METRICS[metric.name];
  const classes = classText(results);
  const rows = [
    ["nearest known item", nearestText(results.nearest, symbol)],
    ["copies", copiesText(results)],
    ["diversity", diversityText(results.diversity)],
    ["neighbourhood", neighbourhoodText(results)],
    ["round trip", `error ${short(results.roundTrip)} of the spread of the known items`],
    ...(classes === undefined ? [] : [["taken for", classes]]),
  ];
  const head = ["item", "nearest", symbol, "copy", "mass", ...(classes === undefined ? [] : ["taken for"])];
  const lines = results.items.map((one) => [
    one.name,
    one.nearest,
    short(one.distance),
    one.isCopy ? "yes" : "no",
    short(one.mass),
    ...(one.predicted === undefined ? [] : [one.predicted]),
  ]);
  return {
    heading: "How good they are",
    text:
      `Like known items: new ones are as near to a known one as those are to each other (a ratio near 1; ${symbol} itself), ` +
      "and lie among them (precision near 1). Different from each other: they vary as known ones do (diversity near 1) and " +
      "represent all of them (coverage as expected). New: none is a copy. Means of items vary less than the items.",
    html: [
      valueTable({ title: "All new items", columns: ["score", "value"], rows, caption: [] }),
      valueTable({
        title: "Each new item",
        columns: head,
        rows: lines.slice(0, MOST_LINES),
        caption: cut(lines.length),
      }),
    ],
  };
}

/** Lines of a table that anybody reads; all are in generated.csv. */
const MOST_LINES = 50;

function cut(lines: number): readonly (string | undefined)[] {
  return lines > MOST_LINES ? [`${lines - MOST_LINES} further lines are in generated.csv.`] : [];
}

/** Known and new items in one plane. */
function planeSection({ results, seed }: Report<GenerateResults>, parts: GeneratePageParts): PageSection {
  const { embedding, back, items, labels } = parts;
  const known = Array.from(parts.known);
  const joined = joinEmbedded(selectEmbedded(embedding, known), back);
  const plane = principalPlane({ ...embedding, ...joined }, seed);
  const names = [...known.map((s) => items.names[s]!), ...results.items.map(({ name }) => name)];
  const groups = names.map((_, p) => {
    if (p >= known.length) return "new";
    return results.class === undefined || labels === undefined ? "known" : labels.values[known[p]!]!;
  });
  return {
    heading: "Where they lie among known items",
    text: `First two principal components of the rows of known and new items together, fitted on ${plane.fittedOn}.`,
    html: planeChart(plane, { ...items, names }, groups, { title: "Known and new items", seed }),
  };
}
