import {
  adjustedRandIndex,
  bestMatching,
  binnedAxis,
  binnedColumns,
  defaultMetric,
  type Embedding,
  embed,
  fitKMeans,
  fitKnn,
  kMeansReference,
  type Matrix,
  matchedAccuracy,
  matrix,
  measure,
  type Progress,
  predictKnn,
  type Random,
  relativeGap,
  rowView,
  type SpectralAxis,
  seededRandom,
  selectRows,
  someOf,
  spectralClusters,
  training,
} from "pushforward";

export interface LabelPixelsInput {
  /** A row for each pixel; values at least 0, and no row without one above 0. */
  readonly spectra: Matrix;
  readonly axis: SpectralAxis;
  /** So many neighbouring bands become one. */
  readonly bin: number;
  /** Is the sum of each spectrum made 1? Else they keep their brightness. */
  readonly equalMass: boolean;
  readonly clusters: number;
  /** Pixels that are clustered; others get the label of the nearest of them. */
  readonly sample: number;
  readonly seed: number;
  /** Class of each pixel, from 0: for the scores and for the numbers of the clusters, never for the clusters. */
  readonly truth?: Int32Array;
}

export interface PixelLabels {
  readonly method: MethodName;
  /** Cluster of each pixel; where there is a truth, by the number of the class that it is matched with. */
  readonly labels: Int32Array;
  /** Against the truth, under the best naming. */
  readonly accuracy?: number;
  readonly randIndex?: number;
}

export interface LabelPixelsOutput {
  readonly methods: readonly PixelLabels[];
  /** Scale of the metric, in units of the axis. */
  readonly kappa: number;
  readonly sampled: number;
  readonly widestGap: number;
}

/** What a method clusters, and how. */
interface Method {
  readonly features: "spectra" | "tangent";
  readonly cluster: (rows: Matrix, clusters: number, random: Random) => Int32Array;
}

/** Of k-means, in both. */
const STARTS = 20;
/** Of the graph; scikit-learn's default. */
const NEIGHBOURS = 10;

const kMeans: Method["cluster"] = (rows, clusters, random) =>
  fitKMeans(rows, { clusters, random, starts: STARTS }).labels;

const spectral: Method["cluster"] = (rows, clusters, random) =>
  spectralClusters(rows, { clusters, random, affinity: "scaled-distance", neighbours: NEIGHBOURS }).labels;

/** Two kinds of rows by two ways of clustering, so that it is seen which of the two matters. */
export const METHODS = {
  "spectra, k-means": { features: "spectra", cluster: kMeans },
  "HK-LOT, k-means": { features: "tangent", cluster: kMeans },
  "spectra, spectral": { features: "spectra", cluster: spectral },
  "HK-LOT, spectral": { features: "tangent", cluster: spectral },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

type Tell = (progress: Progress) => void;

/** Unsupervised labels for pixels by their spectra, by several methods on the same sampled pixels. */
export function labelPixels(input: LabelPixelsInput, tell: Tell = () => {}): LabelPixelsOutput {
  const { clusters, sample, seed, truth } = input;
  const random = seededRandom(seed);
  const rows = prepared(input);
  const places = someOf(rows.rows, sample, random.fork(0));
  const sampled = selectRows(rows, places);
  const embedding = tangents(sampled, binnedAxis(input.axis, input.bin), random.fork(1), tell);
  const features = { spectra: sampled, tangent: embedding.matrix };
  const nearest = nearestOf(sampled, rows);
  const names = Object.keys(METHODS) as MethodName[];
  const methods = names.map((method, m): PixelLabels => {
    tell({ unit: "clusterings", done: m, total: names.length });
    const { features: kind, cluster } = METHODS[method];
    const found = cluster(features[kind], clusters, random.fork(2)); // the same starts for all
    const labels = nearest.map((s) => found[s]!);
    return { method, ...(truth ? scored(labels, truth, clusters) : { labels }) };
  });
  const { metric } = embedding.reference;
  return {
    methods,
    kappa: metric.name === "hk" ? metric.kappa : Number.NaN,
    sampled: places.length,
    widestGap: Math.max(...embedding.certificates.map(relativeGap)),
  };
}

/** Binned, and of sum 1 each, or over the largest value of all. */
function prepared({ spectra, bin, equalMass }: LabelPixelsInput): Matrix {
  const binned = binnedColumns(spectra, bin);
  const largest = binned.data.reduce((most, value) => Math.max(most, value), 0);
  const rows = matrix(binned.rows, binned.cols, new Float64Array(binned.data.length));
  for (let s = 0; s < rows.rows; s++) {
    const row = rowView(binned, s);
    const unit = equalMass ? row.reduce((sum, value) => sum + value, 0) : largest;
    row.forEach((value, b) => {
      rows.data[s * rows.cols + b] = value / unit;
    });
  }
  return rows;
}

/** Tangent vectors at the mean spectrum. */
function tangents(rows: Matrix, axis: SpectralAxis, random: Random, tell: Tell): Embedding {
  const measures = Array.from({ length: rows.rows }, (_, s) =>
    measure(axis.values, { dim: 1, weights: rowView(rows, s) }),
  );
  const metric = defaultMetric("hk", measures, random.fork(0));
  // as many points as bands: the mean itself
  const mean = kMeansReference(measures, { count: rows.cols, random: random.fork(1), metric });
  return embed(mean, measures, { onProgress: tell });
}

/** Which of the sampled rows is nearest to each row. */
function nearestOf(sampled: Matrix, rows: Matrix): Int32Array {
  const itself = Int32Array.from({ length: sampled.rows }, (_, s) => s);
  return predictKnn(fitKnn(training(sampled, itself, sampled.rows), { neighbours: 1 }), rows);
}

function scored(
  labels: Int32Array,
  truth: Int32Array,
  clusters: number,
): Pick<PixelLabels, "labels" | "accuracy" | "randIndex"> {
  return {
    labels: numberedAs(truth, labels, clusters),
    accuracy: matchedAccuracy(truth, labels),
    randIndex: adjustedRandIndex(truth, labels),
  };
}

/** Each cluster by the number of its class under the best one-to-one naming; clusters that are left over come after the classes. */
function numberedAs(truth: Int32Array, labels: Int32Array, clusters: number): Int32Array {
  const classes = 1 + truth.reduce((most, label) => Math.max(most, label), 0);
  const table = matrix(classes, clusters);
  labels.forEach((cluster, p) => {
    table.data[truth[p]! * clusters + cluster]!++;
  });
  const numbers = new Int32Array(clusters).fill(-1);
  bestMatching(table).forEach((cluster, label) => {
    if (cluster >= 0) numbers[cluster] = label;
  });
  let next = classes;
  for (let cluster = 0; cluster < clusters; cluster++) {
    if (numbers[cluster] === -1) numbers[cluster] = next++;
  }
  return labels.map((cluster) => numbers[cluster]!);
}
