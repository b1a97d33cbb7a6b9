import { imageMeasure, pixelMasses } from "../../loaders/index.js";
import {
  type Embedding,
  type ItemKind,
  joinEmbedded,
  type Measure,
  selectEmbedded,
} from "../../src/index.js";
import type { Members } from "../generate/members.js";
import type { ClassifiedItems, GenerateResults } from "../generate/results.js";
import { titleOf } from "../generate/text.js";
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

/** Pictures of new items; more would repeat what the first ones show. */
const SHOWN = 24;

function newSection({ items: fresh, nearest }: GenerateResults, parts: GeneratePageParts): PageSection {
  const { items, measures } = parts;
  const placeOf = new Map(items.names.map((name, s) => [name, s]));
  const shown = fresh.slice(0, SHOWN);
  const made = shown.map((one, p) => ({
    title: one.name,
    measure: drawn(measures[p]!, items.item),
    item: items.item,
  }));
  const known = shown.map((one) => {
    const measure = items.measures[placeOf.get(one.nearest)!]!;
    return { title: `${one.nearest} (to ${one.name})`, measure, item: items.item };
  });
  const left = fresh.length - SHOWN;
  return {
    heading: "New items",
    text:
      "New items, and below them, in the same order, the known item that is nearest to each: the one of smallest distance " +
      `among the ${nearest.candidates} that LOT distance names.`,
    html: [
      measureChart(made, {
        title: "New items",
        ...(left > 0 && { note: `${left} further new items are in the files.` }),
      }),
      measureChart(known, { title: "The known item nearest to each" }),
    ],
  };
}

/** An image is shown as the picture that is written of it: its points lie between pixels. */
function drawn(mu: Measure, item: ItemKind): Measure {
  return item.kind === "image" ? imageMeasure(pixelMasses(mu, item), item, { file: "", place: "" }) : mu;
}

function scoreSection(results: GenerateResults, { reference: { metric } }: Embedding): PageSection {
  const { symbol } = METRICS[metric.name];
  const head = ["item", "nearest", symbol, "copy", "mass", ...(results.classified ? ["taken for"] : [])];
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
      "New items should be like known ones: as near to a known one as those are to each other, and among them (precision). " +
      "They should differ from each other as known ones do (diversity), represent all of them (coverage), and not be copies. " +
      "A mean of several items varies less than the items do.",
    html: [
      valueTable({
        title: "All new items",
        columns: ["score", "new items", "for comparison"],
        rows: scoreRows(results, symbol),
        caption: [neighbourNote(results)],
      }),
      valueTable({
        title: "Each new item",
        columns: head,
        rows: lines.slice(0, MOST_LINES),
        caption: cut(lines.length),
      }),
    ],
  };
}

const NOT_TOLD = "not told";

function scoreRows(results: GenerateResults, symbol: string): string[][] {
  const { nearest, diversity, neighbourhood, classified, items, roundTrip } = results;
  const told = (value: number | null | undefined) => (typeof value === "number" ? short(value) : NOT_TOLD);
  return [
    [
      `median ${symbol} to the nearest known item`,
      short(nearest.medianNew),
      `${told(nearest.medianKnown)} from known to known`,
    ],
    ["copies", `${nearest.copies} of ${items.length}`, `a copy is within ${told(nearest.copyDistance)}`],
    [
      "LOT distance of two, root mean square",
      told(diversity.ofNew),
      `${told(diversity.ofKnown)} of known items`,
    ],
    ["precision", told(neighbourhood?.precision), "1 at best"],
    ["recall", told(neighbourhood?.recall), "1 at best"],
    [
      "coverage",
      told(neighbourhood?.coverage),
      `${told(neighbourhood?.expectedCoverage)} expected of draws from the same law`,
    ],
    ["round trip error, in spreads of known items", short(roundTrip), "0 at best"],
    ...(classified ? [classRow(classified)] : []),
  ];
}

function classRow({ model, asWanted, heldOut, counts, classes }: ClassifiedItems): string[] {
  const share = (value: number) => `${short(100 * value)} %`;
  const found = counts.flatMap((count, c) => (count > 0 ? [`${classes[c]} ${count}`] : []));
  const how =
    heldOut === null
      ? "not tested: a class has one item"
      : `right on ${share(heldOut.accuracy)} of known items, held out in ${heldOut.folds} folds (standard error ${share(heldOut.standardError)})`;
  return asWanted === null
    ? [`classes given by ${model}`, found.join(", "), how]
    : [`given the class asked for by ${model}`, share(asWanted), how];
}

function neighbourNote({ neighbourhood }: GenerateResults): string | undefined {
  return (
    neighbourhood &&
    `Precision, recall and coverage look at ${neighbourhood.neighbours} neighbours by LOT distance.`
  );
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
