import type { Measure, Metric } from "../../src/index.js";
import { type ImputeWork, wholeOf } from "../impute/imputed.js";
import type { ImputeResults, MethodErrors, Spread } from "../impute/results.js";
import { METRICS } from "../metric.js";
import { htmlPage, measureChart, type PageSection, type TitledMeasure } from "../report/index.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";

export interface ImputePageParts extends ImputeWork {
  readonly metric: Metric;
}

/** The page of `impute`. */
export function imputePage(report: Report<ImputeResults>, parts: ImputePageParts): string {
  const { results } = report;
  return htmlPage({
    title: `${results.items.length} ${results.items.length === 1 ? "item" : "items"} completed`,
    subtitle: parts.loaded.description,
    report,
    sections: [
      pictureSection(parts),
      ...errorSections(results, parts.metric),
      itemSection(results),
      referenceSection(parts),
    ],
  });
}

/** Items that are shown, evenly spread over all. */
const SHOWN = 8;
/** Lines of a table that anybody reads; all are in imputed.csv. */
const MOST_LINES = 50;

function pictureSection({ imputed, loaded }: ImputePageParts): PageSection {
  const count = Math.min(SHOWN, imputed.length);
  const shown = Array.from({ length: count }, (_, p) => imputed[Math.floor((p * imputed.length) / count)]!);
  const { item } = loaded.collection;
  const of = (title: string, measure: Measure): TitledMeasure => ({ title, measure, item });
  const pictures = shown.flatMap((one) => [
    of(`${one.item}, damaged`, one.damaged),
    of("completed", wholeOf(one)),
    ...(one.part.count > 0 ? [of("filled in", one.part)] : []),
    ...(one.truth === undefined ? [] : [of("lost", one.truth.lost), of("truth", one.truth.whole)]),
  ]);
  return {
    heading: "Completed items",
    text:
      "What is left of an item is matched, by partial transport, with the part of a mean of atoms that fits it best; the rest of " +
      "that mean is filled in. Points that were there are kept as they are.",
    html: measureChart(pictures, { title: "Damaged and completed items" }),
  };
}

function errorSections({ errors, measuredOn, items }: ImputeResults, metric: Metric): PageSection[] {
  if (errors === undefined) return [];
  const { symbol } = METRICS[metric.name];
  const rows = errors.map((one) => [
    one.method,
    ...cells(one.whole),
    ...(one.missing === null ? ["", "", ""] : cells(one.missing)),
    excessText(one, items.length),
  ]);
  return [
    {
      heading: "Errors against the truth",
      text:
        `${symbol} from the completed to the true item, and from the part that was filled in to the part that was lost, both at the mass of ` +
        `that and per unit of it. Measured on ${measuredOn}.`,
      html: valueTable({
        title: "Errors: mean, standard deviation, median",
        columns: ["method", "whole", "sd", "median", "lost part", "sd", "median", "worse than imputed"],
        rows,
        caption: errors.map(({ method, about }) => `${method}: ${about}.`),
      }),
    },
  ];
}

function cells({ mean, standardDeviation, median }: Spread): string[] {
  return [mean, standardDeviation, median].map(short);
}

function excessText({ worseThanImputed, excess }: MethodErrors, items: number): string {
  return excess === undefined
    ? ""
    : `${worseThanImputed} of ${items}, by ${short(excess.mean)}` +
        (excess.standardError === null ? "" : ` ± ${short(excess.standardError)}`);
}

function itemSection({ items }: ImputeResults): PageSection {
  const rows = items
    .slice(0, MOST_LINES)
    .map((one) => [
      one.item,
      short(one.missing),
      one.status,
      String(one.steps),
      short(one.shrinkage),
      short(one.misfit),
      String(one.used),
      one.largest.map(({ atom, share }) => `${share.toFixed(2)} ${atom}`).join(", "),
    ]);
  return {
    heading: "Item by item",
    text:
      "Misfit: root mean squared distance between what is left of the item and the visible part of its synthesis. Shrinkage: how strongly " +
      "the synthesis is drawn to the mean of the atoms, chosen for each item by leaving atoms out with the same part hidden.",
    html: valueTable({
      title: "Completions",
      columns: ["item", "missing", "status", "steps", "shrinkage", "misfit", "atoms used", "largest shares"],
      rows,
      caption: [items.length > MOST_LINES ? "All items are in imputed.csv." : undefined],
    }),
  };
}

function referenceSection({ references, infos, loaded }: ImputePageParts): PageSection {
  const [first] = references;
  const { kind, fittedOn } = infos[0]!;
  return {
    heading: "Reference",
    text:
      `All transports start from a measure of ${first!.measure.count} points (${kind}, fitted on ${fittedOn} atoms)` +
      (references.length > 1 ? "; each fold has its own, here the first." : "."),
    html: measureChart([{ title: "", measure: first!.measure, item: loaded.collection.item }], {
      title: `${kind}, ${first!.measure.count} points`,
    }),
  };
}
