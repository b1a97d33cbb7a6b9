import {
  type ClassifierName,
  type Embedding,
  type FittedClassifier,
  type LdaModel,
  linearDecisions,
  type Random,
  rowView,
  type TangentDirection,
  tangentDirection,
  training,
  tuneClassifier,
} from "../../src/index.js";
import type { Labels } from "../labels.js";

/** A direction of the tangent space in which classes differ. */
export interface ClassDirection extends TangentDirection {
  readonly name: string;
  /** Mean score of each class, less that of all members, in standard deviations of the score; NaN for others. */
  readonly classMeans: Float64Array;
  /**
   * Distance of the means of the two classes that are farthest apart, in standard deviations within classes; Infinity where there is no spread
   * within classes. Seen on the items that it was fitted on.
   */
  readonly separation: number;
}

/** What a pair of classes is told apart by: above 0 for the first. */
export interface PairDecision extends ClassDirection {
  readonly first: number;
  readonly second: number;
  readonly offset: number;
}

export interface ClassDirections {
  readonly fitted: FittedClassifier;
  readonly tuned: boolean;
  /** Hardest pair first; none where the classifier is not linear. */
  readonly decisions: readonly PairDecision[];
}

interface DirectionOptions {
  readonly groups?: readonly string[] | undefined;
  readonly random: Random;
}

/**
 * A classifier fitted on all items, and what it has of directions: for looking at, never for a score.
 *
 * Time of `tuneClassifier`.
 */
export async function fitDirections(
  embedding: Embedding,
  labels: Labels,
  model: ClassifierName,
  { groups, random }: DirectionOptions,
): Promise<ClassDirections> {
  const data = training(embedding.matrix, labels.codes, labels.classes.length);
  const { fitted, scores } = await tuneClassifier(model, data, { random, ...(groups && { groups }) });
  return { fitted, tuned: scores.length > 0, decisions: pairDecisions(embedding, labels, fitted) };
}

function pairDecisions(embedding: Embedding, labels: Labels, fitted: FittedClassifier): PairDecision[] {
  const found = linearDecisions(fitted);
  if (!found) return [];
  const decisions = Array.from(found.offsets, (offset, p) => {
    const [first, second] = [found.pairs[2 * p]!, found.pairs[2 * p + 1]!];
    const members = membersOf(labels, (code) => code === first || code === second);
    const name = `${labels.classes[first]} against ${labels.classes[second]}`;
    const direction = tangentDirection(embedding, members, rowView(found.weights, p).slice());
    return { ...withClasses(direction, labels, name), first, second, offset };
  });
  return decisions.sort((a, b) => a.separation - b.separation);
}

/** Axes that are drawn and stored, of classes - 1. */
const MOST_AXES = 3;

/**
 * The discriminants of a linear discriminant analysis of all items, at most three. An axis has no sign of its own: the class whose mean
 * is farthest out is on the side above 0.
 */
export async function discriminantAxes(
  embedding: Embedding,
  labels: Labels,
  { groups, random }: DirectionOptions,
): Promise<readonly ClassDirection[]> {
  const data = training(embedding.matrix, labels.codes, labels.classes.length);
  const { fitted } = await tuneClassifier("lda", data, { random, ...(groups && { groups }) });
  const { axes }: LdaModel = fitted.model;
  const everybody = membersOf(labels, () => true);
  return Array.from({ length: Math.min(axes.rows, MOST_AXES) }, (_, r) => {
    const name = `discriminant ${r + 1}`;
    const along = (sign: number) =>
      withClasses(
        tangentDirection(
          embedding,
          everybody,
          rowView(axes, r).map((x) => sign * x),
        ),
        labels,
        name,
      );
    const up = along(1);
    const [least, most] = [Math.min(...up.classMeans), Math.max(...up.classMeans)];
    return most >= -least ? up : along(-1);
  });
}

function membersOf({ codes }: Labels, takes: (code: number) => boolean): Int32Array {
  return Int32Array.from(codes.keys()).filter((s) => takes(codes[s]!));
}

/** The direction with what the classes have of its score. */
function withClasses(direction: TangentDirection, { codes, classes }: Labels, name: string): ClassDirection {
  const { members, scores, deviation } = direction;
  const sums = new Float64Array(classes.length);
  const sizes = new Float64Array(classes.length);
  members.forEach((s, i) => {
    sums[codes[s]!]! += scores[i]!;
    sizes[codes[s]!]!++;
  });
  const means = sums.map((sum, c) => sum / sizes[c]!);
  let within = 0;
  members.forEach((s, i) => {
    within += (scores[i]! - means[codes[s]!]!) ** 2 / members.length;
  });
  const known = means.filter((mean) => !Number.isNaN(mean));
  const apart = known.reduce((a, b) => Math.max(a, b)) - known.reduce((a, b) => Math.min(a, b));
  const separation = apart > 0 ? apart / Math.sqrt(within) : 0;
  const classMeans = means.map((mean) => (deviation > 0 ? mean / deviation : 0 * mean));
  return { ...direction, name, classMeans, separation };
}
