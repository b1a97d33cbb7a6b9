import { logarithm } from "../numeric/elementary.js";
import { multiplyTransposed } from "../numeric/gram.js";
import { type Matrix, matrix, rowView, subtractRow } from "../numeric/matrix.js";
import type { ClassifierName, ClassifierTypes, FittedClassifier } from "./classifier.js";
import type { LdaModel } from "./lda.js";
import type { LinearSvmModel } from "./svm.js";

/**
 * What a linear classifier computes of a row as it is given, with no scaling left to do: decision p of row x is
 * <weights[p], x> - offsets[p], above 0 for the first class of pair p and below 0 for the second.
 */
export interface LinearDecisions {
  /** Pairs x columns, in 1 / (unit of the columns). */
  readonly weights: Matrix;
  readonly offsets: Float64Array;
  /** Two class numbers per pair, the smaller first. */
  readonly pairs: Int32Array;
}

type DecisionsOf = {
  readonly [K in ClassifierName]: ((model: ClassifierTypes[K]["model"]) => LinearDecisions) | undefined;
};

const LINEAR: DecisionsOf = {
  svm: svmDecisions,
  rbf: undefined,
  knn: undefined,
  lda: ldaDecisions,
  forest: undefined,
};

/** The decisions of a classifier that is linear, one per pair of classes; undefined for the others. */
export function linearDecisions<K extends ClassifierName>(
  fitted: FittedClassifier<K>,
): LinearDecisions | undefined {
  const decisions: ((model: ClassifierTypes[K]["model"]) => LinearDecisions) | undefined =
    LINEAR[fitted.kind];
  return decisions?.(fitted.model);
}

/** Has this classifier decisions that are linear in the row? */
export function isLinear(kind: ClassifierName): boolean {
  return LINEAR[kind] !== undefined;
}

/**
 * The primal weights of a linear machine on rows: those of scaled rows are w with decision <w, (x - mean) / scale> - rho, so
 * those of rows are w / scale, and the offset is rho + <w / scale, mean>. O(pairs * cols).
 */
export function svmDecisions({ scaling, weights, rho, pairs }: LinearSvmModel): LinearDecisions {
  const unscaled = matrix(weights.rows, weights.cols);
  const offsets = rho.slice();
  for (let p = 0; p < weights.rows; p++) {
    const from = rowView(weights, p);
    const to = rowView(unscaled, p);
    for (let k = 0; k < to.length; k++) {
      to[k] = from[k]! / scaling.scale[k]!;
      offsets[p]! += to[k]! * scaling.mean[k]!;
    }
  }
  return { weights: unscaled, offsets, pairs };
}

/**
 * Class a wins over class b where |z - mean_a|^2 / 2 - log prior_a is the smaller, z = axes (x - mean): where
 *
 *   <axes^T (mean_a - mean_b), x - mean> > (|mean_a|^2 - |mean_b|^2) / 2 - log(prior_a / prior_b).
 *
 * Pairs with a class that had no rows are left out. O(pairs * axes * cols).
 */
export function ldaDecisions({ mean, axes, classMeans, priors }: LdaModel): LinearDecisions {
  const pairs = pairsOf([...priors.keys()].filter((c) => priors[c]! > 0));
  const weights = matrix(pairs.length, mean.length);
  const offsets = new Float64Array(pairs.length);
  pairs.forEach(([a, b], p) => {
    const weight = rowView(weights, p);
    const [first, second] = [rowView(classMeans, a), rowView(classMeans, b)];
    offsets[p] = logarithm(priors[b]!) - logarithm(priors[a]!);
    for (let r = 0; r < axes.rows; r++) {
      const difference = first[r]! - second[r]!;
      offsets[p]! += (difference * (first[r]! + second[r]!)) / 2;
      const axis = rowView(axes, r);
      for (let k = 0; k < weight.length; k++) weight[k]! += difference * axis[k]!;
    }
    for (let k = 0; k < weight.length; k++) offsets[p]! += weight[k]! * mean[k]!;
  });
  return { weights, offsets, pairs: Int32Array.from(pairs.flat()) };
}

function pairsOf(classes: readonly number[]): [number, number][] {
  return classes.flatMap((a, i) => classes.slice(i + 1).map((b): [number, number] => [a, b]));
}

/** Decisions of rows, rows x pairs. O(rows * pairs * cols). */
export function decide({ weights, offsets }: LinearDecisions, rows: Matrix): Matrix {
  return subtractRow(multiplyTransposed(rows, weights), offsets);
}
