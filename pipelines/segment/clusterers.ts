import {
  AFFINITIES,
  type Affinity,
  fitKMeans,
  fitKnn,
  type Matrix,
  predictKMeans,
  predictKnn,
  type Random,
  type Status,
  spectralClusters,
  training,
} from "../../src/index.js";

export interface ClustererOptions {
  readonly clusters: number;
  /** What makes pixels neighbours in a graph. */
  readonly affinity: Affinity;
  /** Of the graph, the pixel itself counted. */
  readonly neighbours: number;
  readonly random: Random;
}

/** A number for each of further pixels, one a row. */
export type Predict = (rows: Matrix) => Int32Array;

/** Clusters of the sampled pixels, and what they say of others. */
export interface Clustered {
  readonly labels: Int32Array;
  readonly predict: Predict;
  readonly status: Status;
  /** For the report. */
  readonly details: Readonly<Record<string, string | number>>;
}

export interface Clusterer {
  readonly title: string;
  /** Do its clusters have centres, so that others need not be compared with all sampled pixels? */
  readonly hasCentres: boolean;
  readonly fit: (rows: Matrix, options: ClustererOptions) => Clustered;
}

const STARTS = 20;

/** The label of the nearest sampled pixel; compared with more on Salinas A, by accuracy. More would vote away clusters that are thin. */
function labelOfNearest(rows: Matrix, labels: Int32Array, affinity: Affinity): Predict {
  const nearest = nearestOf(rows, affinity);
  return (others) => nearest(others).map((s) => labels[s]!);
}

/** Which of the sampled pixels, one a row, is nearest to each of others. */
export function nearestOf(rows: Matrix, affinity: Affinity): Predict {
  const { place } = AFFINITIES[affinity];
  const itself = Int32Array.from({ length: rows.rows }, (_, s) => s);
  const nearest = fitKnn(training(place(rows), itself, rows.rows), { neighbours: 1 });
  return (others) => predictKnn(nearest, place(others));
}

/** How methods cluster, by name. */
export const CLUSTERERS = {
  "k-means": {
    title: "k-means",
    hasCentres: true,
    fit: (rows, { clusters, random }) => {
      const model = fitKMeans(rows, { clusters, random, starts: STARTS });
      const { labels, status, inertia } = model;
      return { labels, status, predict: (others) => predictKMeans(model, others), details: { inertia } };
    },
  },
  spectral: {
    title: "spectral clustering",
    hasCentres: false,
    fit: (rows, options) => {
      const found = spectralClusters(rows, { ...options, starts: STARTS });
      const { labels, status, components, eigenvalues } = found;
      return {
        labels,
        status,
        predict: labelOfNearest(rows, labels, options.affinity),
        details: {
          affinity: options.affinity,
          components,
          lastEigenvalue: eigenvalues[eigenvalues.length - 1]!,
        },
      };
    },
  },
} as const satisfies Record<string, Clusterer>;

export type ClustererName = keyof typeof CLUSTERERS;
