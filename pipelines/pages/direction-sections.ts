import {
  type ClassifierName,
  type Collection,
  type Embedding,
  expMap,
  isLinear,
  isOtError,
  type Measure,
  massOutside,
  type Random,
  type Tangent,
  tangentAlong,
} from "../../src/index.js";
import type { Labels } from "../labels.js";
import { type ClassDirection, fitDirections, type PairDecision } from "../modes/directions.js";
import type { ClassExplanation } from "../modes/explanation.js";
import { exactImportance, type PointImportance } from "../modes/importance.js";
import { meanMeasure } from "../modes/mean-measure.js";
import { percentText, placeText } from "../modes/text.js";
import { formatNumber } from "../report/format.js";
import { type Html, measureChart, type PageSection, scatterChart } from "../report/index.js";
import { onPixels } from "../report/on-pixels.js";
import { pointValueChart } from "../report/point-value-chart.js";
import { short } from "../text-table.js";
import { fieldChart } from "./field-chart.js";

interface Setting {
  readonly items: Collection;
  readonly embedding: Embedding;
  readonly seed: number;
}

/** What tells classes apart: discriminants, decisions of a linear classifier, and the part of each reference point. */
export function explanationSections(explanation: ClassExplanation, setting: Setting): PageSection[] {
  const { labels, axes, decisions, importance } = explanation;
  return [
    axesSection(explanation, setting),
    ...axes.map((axis) => ({
      heading: `${capital(axis.name)} of ${labels.column}`,
      text: classMeansText(axis, labels),
      html: directionCharts(axis, setting),
    })),
    ...decisionSections(decisions, explanation, setting),
    importanceSection(importance, setting),
  ];
}

/** Pairs of classes that are drawn; the files have all. */
const MOST_DRAWN = 4;

/** Decisions of a linear classifier on a page, the hardest pair first. */
function decisionSections(
  decisions: readonly PairDecision[],
  { labels, model }: Pick<ClassExplanation, "labels" | "model">,
  setting: Setting,
): PageSection[] {
  if (decisions.length === 0) return [];
  const shown = decisions.slice(0, MOST_DRAWN);
  const rest = decisions.length - shown.length;
  const intro =
    `The classifier (${model}), fitted on all items, decides between two classes by the inner product of an item's tangent vector with the vector of ` +
    "weights. The pattern is how items with a higher decision look, on average; where the two differ, weights also take off what the classes share " +
    "(Haufe et al. 2014)." +
    (rest > 0
      ? ` Shown: the ${shown.length} pairs of classes that are hardest to tell apart; ${rest} more are not drawn.`
      : "");
  return shown.map((decision, p) => ({
    heading: `Decision: ${decision.name}`,
    text: `${p === 0 ? `${intro}\n\n` : ""}Higher decisions speak for ${labels.classes[decision.first]!}. Class means are ${short(decision.separation)} standard deviations (within classes) apart, on the items it was fitted on.`,
    html: directionCharts(decision, setting),
  }));
}

/**
 * For the page of another command: the decisions of a linear classifier that is fitted on all items at one reference, and the points that
 * tell; none for a classifier that is not linear. Time of `tuneClassifier`.
 */
export async function linearSections(
  setting: Setting,
  labels: Labels,
  model: ClassifierName,
  options: { readonly groups?: readonly string[] | undefined; readonly random: Random },
): Promise<PageSection[]> {
  if (!isLinear(model)) return [];
  const { decisions } = await fitDirections(setting.embedding, labels, model, options);
  if (decisions.length === 0) return [];
  return [
    ...decisionSections(decisions, { labels, model }, setting),
    importanceSection(exactImportance(decisions), setting),
  ];
}

function axesSection({ labels, axes, heldOut, model }: ClassExplanation, setting: Setting): PageSection {
  const [first, second] = axes;
  const { items, seed } = setting;
  const score = (axis: ClassDirection | undefined, s: number) =>
    axis && axis.deviation > 0 ? axis.scores[s]! / axis.deviation : 0;
  const points = items.names.map((name, s) => ({
    name,
    group: labels.values[s],
    x: score(first, s),
    y: score(second, s),
  }));
  return {
    heading: `What tells ${labels.column} apart`,
    text:
      `Accuracy of ${model}: ${percentText(heldOut.accuracy)} (standard error ${percentText(heldOut.standardError)}; always naming the commonest class ` +
      `${percentText(heldOut.majorityRate)}). ${capital(heldOut.measuredOn)}. All that follows was fitted on all items, and classes look farther apart there than they are.`,
    html:
      axes.length === 0
        ? []
        : scatterChart(points, {
            title: `Items by ${labels.column}, along linear discriminants`,
            xLabel: "discriminant 1, in standard deviations",
            yLabel: second ? "discriminant 2" : "there is one discriminant",
            note: "Fitted on these very items: for looking at, no measure of how well classes can be told apart.",
            seed,
          }),
  };
}

