import { describe, expect, it } from "vitest";
import { hierarchicalClusters } from "../../src/learn/hierarchical.js";
import { fitKMeans, predictKMeans } from "../../src/learn/k-means.js";
import { fitKMedoids } from "../../src/learn/k-medoids.js";
import { adjustedRandIndex } from "../../src/learn/score.js";
import { squaredDistances } from "../../src/numeric/gram.js";
import { type Matrix, matrix, matrixFromRows, rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { oracle, range } from "./oracle.js";

const plane = matrixFromRows(oracle.kMeans.points);

function distances(points: Matrix): Matrix {
  return { rows: points.rows, cols: points.rows, data: squaredDistances(points).data.map(Math.sqrt) };
}

describe("weighted k-means", () => {
  const options = { clusters: 5, weights: oracle.kMeans.weights, starts: 20 };
  const model = fitKMeans(plane, { ...options, random: seededRandom(0) });

  it("finds the inertia of scikit-learn's best of 50 starts", () => {
    expect(model.status).toBe("converged");
    expectNear(model.inertia, oracle.kMeans.inertia, { rtol: 1e-9, why: "the same minimum, rounding" });
  });

  it("has centres at the weighted means of their clusters, and their masses", () => {
    for (let c = 0; c < 5; c++) {
      const members = range(0, 200).filter((i) => model.labels[i] === c);
      const mass = members.reduce((sum, i) => sum + oracle.kMeans.weights[i], 0);
      expectNear(model.masses[c]!, mass, { rtol: 1e-12, why: "rounding" });
      const mean = members.reduce((sum, i) => sum + oracle.kMeans.weights[i] * plane.data[2 * i]!, 0) / mass;
      expectNear(model.centres.data[2 * c]!, mean, { atol: 1e-12, why: "rounding" });
    }
  });

  it("gives the same answer for the same seed, and its own labels on its own data", () => {
    expect(fitKMeans(plane, { ...options, random: seededRandom(0) })).toEqual(model);
    expect(predictKMeans(model, plane)).toEqual(model.labels);
  });

  it("counts a row of weight 2 as two rows", () => {
    const doubled = matrixFromRows([[0], [0], [1], [5], [6]]);
    const weighted = matrixFromRows([[0], [1], [5], [6]]);
    const a = fitKMeans(doubled, { clusters: 2, random: seededRandom(1) });
    const b = fitKMeans(weighted, { clusters: 2, random: seededRandom(1), weights: [2, 1, 1, 1] });
    expectNear(a.inertia, b.inertia, { atol: 1e-12, why: "rounding" });
    expectNear([...a.centres.data].sort(), [1 / 3, 5.5], { atol: 1e-12, why: "rounding" });
  });

  it("returns fewer clusters when there are fewer distinct rows, none of them empty", () => {
    const repeated = matrixFromRows([[1], [1], [2], [2], [2], [9]]);
    const few = fitKMeans(repeated, { clusters: 4, random: seededRandom(2), weights: [1, 1, 1, 1, 1, 0] });
    expect([...few.centres.data].sort()).toEqual([1, 2]);
    expect([...few.masses].sort()).toEqual([2, 3]);
    expect(few.inertia).toBe(0);
    expect(few.labels[5]).toBe(few.labels[4]);
  });

  it("of one row is that row", () => {
    const one = fitKMeans(matrixFromRows([[3, 4]]), { clusters: 1, random: seededRandom(0) });
    expect([...one.centres.data]).toEqual([3, 4]);
  });

  it("refuses more clusters than rows, and weights that are no weights", () => {
    const random = seededRandom(0);
    expect(() => fitKMeans(matrix(2, 1), { clusters: 3, random })).toThrow(/3 clusters of 2 items/);
    expect(() => fitKMeans(matrix(2, 1), { clusters: 1, random, weights: [1] })).toThrow(
      /1 weights for 2 rows/,
    );
    expect(() => fitKMeans(matrix(2, 1), { clusters: 1, random, weights: [1, -1] })).toThrow(
      /weight 1 is -1/,
    );
    expect(() => fitKMeans(matrix(2, 1), { clusters: 1, random, weights: [0, 0] })).toThrow(
      /all weights are 0/,
    );
    expect(() => fitKMeans(matrixFromRows([[Infinity]]), { clusters: 1, random })).toThrow(/Infinity/);
  });
});

describe("k-medoids", () => {
  function bestByTrying(d: Matrix): number {
    let best = Infinity;
    for (let a = 0; a < d.rows; a++) {
      for (let b = a + 1; b < d.rows; b++) {
        for (let c = b + 1; c < d.rows; c++) {
          let cost = 0;
          for (let i = 0; i < d.rows; i++) {
            const row = rowView(d, i);
            cost += Math.min(row[a]!, row[b]!, row[c]!);
          }
          best = Math.min(best, cost);
        }
      }
    }
    return best;
  }

  it("finds the best three of thirty items", () => {
    const d = distances(matrixFromRows(oracle.kMeans.points.slice(0, 30)));
    // Many starts: five can all end in a local minimum.
    const model = fitKMedoids(d, { clusters: 3, random: seededRandom(0), starts: 30 });
    expect(model.status).toBe("converged");
    expectNear(model.cost, bestByTrying(d), { rtol: 1e-12, why: "the same sum in another order" });
    model.labels.forEach((c, i) => {
      const row = rowView(d, i);
      expect(row[model.medoids[c]!]).toBe(Math.min(...Array.from(model.medoids, (m) => row[m]!)));
    });
  });

  it("with one cluster is the item with the least sum of distances", () => {
    const d = distances(matrixFromRows([[0], [1], [2], [10]]));
    expect(fitKMedoids(d, { clusters: 1, random: seededRandom(0) })).toMatchObject({
      cost: 11,
      status: "converged",
    });
  });

  it("takes all items, and items that coincide", () => {
    const d = distances(matrixFromRows([[0], [0], [0], [1]]));
    expect(fitKMedoids(d, { clusters: 4, random: seededRandom(0) }).cost).toBe(0);
    expect(fitKMedoids(d, { clusters: 2, random: seededRandom(0) }).cost).toBe(0);
  });

  it("refuses what is no distance matrix", () => {
    const random = seededRandom(0);
    expect(() => fitKMedoids(matrix(2, 3), { clusters: 1, random })).toThrow(/square/);
    expect(() => fitKMedoids(matrixFromRows([[1]]), { clusters: 1, random })).toThrow(/\(0, 0\) is 1/);
    const negative = matrixFromRows([
      [0, -1],
      [-1, 0],
    ]);
    expect(() => fitKMedoids(negative, { clusters: 1, random })).toThrow(/\(0, 1\) is -1/);
  });
});

describe("hierarchical clustering", () => {
  const points = matrixFromRows(oracle.hierarchical.points);

  it.each(["ward", "average", "complete", "single"] as const)(
    "by %s linkage cuts as SciPy does",
    (linkage) => {
      const labels = hierarchicalClusters(distances(points), { clusters: 4, linkage });
      expect(adjustedRandIndex(labels, oracle.hierarchical[linkage])).toBe(1);
    },
  );

  it("numbers its clusters by their first item", () => {
    const d = distances(matrixFromRows([[5], [0], [5.1], [0.1], [9]]));
    expect([...hierarchicalClusters(d, { clusters: 3, linkage: "ward" })]).toEqual([0, 1, 0, 1, 2]);
  });

  it("keeps every item when many coincide, for every number of clusters", () => {
    const d = distances(matrixFromRows([[0], [0], [0], [1], [1], [1], [1]]));
    for (let clusters = 1; clusters <= 7; clusters++) {
      const labels = hierarchicalClusters(d, { clusters, linkage: "average" });
      expect([...new Set(labels)].sort()).toEqual(range(0, clusters));
    }
  });

  it("of one item is one cluster, and of none an error", () => {
    expect([...hierarchicalClusters(matrix(1, 1), { clusters: 1, linkage: "ward" })]).toEqual([0]);
    expect(() => hierarchicalClusters(matrix(0, 0), { clusters: 1, linkage: "ward" })).toThrow(/not empty/);
  });
});
