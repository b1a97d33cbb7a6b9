import {
  type AlignmentMode,
  accuracy,
  adjustedRandIndex,
  applyAlignment,
  barycenterReference,
  type ClassifierName,
  type Collection,
  type Embedding,
  embed,
  type Fold,
  fitAlignment,
  fitKMeans,
  fitPca,
  lotDistances,
  type Matrix,
  type Measure,
  majorityRate,
  type Progress,
  predictClasses,
  type Random,
  relativeGap,
  seededRandom,
  selectItems,
  selectRows,
  standardError,
  stratifiedFolds,
  training,
  transformPca,
  tuneClassifier,
} from "pushforward";

export interface ShapesInput {
  readonly items: Collection;
  /** Class of each item, from 0. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly align: AlignmentMode;
  /** Points of the reference. */
  readonly count: number;
  readonly model: ClassifierName;
  readonly folds: number;
  readonly seed: number;
}

export interface ShapesOutput {
  readonly aligned: readonly Measure[];
  /** LOT distances of all pairs. */
  readonly distances: Matrix;
  /** Two principal coordinates of each item, and their shares of the variance. */
  readonly coordinates: Matrix;
  readonly explained: Float64Array;
  readonly clusters: Int32Array;
  readonly clusterAgreement: number;
  /** Class of each item by a classifier that has not seen it. */
  readonly predicted: Int32Array;
  readonly accuracy: number;
  readonly standardError: number;
  readonly majorityRate: number;
  readonly widestGap: number;
}

type Tell = (progress: Progress) => void;

/**
 * Shapes in space side by side: map, clusters, and classes by cross-validation. Within each fold the alignment, the reference and the
 * settings of the classifier are learned from the other items; map and clusters come from all items, and know no classes.
 */
export async function shapes(input: ShapesInput, tell: Tell = () => {}): Promise<ShapesOutput> {
  const { items, labels, classes, seed } = input;
  const random = seededRandom(seed);
  const everything = items.measures.map((_, s) => s);
  const { embedding, aligned } = learnedOn(everything, input, random.fork(0));
  const pca = fitPca(embedding.matrix, { components: 2 });
  const clusters = fitKMeans(embedding.matrix, { clusters: classes.length, random: random.fork(1) }).labels;
  const predicted = await heldOut(input, random.fork(2), tell);
  return {
    aligned,
    distances: lotDistances(embedding),
    coordinates: transformPca(pca, embedding.matrix),
    explained: pca.explained,
    clusters,
    clusterAgreement: adjustedRandIndex(labels, clusters),
    predicted,
    accuracy: accuracy(labels, predicted),
    standardError: standardError(labels.map((label, s) => Number(label === predicted[s]))),
    majorityRate: majorityRate(labels, classes.length),
    widestGap: Math.max(...embedding.certificates.map(relativeGap)),
  };
}

/** All items, aligned and embedded by what these of them teach. */
function learnedOn(
  places: ArrayLike<number>,
  { items, align, count }: ShapesInput,
  random: Random,
): { readonly embedding: Embedding; readonly aligned: readonly Measure[] } {
  const alignment = fitAlignment(selectItems(items, places), align);
  const aligned = applyAlignment(alignment, items);
  const known = Array.from(places, (s) => aligned[s]!);
  return { aligned, embedding: embed(barycenterReference(known, { count, random }), aligned) };
}

async function heldOut(input: ShapesInput, random: Random, tell: Tell): Promise<Int32Array> {
  const { labels, classes, folds } = input;
  const predicted = new Int32Array(labels.length);
  const parts = stratifiedFolds({ labels, classes }, folds, random.fork(0));
  for (const [f, fold] of parts.entries()) {
    const guesses = await foldGuesses(input, fold, random.fork(1 + f));
    fold.test.forEach((s, i) => {
      predicted[s] = guesses[i]!;
    });
    tell({ unit: "folds", done: f + 1, total: parts.length });
  }
  return predicted;
}

async function foldGuesses(input: ShapesInput, fold: Fold, random: Random): Promise<Int32Array> {
  const { labels, classes, model } = input;
  const { matrix } = learnedOn(fold.train, input, random.fork(0)).embedding;
  const rowsOf = (places: ArrayLike<number>): Matrix => selectRows(matrix, places);
  const known = training(
    rowsOf(fold.train),
    Array.from(fold.train, (s) => labels[s]!),
    classes.length,
  );
  const { fitted } = await tuneClassifier(model, known, { random: random.fork(1) });
  return predictClasses(fitted, rowsOf(fold.test));
}
