import { describe, expect, it } from "vitest";
import { cellGrid, forEachWithin } from "../../src/numeric/cell-grid.js";
import { seededRandom } from "../../src/numeric/random.js";

/** Indices within the radius, increasing, by the grid. */
function within(
  points: Float64Array,
  dim: number,
  side: number,
  place: Float64Array,
  radius: number,
): number[] {
  const found: number[] = [];
  forEachWithin(cellGrid(points, dim, side), place, radius, (i) => found.push(i));
  return found.sort((a, b) => a - b);
}

function withinByAll(points: Float64Array, dim: number, place: Float64Array, radius: number): number[] {
  const squares = Array.from({ length: points.length / dim }, (_, i) =>
    place.reduce((sum, x, k) => sum + (points[i * dim + k]! - x) ** 2, 0),
  );
  return [...squares.keys()].filter((i) => squares[i]! <= radius * radius);
}

describe("a grid of cells", () => {
  it("finds the points that a search of all of them finds, in any dimension, for radii above and below its side", () => {
    const random = seededRandom(0);
    for (const dim of [1, 2, 3, 6]) {
      const points = Float64Array.from({ length: 200 * dim }, () => random.normal());
      for (const side of [0.1, 0.7, 5]) {
        for (const radius of [0.05, 0.6, 2]) {
          const place = Float64Array.from({ length: dim }, () => 1.5 * random.normal());
          expect(within(points, dim, side, place, radius)).toEqual(withinByAll(points, dim, place, radius));
          const own = points.subarray(7 * dim, 8 * dim);
          expect(within(points, dim, side, own, 0)).toEqual([7]);
        }
      }
    }
  });

  it("holds points that all lie at one place, and few cells however small they are wished for", () => {
    const same = new Float64Array(10).fill(3);
    expect(within(same, 2, 1e-3, Float64Array.of(3, 3), 0)).toEqual([0, 1, 2, 3, 4]);
    const far = Float64Array.of(0, 0, 1e6, 1e6);
    expect(cellGrid(far, 2, 1e-3).starts.length).toBeLessThan(8);
  });

  it("tells squared distances", () => {
    const squares: number[] = [];
    forEachWithin(cellGrid(Float64Array.of(0, 0, 3, 4), 2, 1), Float64Array.of(0, 0), 5, (_, square) =>
      squares.push(square),
    );
    expect(squares).toEqual([0, 25]);
  });

  it("needs cells of a positive side", () => {
    expect(() => cellGrid(Float64Array.of(1, 2), 1, 0)).toThrow(/the side of the cells is 0/);
    expect(() => cellGrid(Float64Array.of(1, 2), 1, Number.NaN)).toThrow(/the side of the cells is NaN/);
  });
});
