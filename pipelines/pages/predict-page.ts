import {
  alignmentRule,
  type Collection,
  type Matrix,
  matrix,
  type StoredModel,
  type Unusualness,
} from "../../src/index.js";
import { METRICS, scaleOf } from "../metric.js";
import type { PredictResults, PredictScore } from "../predict/results.js";
import {
  confusionChart,
  htmlPage,
  type PageSection,
  type ScatterPoint,
  scatterChart,
} from "../report/index.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { short } from "../text-table.js";
import { principalPlane, referenceSection } from "./sections.js";

export interface PredictPageParts {
  readonly model: StoredModel;
  readonly items: Collection;
  readonly description: string;
  /** Of the new items. */
  readonly rows: Matrix;
  readonly dropped: Float64Array;
  readonly unusual: Unusualness;
}

/** The page of `predict`. */
export function predictPage(report: Report<PredictResults>, parts: PredictPageParts): string {
  const { results } = report;
  const { model } = parts;
  const title = `Classes of ${results.items} ${results.items === 1 ? "item" : "items"} by ${model.origin.label}`;
  return htmlPage({
    title: results.score ? `${title}: ${percent(results.score.accuracy)} right` : title,
    subtitle: `${parts.description}.`,
    report,
    sections: [
      classesSection(results, parts.unusual),
      ...(results.score ? [scoreSection(results.score)] : []),
      unusualSection(results, parts),
      planeSection(report, parts),
      modelSection(model),
      referenceSection({ reference: model.references[0]! }, { item: model.items.kind }),
    ],
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Items that have a row of the table each; of more, the rest is in the file. */
const MOST_LISTED = 40;

function classesSection(results: PredictResults, { distances, typicality }: Unusualness): PageSection {
  const counts = valueTable({
    title: "Items by class",
    columns: ["class", "items", "share"],
    rows: results.classes.map((name, c) => [
      name,
      String(results.counts[c]),
      percent(results.counts[c]! / results.items),
    ]),
    caption: [
      "Every item gets the class that the model finds likeliest, also one that is unlike all of them.",
    ],
  });
  const oddest = Array.from(results.names.keys()).sort(
    (a, b) => typicality[a]! - typicality[b]! || distances[b]! - distances[a]! || a - b,
  );
  const listed = oddest
    .slice(0, MOST_LISTED)
    .map((s) => [results.names[s]!, results.predicted[s]!, short(distances[s]!), short(typicality[s]!)]);
  const items = valueTable({
    title: "Items",
    columns: ["item", "class", "distance", "typicality"],
    rows: listed,
    caption: [
      listed.length < results.items
        ? `The ${listed.length} least typical of ${results.items}; all are in predictions.csv.`
        : "The least typical first.",
    ],
  });
  return { heading: "Classes", text: "", html: [counts, items] };
}

function scoreSection({ measuredOn, confusion, classes, ...score }: PredictScore): PageSection {
  const text = `${measuredOn[0]!.toUpperCase()}${measuredOn.slice(1)}.`;
  return {
    heading: "Accuracy",
    text:
      `${percent(score.accuracy)} right, standard error ${percent(score.standardError)}; always naming the commonest class of ` +
      `these items: ${percent(score.majorityRate)}.`,
    html: confusionChart(confusion, classes, { title: "Confusion matrix", measuredOn: text }),
  };
}

/** Names of the groups of points in the picture. */
const TRAINING = "training items";
const LIKE = "new items";
const UNLIKE = "new items unlike them";

function unusualSection(
  results: PredictResults,
  { model, items, unusual, dropped }: PredictPageParts,
): PageSection {
  const { spread } = model;
  const count = spread.distances.length;
  const training = Array.from(
    spread.distances,
    (x, s): ScatterPoint => ({
      name: `training item ${s}`,
      group: TRAINING,
      x,
      y: lengthOf(spread.dropped[s]!),
    }),
  );
  const points = items.names.map(
    (name, s): ScatterPoint => ({
      name: `${name}: ${results.predicted[s]}`,
      group: unusual.far[s] || unusual.unseen[s] ? UNLIKE : LIKE,
      x: unusual.distances[s]!,
      y: lengthOf(dropped[s]!),
    }),
  );
  return {
    heading: "Are these items like those that the model was learnt from?",
    text:
      "Across: how far an item is from the nearest training item (for a training item, from the nearest other one). Up: the root of " +
      "the part of its squared distance from the reference that the classifier does not see. An item that exceeds all " +
      `${count} training items in either is called unlike them, and its class is a guess; of items like them, about ` +
      `${percent(Math.min(1, 2 / (count + 1)))} or fewer would be called so by chance. ` +
      `Here it is ${results.unusual.length} of ${results.items}.`,
    html: scatterChart([...training, ...points], {
      title: "New items beside the training items",
      xLabel: "distance to the nearest training item",
      yLabel: "root of what rows lack",
    }),
  };
}

function lengthOf(cost: number): number {
  return Math.sqrt(Math.max(cost, 0));
}

function planeSection(report: Report<PredictResults>, { model, items, rows }: PredictPageParts): PageSection {
  const { spread, classes } = model;
  const kept = spread.rows.rows;
  const all = matrix(kept + rows.rows, rows.cols);
  all.data.set(spread.rows.data);
  all.data.set(rows.data, spread.rows.data.length);
  const plane = principalPlane({ matrix: all }, report.seed);
  const points = Array.from({ length: all.rows }, (_, s): ScatterPoint => {
    const isNew = s >= kept;
    const name = isNew ? items.names[s - kept]! : `training item ${s}`;
    const group = isNew ? `new: ${report.results.predicted[s - kept]}` : classes[spread.codes[s]!]!;
    return { name, group, x: plane.x[s]!, y: plane.y[s]! };
  });
  return {
    heading: "New items among the training items",
    text:
      `First two principal components of the rows of ${kept === model.items.count ? "the" : `${kept} of the ${model.items.count}`} ` +
      "training items, by their class, and of the new items, by the class that the model gives them.",
    html: scatterChart(points, {
      title: "Training and new items",
      xLabel: `component 1 (${percent(plane.shares[0])} of the variance)`,
      yLabel: `component 2 (${percent(plane.shares[1])})`,
      seed: report.seed,
    }),
  };
}

function modelSection(model: StoredModel): PageSection {
  const { classifier, items, origin, references, alignment, recipe } = model;
  const { metric } = references[0]!;
  const { score } = origin;
  const scale = Object.entries(scaleOf(metric)).map(([name, value]) => `, ${name} ${short(value)}`);
  const settings = Object.entries(classifier.settings).map(([name, value]) => `${name} ${value}`);
  return {
    heading: "The model",
    text: score
      ? `Before it was stored, its way of learning was tested: ${score.measuredOn}. That gave ${percent(score.accuracy)} right, standard ` +
        `error ${percent(score.standardError)}; always naming the commonest class, ${percent(score.majorityRate)}.`
      : "",
    html: valueTable({
      title: "What it consists of",
      columns: ["part", "value"],
      rows: [
        ["classes", model.classes.join(", ")],
        ["column", origin.label],
        ["learnt from", `${items.count} items`],
        ["classifier", [classifier.kind, ...settings].join(", ")],
        ["metric", `${METRICS[metric.name].symbol}${scale.join("")}`],
        ["references", references.map(({ id, measure }) => `${id} (${measure.count} points)`).join(", ")],
        ["alignment", alignmentRule(alignment)],
        ["masses", recipe.normalise === "mass" ? "each item to mass 1" : "as in the files"],
        ["version", origin.version],
      ],
      caption: [],
    }),
  };
}
