import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { priceTree, refit, setGradients } from "../../../src/transport/large/build-tree.js";
import { firstOccurrence } from "../../../src/transport/large/first-occurrence.js";
import { inOrder, kdOrder, segmentStarts } from "../../../src/transport/large/kd-order.js";
import { collect, emptyHits, nearest } from "../../../src/transport/large/queries.js";
import { cloud } from "../clouds.js";

const QUERIES = 40;

/** A tree over a cloud with random prices and partners that say nothing. */
function randomTree(count: number, dim: number) {
  const { points } = cloud(count + dim, count, { dim });
  const ordered = inOrder(points, kdOrder(points, dim), dim);
  const random = seededRandom(count);
  const prices = Float64Array.from({ length: count }, () => random.uniform());
  const tree = priceTree(ordered, dim, prices);
  setGradients(tree, cloud(count + 1, count, { dim }).points);
  return { tree, prices, points: ordered, queries: cloud(5, QUERIES, { dim, scale: 2 }).points };
}

type Random = ReturnType<typeof randomTree>;

function valuesOf({ prices, points, queries }: Random, i: number, dim: number): number[] {
  return Array.from(prices, (price, j) => squaredDistance(queries, i, points, j, dim) - price);
}

describe("kdOrder", () => {
  it("is a permutation whose halves lie on two sides of the median of the widest side", () => {
    const { points } = cloud(1, 333, { dim: 3 });
    const order = kdOrder(points, 3);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 333 }, (_, i) => i));
    const moved = inOrder(points, order, 3);
    const separated = [0, 1, 2].filter((k) => {
      const along = Array.from({ length: 333 }, (_, p) => moved[3 * p + k]!);
      return Math.max(...along.slice(0, 166)) <= Math.min(...along.slice(166));
    });
    expect(separated.length).toBe(1);
  });

  it("has segments that differ by one point at most", () => {
    const starts = segmentStarts(1001, 4);
    const sizes = Array.from({ length: 16 }, (_, s) => starts[s + 1]! - starts[s]!);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1001);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1);
  });
});

describe.each([
  [1, 2],
  [13, 2],
  [500, 2],
  [500, 3],
  [500, 5],
])("queries of a tree over %i points in %i dimensions", (count, dim) => {
  it("find the point of least cost minus price, with its bits", () => {
    const random = randomTree(count, dim);
    const hits = emptyHits(1);
    for (let i = 0; i < QUERIES; i++) {
      const values = valuesOf(random, i, dim);
      nearest(random.tree, random.queries, i, hits);
      expect(hits.values[0]).toBe(Math.min(...values));
      expect(values[hits.indices[0]!]).toBe(hits.values[0]);
    }
  });

  it("collect all points below a limit", () => {
    const random = randomTree(count, dim);
    const hits = emptyHits(count);
    for (let i = 0; i < QUERIES; i++) {
      const values = valuesOf(random, i, dim);
      const limit = [...values].sort((a, b) => a - b)[count >> 2]!;
      expect(collect(random.tree, random.queries, i, limit, count, hits)).toBe(limit);
      const found = [...hits.indices.subarray(0, hits.count)].sort((a, b) => a - b);
      expect(found).toEqual([...values.keys()].filter((j) => values[j]! < limit));
    }
  });

  it("collect the best ones when there are too many, and name the best that is left out", () => {
    const random = randomTree(count, dim);
    const hits = emptyHits(3);
    for (let i = 0; i < QUERIES; i++) {
      const sorted = valuesOf(random, i, dim).sort((a, b) => a - b);
      const threshold = collect(random.tree, random.queries, i, Infinity, 3, hits);
      expect([...hits.values.subarray(0, hits.count)].sort((a, b) => a - b)).toEqual(sorted.slice(0, 3));
      expect(threshold).toBe(sorted[3] ?? Infinity);
    }
  });

  it("stay right when prices fall, without a refit, and when they rise, with one", () => {
    const random = randomTree(count, dim);
    const hits = emptyHits(1);
    const expectRight = () => {
      for (let i = 0; i < QUERIES; i++) {
        nearest(random.tree, random.queries, i, hits);
        expect(hits.values[0]).toBe(Math.min(...valuesOf(random, i, dim)));
      }
    };
    for (let j = 0; j < count; j += 3) random.prices[j]! -= 5 * (j % 7);
    expectRight();
    for (let j = 0; j < count; j += 2) random.prices[j]! += 3 * (j % 5);
    refit(random.tree);
    expectRight();
  });
});

describe("collect among ties", () => {
  it("gives as many as are wanted, and says that the rest are as good", () => {
    const points = new Float64Array(400);
    const tree = priceTree(points, 2, new Float64Array(200));
    refit(tree);
    const hits = emptyHits(5);
    expect(collect(tree, new Float64Array([3, 4]), 0, 30, 5, hits)).toBe(25);
    expect(hits.count).toBe(5);
    expect(new Set(hits.indices.subarray(0, 5)).size).toBe(5);
  });
});

describe("firstOccurrence", () => {
  it("finds the first of equal points, in any dimension", () => {
    const random = seededRandom(4);
    for (const dim of [1, 2, 5]) {
      const points = Float64Array.from({ length: 300 * dim }, () => random.integer(4) / 3);
      const keys = Array.from({ length: 300 }, (_, i) => points.subarray(i * dim, (i + 1) * dim).join());
      expect(Array.from(firstOccurrence(points, dim))).toEqual(keys.map((key) => keys.indexOf(key)));
    }
    expect(firstOccurrence(new Float64Array(0), 2).length).toBe(0);
  });
});
