import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { smallestLaplacian } from "../../src/learn/laplacian.js";
import { connectedComponents, degrees, neighbourGraph } from "../../src/learn/neighbour-graph.js";
import { adjustedRandIndex, purity } from "../../src/learn/score.js";
import { type SpectralClustering, spectralClusters } from "../../src/learn/spectral-clustering.js";
import { unitRows } from "../../src/learn/unit-rows.js";
import {
  type Matrix,
  matrix,
  matrixFromRows,
  multiply,
  rowView,
  selectRows,
} from "../../src/numeric/matrix.js";
import { permutation, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

interface Case {
  readonly rows: number[][];
  readonly classes: number[];
  readonly clusters: number;
  readonly neighbours: number;
  readonly edges: number;
  readonly components: number;
  readonly eigenvalues: number[];
  readonly inertia: number;
  readonly labels: number[];
  readonly sklearn: number[];
}

/** Numbers of scikit-learn and SciPy; see test/oracle/make_spectral.py. */
const oracle: Record<"small" | "connected" | "twoPieces" | "pieces", Case> & {
  readonly purity: { readonly classes: number[]; readonly clusters: number[]; readonly value: number };
} = JSON.parse(readFileSync(new URL("../oracle/spectral.json", import.meta.url), "utf8"));

const CASES = ["small", "connected", "twoPieces", "pieces"] as const;

function clusteringOf(known: Case, seed = 0): SpectralClustering {
  const { clusters, neighbours } = known;
  return spectralClusters(matrixFromRows(known.rows), {
    clusters,
    neighbours,
    random: seededRandom(seed),
    starts: 50,
  });
}

/** Sum of squares around the means of the clusters. */
function inertiaOf(rows: Matrix, labels: Int32Array): number {
  let sum = 0;
  for (const label of new Set(labels)) {
    const members = [...labels.keys()].filter((i) => labels[i] === label);
    for (let k = 0; k < rows.cols; k++) {
      const mean = members.reduce((total, i) => total + rows.data[i * rows.cols + k]!, 0) / members.length;
      for (const i of members) sum += (rows.data[i * rows.cols + k]! - mean) ** 2;
    }
  }
  return sum;
}

describe.each(CASES)("spectral clustering of the oracle's rows, %s", (name) => {
  const known = oracle[name];
  const found = clusteringOf(known);

  it("joins the rows that scikit-learn joins", () => {
    const graph = neighbourGraph(unitRows(matrixFromRows(known.rows)), known.neighbours);
    expect(graph.ends.length).toBe(2 * known.edges);
    expect(found.components).toBe(known.components);
  });

  it("has the eigenvalues that SciPy finds", () => {
    expect(found.status).toBe("converged");
    expectNear(found.eigenvalues, known.eigenvalues, { atol: 1e-12, why: "rounding of a norm of 2" });
    expect([...found.eigenvalues].filter((value) => value === 0).length).toBe(known.components);
  });

  it("finds the inertia of scikit-learn's best of 50 starts, and its clusters", () => {
    const inertia = inertiaOf(found.embedding, found.labels);
    expectNear(inertia, known.inertia, {
      rtol: 1e-6,
      atol: 1e-12,
      why: "residuals of 1e-9 over gaps of 1e-2",
    });
    if (known.components > known.clusters) return; // which pieces go together is a matter of taste
    expect(adjustedRandIndex(found.labels, known.labels)).toBe(1);
  });
});

describe("spectral clustering", () => {
  it("agrees with scikit-learn's own, which weighs the vectors otherwise, but for rows on the border", () => {
    expect(
      adjustedRandIndex(clusteringOf(oracle.connected).labels, oracle.connected.sklearn),
    ).toBeGreaterThan(0.9);
  });

  it("does not see the lengths of rows", () => {
    const { rows } = oracle.connected;
    const longer = rows.map((row, i) => row.map((value) => value * 2 ** ((i % 7) - 3)));
    expect(clusteringOf({ ...oracle.connected, rows: longer }).labels).toEqual(
      clusteringOf(oracle.connected).labels,
    );
  });

  it("gives the same partition for rows in another order", () => {
    const order = permutation(400, seededRandom(3));
    const turned = selectRows(matrixFromRows(oracle.connected.rows), order);
    const rows = Array.from(order, (_, i) => Array.from(rowView(turned, i)));
    const found = clusteringOf({ ...oracle.connected, rows });
    const before = clusteringOf(oracle.connected).labels;
    expect(
      adjustedRandIndex(
        found.labels,
        Int32Array.from(order, (i) => before[i]!),
      ),
    ).toBe(1);
  });

  it("gives the same bits for the same seed", () => {
    expect(clusteringOf(oracle.twoPieces, 5)).toEqual(clusteringOf(oracle.twoPieces, 5));
  });

  it("takes the largest pieces where there are more pieces than clusters, and puts the others together", () => {
    const { labels, components } = clusteringOf(oracle.pieces);
    expect(components).toBe(5);
    expect(purity(labels, oracle.pieces.classes)).toBe(1); // no piece is cut
  });

  it("separates two rings of directions, which k-means on the rows cannot", () => {
    const turn = Array.from({ length: 120 }, (_, i) => (2 * Math.PI * i) / 120);
    const ring = (radius: number) =>
      turn.map((angle) => [1, radius * Math.cos(angle), radius * Math.sin(angle)]);
    const rows = matrixFromRows([...ring(0.2), ...ring(0.8)]);
    const { labels } = spectralClusters(rows, { clusters: 2, neighbours: 5, random: seededRandom(0) });
    const rings = Int32Array.from({ length: 240 }, (_, i) => (i < 120 ? 0 : 1));
    expect(adjustedRandIndex(labels, rings)).toBe(1);
  });

  it("refuses more clusters than rows, numbers that are none, and a neighbourhood of itself alone", () => {
    const rows = matrixFromRows([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    const random = seededRandom(0);
    expect(() => spectralClusters(rows, { clusters: 4, neighbours: 2, random })).toThrow(/4 clusters of 3/);
    expect(() => spectralClusters(rows, { clusters: 2, neighbours: 1, random })).toThrow(/neighbours is 1/);
    const odd = matrixFromRows([
      [1, Number.NaN],
      [0, 1],
    ]);
    expect(() => spectralClusters(odd, { clusters: 1, neighbours: 2, random })).toThrow(/row 0, column 1/);
  });
});

describe("the graph of nearest neighbours", () => {
  it("joins each with its nearest, both ways, itself counted and never joined", () => {
    const graph = neighbourGraph(matrixFromRows([[0], [1], [3], [100], [3]]), 2);
    const of = (i: number) => [...graph.ends.subarray(graph.starts[i]!, graph.starts[i + 1]!)];
    expect([0, 1, 2, 3, 4].map(of)).toEqual([[1], [0], [3, 4], [2], [2]]);
    expect([...degrees(graph)]).toEqual([1, 1, 2, 1, 1]);
    expect(connectedComponents(graph)).toEqual({ count: 2, labels: Int32Array.of(0, 0, 1, 1, 1) });
  });

  it("joins all with all where there are fewer others than neighbours", () => {
    const graph = neighbourGraph(matrixFromRows([[0], [1], [3]]), 10);
    expect([...degrees(graph)]).toEqual([2, 2, 2]);
  });
});

describe("the normalised Laplacian", () => {
  it("of a complete graph of n vertices has the eigenvalue n / (n - 1), n - 1 times", () => {
    const graph = neighbourGraph(matrixFromRows(Array.from({ length: 6 }, (_, i) => [i])), 6);
    const { values } = smallestLaplacian(graph, 6);
    expectNear(values, [0, 1.2, 1.2, 1.2, 1.2, 1.2], { atol: 1e-14, why: "rounding" });
  });

  it("of a ring of n vertices has the eigenvalues 1 - cos(2 pi k / n), each but the first twice", () => {
    const n = 600; // by the iteration
    const angles = Array.from({ length: n }, (_, i) => (2 * Math.PI * i) / n);
    const graph = neighbourGraph(
      matrixFromRows(angles.map((angle) => [Math.cos(angle), Math.sin(angle)])),
      3,
    );
    const { values, vectors, status } = smallestLaplacian(graph, 5);
    expect(status).toBe("converged");
    const exact = [0, 1, 1, 2, 2].map((k) => 1 - Math.cos((2 * Math.PI * k) / n));
    expectNear(values, exact, { atol: 1e-13, why: "rounding of a norm of 2" });
    const products = multiply(transposed(vectors), vectors).data;
    expectNear(products, identity(5), { atol: 1e-10, why: "orthonormalised, rounding" });
  });
});

function transposed(a: Matrix): Matrix {
  const rows = Array.from({ length: a.cols }, (_, c) =>
    Array.from({ length: a.rows }, (_, i) => a.data[i * a.cols + c]!),
  );
  return matrixFromRows(rows);
}

function identity(n: number): Float64Array {
  return matrix(n, n).data.map((_, p) => (p % (n + 1) === 0 ? 1 : 0));
}

describe("unit rows", () => {
  it("have the norm 1 also where squares would overflow or vanish, and zeros stay", () => {
    const rows = unitRows(
      matrixFromRows([
        [3e200, 4e200],
        [3e-200, -4e-200],
        [0, 0],
      ]),
    );
    expectNear(rows.data, [0.6, 0.8, 0.6, -0.8, 0, 0], { atol: 1e-15, why: "rounding" });
  });
});

describe("purity", () => {
  it("counts the commonest class of each cluster, as the oracle does", () => {
    const { classes, clusters, value } = oracle.purity;
    expectNear(purity(classes, clusters), value, { atol: 1e-15, why: "a quotient of counts" });
  });

  it("is 1 for single items and the majority rate for one cluster", () => {
    expect(purity([0, 0, 1], [5, 6, 7])).toBe(1);
    expect(purity([0, 0, 1], [9, 9, 9])).toBe(2 / 3);
  });
});