const PLACES = [-2, 0, 2] as const;

/** The pattern as measures and arrows, beside the weights. */
function directionCharts(direction: ClassDirection, { items, embedding, seed }: Setting): Html[] {
  const { item } = items;
  if (direction.deviation === 0) return [];
  const panels = PLACES.flatMap((place) => {
    const tangent = tangentAlong(embedding, direction, place);
    const mu = measureOf(embedding, tangent);
    const title = `${placeText(place)}${doubtOf(direction, place, massOutside(embedding.reference, tangent))}`;
    return mu ? [{ title, measure: onPixels(mu, item), item }] : [];
  });
  return [
    measureChart(panels, {
      title: "How items look along it",
      note:
        "Along the pattern of the score, in its standard deviations from the mean of the items. Beyond the data: no item has such a score; cut: on so " +
        "much of the reference mass the vector is none that a logarithm gives.",
      seed,
    }),
    fieldChart(
      embedding,
      [
        {
          title: "Pattern, +1 sd",
          row: direction.pattern.map((x) => direction.deviation * x),
          lengths: "true",
        },
        { title: "Weights", row: direction.weights, lengths: "free" },
      ],
      {
        title: "Pattern: how items differ. Weights: how the score is computed",
        item,
        note: "The score grows where points move along the arrows of the weights, in proportion to their mass and to length.",
        seed,
      },
    ),
  ];
}

/** Whether an item has a score as far out, and else whether the vector is one that a logarithm gives. */
function doubtOf({ scores, deviation }: ClassDirection, place: number, outside: number): string {
  const reached = scores.some((score) =>
    place < 0 ? score <= place * deviation : score >= place * deviation,
  );
  if (place !== 0 && !reached) return ", beyond the data";
  return outside > 0 ? `, ${percentText(outside)} cut` : "";
}

function measureOf({ reference }: Embedding, tangent: Tangent): Measure | undefined {
  try {
    return expMap(reference, tangent);
  } catch (error) {
    if (isOtError(error, "MeasureError")) return undefined; // no mass is left there
    throw error;
  }
}

function importanceSection(importance: PointImportance, { items, embedding, seed }: Setting): PageSection {
  const { count } = embedding.reference.measure;
  const mean = meanMeasure(embedding);
  const at = {
    ...mean,
    points: mean.points.subarray(0, count * mean.dim),
    weights: mean.weights.subarray(0, count),
    count,
  };
  return {
    heading: "Which points tell",
    text: METHOD_TEXT[importance.method](importance),
    html: pointValueChart(at, importance.values, {
      title: "Importance of each reference point",
      what: importance.method === "exact" ? "share of the decision's variance" : "fall of the accuracy",
      item: items.item,
      caption: ["Points are drawn where they are in the mean measure."],
      seed,
    }),
  };
}

const METHOD_TEXT: { readonly [M in PointImportance["method"]]: (importance: PointImportance) => string } = {
  exact: () =>
    "The decision of a linear classifier is a sum over reference points. The importance of a point is its share in the decision's variance, the covariance of " +
    "its summand with the sum divided by the variance of the sum: shares add up to 1, and one below 0 works against the others. Where there are " +
    "several pairs of classes it is the mean over them.",
  permutation: ({ patch, repeats, items, errors, values }) => {
    const noise = errors!.reduce((sum, error) => sum + error, 0) / values.length;
    return (
      `The importance of a point is by how much the accuracy on held-out items falls when the numbers of ${patch === 1 ? "the point" : `the point and its ${patch - 1} nearest neighbours`} are shuffled ` +
      `among ${items} items (${repeats} times; the standard error is ${short(noise)} on average, and differences within twice that are noise). Points whose neighbours tell the same hide behind them: ` +
      "small numbers everywhere do not say that nothing matters."
    );
  },
};

function classMeansText({ classMeans }: ClassDirection, { classes }: Labels): string {
  const order = Array.from(classMeans.keys()).sort((a, b) => classMeans[a]! - classMeans[b]!);
  return `Class means, in standard deviations of the score: ${order.map((c) => `${classes[c]} ${formatNumber(classMeans[c]!, 3)}`).join(", ")}.`;
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
