import {
  columnMeans,
  expMap,
  type Matrix,
  type Measure,
  matrix,
  type Reference,
  selectRows,
  toTangent,
} from "../../src/index.js";
import { contactText } from "../adapt/domain-contact.js";
import type { AdaptResults, AdaptScores } from "../adapt/results.js";
import type { DomainRows } from "../adapt/two-domains.js";
import type { Labels } from "../labels.js";
import type { Embedded } from "../lot.js";
import { confusionChart, htmlPage, measureChart, type PageSection, scatterChart } from "../report/index.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";
import { fidelitySection, principalPlane, referenceSection } from "./sections.js";

export interface AdaptPageParts extends Embedded {
  readonly description: string;
  readonly labels: Labels;
  readonly rows: DomainRows;
  /** Where the source items went. */
  readonly images: Matrix;
  /** Class of each target item. */
  readonly predicted: Int32Array;
}

/** The page of `adapt`. */
export function adaptPage(report: Report<AdaptResults>, parts: AdaptPageParts): string {
  const { results, seed } = report;
  const { items, embedding, fidelity } = parts;
  return htmlPage({
    title: titleOf(results),
    subtitle: `${parts.description}.`,
    report,
    sections: [
      ...(results.scores ? [accuracySection(results, results.scores)] : []),
      domainSection(parts, results, seed),
      planSection(results),
      classSection(parts),
      referenceSection(embedding, items),
      fidelitySection(fidelity, embedding, seed),
    ],
  });
}

function titleOf({ column, scores, targetItems }: AdaptResults): string {
  return scores
    ? `${column} of another dataset: ${percent(scores.accuracy)} right`
    : `${column} of ${targetItems} items by the labels of another dataset`;
}

function accuracySection(results: AdaptResults, scores: AdaptScores): PageSection {
  const { contact, targetItems } = results;
  const measuredOn = `Measured on ${contactText(contact, targetItems)}.`;
  const table = (counts: AdaptScores["confusion"], title: string) =>
    confusionChart(counts, scores.classes, { title, measuredOn });
  return {
    heading: "Accuracy",
    text:
      `Classifier ${results.model}: ${percent(scores.accuracy)} of the target (standard error ${percent(scores.standardError)}); learnt on ` +
      `the source as it is, ${percent(scores.unadapted)} (${percent(scores.unadaptedError)}). The difference is ` +
      `${percent(scores.gain)} (standard error ${percent(scores.gainError)}, the items being the same). Always naming the ` +
      `commonest class: ${percent(scores.majorityRate)}. Plan and strengths were given, not chosen by these scores.`,
    html: [
      table(scores.confusion, "Confusion matrix, adapted"),
      table(scores.unadaptedConfusion, "Confusion matrix, without adaptation"),
    ],
  };
}

function domainSection(
  { rows, images, labels, predicted, embedding }: AdaptPageParts,
  results: AdaptResults,
  seed: number,
): PageSection {
  const stacked = stack([rows.source, images, rows.target]);
  const plane = principalPlane({ ...embedding, matrix: stacked }, seed);
  const n = rows.source.rows;
  const place = (s: number) => ({ x: plane.x[s]!, y: plane.y[s]! });
  const axes = {
    xLabel: `component 1 (${percent(plane.shares[0])} of the variance)`,
    yLabel: `component 2 (${percent(plane.shares[1])})`,
    seed,
  };
  const domains = [
    ...Array.from({ length: n }, (_, s) => ({ ...place(s), group: "source", name: labels.values[s]! })),
    ...Array.from({ length: n }, (_, s) => ({
      ...place(n + s),
      group: "source, moved",
      name: labels.values[s]!,
    })),
    ...Array.from(predicted, (_, s) => ({ ...place(2 * n + s), group: "target", name: "" })),
  ];
  const classes = [
    ...Array.from({ length: n }, (_, s) => ({
      ...place(n + s),
      group: labels.values[s]!,
      name: "source, moved",
    })),
  ];
  const named = Array.from(predicted, (code, s) => ({
    ...place(2 * n + s),
    group: labels.classes[code]!,
    name: "target",
  }));
  return {
    heading: "Where the source went",
    text:
      `First two principal components of the rows of the source, of their images and of the target, fitted on ${plane.fittedOn}. ` +
      `Images are means of target items, so that they fill less room. ${unlikeText(results)}`,
    html: [
      scatterChart(domains, { title: "Domains", ...axes }),
      scatterChart(classes, { title: "Source items moved, by their labels", ...axes }),
      scatterChart(named, { title: "Target items, by the classes that they were given", ...axes }),
    ],
  };
}

function unlikeText({ contact, targetItems }: AdaptResults): string {
  return (
    `Before, ${contact.unlike} of ${targetItems} target items lay farther from the nearest source item than any source item from the ` +
    "nearest other one."
  );
}

function planSection({ plan, sourceItems }: AdaptResults): PageSection {
  const { certificate, strengths } = plan;
  return {
    heading: "Plan",
    text:
      "The certificate is about the transport between the rows without any regularisation: its squared distance W2² lies between the two " +
      "bounds, whatever the plan is smoothed by. The cost of the plan is above it by what smoothing makes it dearer." +
      (plan.anchors < sourceItems
        ? ` The plan was solved on ${plan.anchors} source items; the others moved with their nearest of these.`
        : ""),
    html: valueTable({
      title: `Plan: ${plan.kind}`,
      columns: ["", "value"],
      rows: [
        ["status", certificate.status],
        ...Object.entries(strengths).map(([name, value]) => [name, short(value)]),
        ["cost", short(plan.cost)],
        ["least cost, at least", short(certificate.lower)],
        ["least cost, at most", short(certificate.upper)],
        ["marginal error", short(certificate.sourceError + certificate.targetError)],
      ],
      caption: ["Costs are mean squared distances of rows; strengths are in the same unit."],
    }),
  };
}

/** Classes of which means are drawn. */
const MOST_CLASSES = 5;

function classSection({ rows, images, labels, predicted, embedding, items }: AdaptPageParts): PageSection {
  const { reference } = embedding;
  const shown = labels.classes.slice(0, MOST_CLASSES);
  const panels = shown.flatMap((name, c) => [
    ...meanPanel(`${name}: source`, reference, rows.source, labels.codes, c),
    ...meanPanel(`${name}: moved`, reference, images, labels.codes, c),
    ...meanPanel(`${name}: target as named`, reference, rows.target, predicted, c),
  ]);
  return {
    heading: "Means of the classes",
    text:
      "The exponential of the mean row: of the source, of the source moved, and of the target items that were given the class" +
      (shown.length < labels.classes.length
        ? `; the first ${shown.length} of ${labels.classes.length} classes.`
        : "."),
    html: measureChart(
      panels.map((panel) => ({ ...panel, item: items.item })),
      { title: "Means, as measures" },
    ),
  };
}

function meanPanel(
  title: string,
  reference: Reference,
  rows: Matrix,
  codes: Int32Array,
  wanted: number,
): { readonly title: string; readonly measure: Measure }[] {
  const members = Int32Array.from(codes.keys()).filter((s) => codes[s] === wanted);
  if (members.length === 0) return [];
  return [
    { title, measure: expMap(reference, toTangent(reference, columnMeans(selectRows(rows, members)))) },
  ];
}

function stack(parts: readonly Matrix[]): Matrix {
  const cols = parts[0]!.cols;
  const all = matrix(
    parts.reduce((sum, part) => sum + part.rows, 0),
    cols,
  );
  let at = 0;
  for (const { data } of parts) {
    all.data.set(data, at);
    at += data.length;
  }
  return all;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
