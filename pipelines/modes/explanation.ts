import {
  type ClassifierName,
  type Embedding,
  isLinear,
  type OnProgress,
  type Random,
} from "../../src/index.js";
import { heldOut } from "../held-out.js";
import type { Labels } from "../labels.js";
import type { Settings } from "../report.js";
import { STREAMS } from "../streams.js";
import { type ClassDirection, discriminantAxes, fitDirections, type PairDecision } from "./directions.js";
import { exactImportance, type PointImportance, permutedImportance } from "./importance.js";
import type { DirectionsResult, HeldOut } from "./results.js";

/** What tells the classes of a column apart in a tangent space. */
export interface ClassExplanation {
  readonly labels: Labels;
  readonly model: ClassifierName;
  readonly settings: Settings;
  readonly tuned: boolean;
  readonly heldOut: HeldOut;
  readonly axes: readonly ClassDirection[];
  readonly decisions: readonly PairDecision[];
  readonly importance: PointImportance;
}

export interface ExplanationOptions {
  readonly model: ClassifierName;
  readonly folds: number;
  readonly onProgress?: OnProgress;
}

/**
 * Discriminants, decisions of a linear classifier, and the part of each reference point: exact for a linear classifier, by permutation on
 * held-out rows for another.
 *
 * @throws ShapeError if folds cannot be formed.
 */
export async function explainClasses(
  embedding: Embedding,
  labels: Labels,
  groups: readonly string[] | undefined,
  { model, folds, onProgress }: ExplanationOptions,
  random: Random,
): Promise<ClassExplanation> {
  const tested = await heldOut(embedding, labels, {
    model,
    folds,
    groups,
    permute: !isLinear(model),
    onProgress,
    random: {
      folds: random.fork(STREAMS.folds),
      model: random.fork(STREAMS.model),
      importance: random.fork(STREAMS.importance),
    },
  });
  const own = random.fork(STREAMS.choice);
  const axes = await discriminantAxes(embedding, labels, { groups, random: own.fork(0) });
  const { fitted, tuned, decisions } = await fitDirections(embedding, labels, model, {
    groups,
    random: own.fork(1),
  });
  return {
    labels,
    model,
    settings: { ...fitted.settings },
    tuned,
    heldOut: tested.summary,
    axes,
    decisions,
    importance: tested.importance ? permutedImportance(tested.importance) : exactImportance(decisions),
  };
}

/** Points of largest importance that a report names. */
const MOST_NAMED = 10;

export function directionsResult(explanation: ClassExplanation): DirectionsResult {
  const { labels, model, settings, tuned, axes, decisions, importance } = explanation;
  const { column, classes } = labels;
  const order = Array.from(importance.values.keys()).sort(
    (i, j) => importance.values[j]! - importance.values[i]! || i - j,
  );
  return {
    column,
    classes,
    model,
    settings,
    tuned,
    heldOut: explanation.heldOut,
    axes: axes.map(({ name, deviation, classMeans }) => ({
      name,
      deviation,
      classMeans: Array.from(classMeans),
    })),
    decisions: decisions.map(({ name, first, second, offset, deviation, separation }) => ({
      name,
      first: classes[first]!,
      second: classes[second]!,
      offset,
      deviation,
      separation,
    })),
    importance: {
      method: importance.method,
      patch: importance.patch,
      repeats: importance.repeats,
      items: importance.items,
      largest: order.slice(0, MOST_NAMED).map((point) => ({ point, importance: importance.values[point]! })),
    },
  };
}
