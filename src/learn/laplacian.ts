import type { Status } from "../numeric/certificate.js";
import { topEigen } from "../numeric/eigen.js";
import { type Matrix, matrix, rowView } from "../numeric/matrix.js";
import { subspaceIteration } from "../numeric/subspace-iteration.js";
import { type Components, connectedComponents, degrees, type NeighbourGraph } from "./neighbour-graph.js";

/** The smoothest functions on a graph. */
export interface LaplacianVectors {
  /** Smallest first: 0 once for each connected component, at most 2. */
  readonly values: Float64Array;
  /** Unit eigenvectors in columns, vertices x values. */
  readonly vectors: Matrix;
  readonly components: Components;
  readonly status: Status;
}

/** Up to this size the full decomposition takes a third of a second, and is exact. */
const FULL_SIZE = 300;
/** Extra directions of the block of the iteration. */
const OVERSAMPLING = 12;
/** Products with a sparse graph cost little beside the orthonormalisation, so that a long polynomial pays. */
const MAX_DEGREE = 40;
const MAX_ROUNDS = 200;
/** Of the largest eigenvalue: a residual r leaves an error of r / (gap to the other values) in a vector. */
const RESIDUAL = 1e-9;
const TOLERANCE = 1e-13;

/**
 * Smallest eigenvalues and their vectors of the normalised Laplacian  L = I - D^(-1/2) W D^(-1/2)  of a graph, D the
 * sums of its weights (no loops).
 *
 * The kernel is known, D^(1/2) times the indicator of each component; the rest comes from subspace iteration on 2 I - L
 * orthogonally to it. So components are counted and not guessed from small numbers.
 *
 * @param count wanted; all vectors of the kernel come, also where there are more components.
 * @throws ShapeError (of `topEigen`) if count exceeds the vertices.
 *
 * O((edges + vertices * count) * count) time for some hundred products, O(vertices * count) memory. Chung 1997;
 * von Luxburg 2007.
 */
export function smallestLaplacian(graph: NeighbourGraph, count: number): LaplacianVectors {
  const components = connectedComponents(graph);
  const kernel = kernelRows(graph, components);
  const missing = count - components.count;
  const rest = missing > 0 ? upperEnd(graph, kernel, missing) : undefined;
  const total = components.count + Math.max(missing, 0);
  const values = new Float64Array(total);
  const vectors = matrix(graph.count, total);
  for (let i = 0; i < graph.count; i++) {
    for (let c = 0; c < components.count; c++)
      vectors.data[i * total + c] = kernel.data[c * graph.count + i]!;
    for (let c = 0; c < missing; c++) {
      vectors.data[i * total + components.count + c] = rest!.eigen.vectors.data[i * missing + c]!;
    }
  }
  for (let c = 0; c < missing; c++) values[components.count + c] = Math.max(0, 2 - rest!.eigen.values[c]!);
  return { values, vectors, components, status: rest?.status ?? "converged" };
}

/** Unit vectors sqrt(degree) on one component each; a vertex without neighbours is a component that holds 1. */
function kernelRows(graph: NeighbourGraph, { count, labels }: Components): Matrix {
  const kernel = matrix(count, graph.count);
  const masses = new Float64Array(count);
  const weight = degrees(graph).map(weighty);
  labels.forEach((c, i) => {
    masses[c]! += weight[i]!;
  });
  labels.forEach((c, i) => {
    kernel.data[c * graph.count + i] = Math.sqrt(weight[i]! / masses[c]!);
  });
  return kernel;
}

/** A vertex without neighbours has no degree to divide by; any will do. */
function weighty(degree: number): number {
  return degree > 0 ? degree : 1;
}

/** Largest eigenvalues of 2 I - L on the complement of the kernel. */
function upperEnd(graph: NeighbourGraph, kernel: Matrix, count: number) {
  const n = graph.count;
  const scale = degrees(graph).map((degree) => 1 / Math.sqrt(weighty(degree)));
  const apply = (block: Matrix): Matrix => shiftedProduct(graph, scale, kernel, block);
  const width = Math.ceil(1.5 * count) + OVERSAMPLING;
  if (n <= FULL_SIZE || 4 * width > n) {
    return { eigen: topEigen(apply(identity(n)), count), status: "converged" as const };
  }
  return subspaceIteration(apply, n, {
    count,
    width,
    maxRounds: MAX_ROUNDS,
    maxDegree: MAX_DEGREE,
    tolerance: TOLERANCE,
    residual: RESIDUAL,
  });
}

function identity(n: number): Matrix {
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * n + i] = 1;
  return out;
}

/** (I + D^(-1/2) W D^(-1/2)) x for every row x of the block, without its part along the kernel. */
function shiftedProduct(
  { count, starts, ends, weights }: NeighbourGraph,
  scale: Float64Array,
  kernel: Matrix,
  block: Matrix,
): Matrix {
  const out = matrix(block.rows, count);
  const scaled = new Float64Array(count);
  for (let r = 0; r < block.rows; r++) {
    const x = rowView(block, r);
    const y = rowView(out, r);
    for (let i = 0; i < count; i++) scaled[i] = scale[i]! * x[i]!;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let p = starts[i]!; p < starts[i + 1]!; p++) sum += weights[p]! * scaled[ends[p]!]!;
      y[i] = x[i]! + scale[i]! * sum;
    }
    for (let c = 0; c < kernel.rows; c++) removePart(y, rowView(kernel, c));
  }
  return out;
}

function removePart(y: Float64Array, unit: Float64Array): void {
  let inner = 0;
  for (let i = 0; i < y.length; i++) inner += y[i]! * unit[i]!;
  for (let i = 0; i < y.length; i++) y[i]! -= inner * unit[i]!;
}
