import type { Status } from "../numeric/certificate.js";
import type { Matrix } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
import { requireClusters, requireFinite } from "./checks.js";
import { fitKMeans } from "./k-means.js";
import { smallestLaplacian } from "./laplacian.js";
import { locallyScaled } from "./local-scaling.js";
import { type NeighbourGraph, neighbourGraph } from "./neighbour-graph.js";
import { unitRows } from "./unit-rows.js";

/** How a graph comes from rows. */
interface AffinityKind {
  /** Rows whose Euclidean distances say which are near. */
  readonly place: (rows: Matrix) => Matrix;
  /** The graph of the placed rows with its weights. */
  readonly weigh: (graph: NeighbourGraph, placed: Matrix, neighbours: number) => NeighbourGraph;
}

const asTheyAre = (rows: Matrix): Matrix => rows;
const equally = (graph: NeighbourGraph): NeighbourGraph => graph;

/** By direction alone, or as they are; all edges alike, or by length. */
export const AFFINITIES = {
  cosine: { place: unitRows, weigh: equally },
  distance: { place: asTheyAre, weigh: equally },
  "scaled-distance": { place: asTheyAre, weigh: locallyScaled },
} as const satisfies Record<string, AffinityKind>;

/**
 * What makes rows neighbours, and how near they are: "cosine" for coefficients and spectra, "distance" for tangent vectors;
 * "scaled-distance" is the same with edges that weigh less the longer they are for their region (see `locallyScaled`).
 */
export type Affinity = keyof typeof AFFINITIES;

export interface SpectralOptions {
  readonly clusters: number;
  /** Default: "cosine". */
  readonly affinity?: Affinity;
  /** Nearest rows that a row is joined with, itself counted. */
  readonly neighbours: number;
  readonly random: Random;
  /** Independent starts of k-means, of which the best is kept; default 20. */
  readonly starts?: number;
}

export interface SpectralClustering {
  /** Cluster of each row. */
  readonly labels: Int32Array;
  /** Of the normalised Laplacian, smallest first; 0 once for each component. */
  readonly eigenvalues: Float64Array;
  /**
   * Connected components of the graph. Where there are more than one, clusters never cut across the pieces for the sake of
   * balance; where there are more than clusters, the pieces themselves are put together, the graph not saying which.
   */
  readonly components: number;
  /** What k-means saw: unit rows of the eigenvectors. */
  readonly embedding: Matrix;
  readonly status: Status;
}

/**
 * Clusters of rows by who is near whom: nearest-neighbour graph, its normalised Laplacian, k-means on the unit rows of the
 * eigenvectors of the smallest eigenvalues.
 *
 * As many eigenvectors as clusters, but all of the kernel where the graph has more components, because a choice
 * among those would depend on their basis. By cosine, rows of zeros have no direction and are joined to whatever is nearest.
 *
 * @throws ShapeError if there are fewer rows than clusters, an entry is not finite, or neighbours is below 2.
 *
 * O(rows^2 * cols) time for the graph, O(rows * (neighbours + cols)) memory. Ng, Jordan and Weiss 2001;
 * von Luxburg 2007.
 */
export function spectralClusters(rows: Matrix, options: SpectralOptions): SpectralClustering {
  const { clusters, affinity = "cosine", neighbours, random, starts = 20 } = options;
  requireClusters(clusters, rows.rows);
  requireFinite(rows);
  const { place, weigh }: AffinityKind = AFFINITIES[affinity];
  const placed = place(rows);
  const graph = weigh(neighbourGraph(placed, neighbours), placed, neighbours);
  const smooth = smallestLaplacian(graph, clusters);
  const embedding = unitRows(smooth.vectors);
  const model = fitKMeans(embedding, { clusters, random, starts });
  return {
    labels: model.labels,
    eigenvalues: smooth.values,
    components: smooth.components.count,
    embedding,
    status: smooth.status === "converged" ? model.status : smooth.status,
  };
}
