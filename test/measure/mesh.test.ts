import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePly } from "../../loaders/ply.js";
import { moments, totalMass } from "../../src/measure/measure.js";
import { areaMeasure, type Mesh, surfaceSample, vertexMeasure } from "../../src/measure/mesh.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

function meshOf(dim: number, points: readonly number[], triangles: readonly number[] = []): Mesh {
  const vertices = Float64Array.from(points);
  return { vertices, count: vertices.length / dim, dim, triangles: Int32Array.from(triangles) };
}

/** Unit square in the plane: area 1, cut along a diagonal, and a vertex (5, 5) in no triangle. */
const SQUARE = meshOf(2, [0, 0, 1, 0, 1, 1, 0, 1, 5, 5], [0, 1, 2, 0, 2, 3]);

/** A right triangle of area 6 off the coordinate planes, then one of area 0, whose corners lie on a line. */
const SLANTED = meshOf(3, [1, 1, 1, 1, 4, 1, 1, 1, 5, 2, 2, 2, 3, 3, 3], [0, 1, 2, 0, 3, 4]);

const BUNNY = parsePly(new Uint8Array(readFileSync("data/meshes/bunny.ply")));

const ROUNDING = "a few roundings of doubles";

describe("vertexMeasure", () => {
  it("gives every vertex 1/n, whether a triangle uses it or not", () => {
    const mu = vertexMeasure(SQUARE);
    expect([...mu.weights]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2]);
    expect([...mu.points]).toEqual([...SQUARE.vertices]);
    expect(mu.dim).toBe(2);
  });

  it("keeps the masses of the file, zeros included", () => {
    const mu = vertexMeasure({ ...meshOf(1, [3, 4]), weights: Float64Array.of(0, 7) });
    expect([...mu.weights]).toEqual([0, 7]);
  });

  it("does not share memory with the mesh", () => {
    const mesh = meshOf(1, [3]);
    vertexMeasure(mesh).points[0] = 9;
    expect(mesh.vertices[0]).toBe(3);
  });

  it("refuses weights that are all 0", () => {
    const mesh = { ...meshOf(1, [3]), weights: Float64Array.of(0) };
    expect(() => vertexMeasure(mesh)).toThrow(/all weights are 0/);
  });
});

describe("areaMeasure", () => {
  it("gives each vertex a third of the triangles at it, and 0 to one in none", () => {
    const mu = areaMeasure(SQUARE);
    expectNear(mu.weights, [1 / 3, 1 / 6, 1 / 3, 1 / 6, 0], { atol: 1e-15, why: ROUNDING });
  });

  it("does not depend on the orientation of a triangle", () => {
    const turned = meshOf(2, [...SQUARE.vertices], [0, 2, 1, 0, 2, 3]);
    expect(areaMeasure(turned).weights).toEqual(areaMeasure(SQUARE).weights);
  });

  it("gives 0 to vertices of degenerate triangles only", () => {
    expectNear(areaMeasure(SLANTED).weights, [2, 2, 2, 0, 0], { atol: 1e-14, why: ROUNDING });
  });

  it("does not use the weights of the file", () => {
    expect(areaMeasure({ ...SQUARE, weights: Float64Array.of(9, 9, 9, 9, 9) })).toEqual(areaMeasure(SQUARE));
  });

  it("has the surface area as its mass, which grows with the square of the scale", () => {
    const area = totalMass(areaMeasure(BUNNY));
    const grown = { ...BUNNY, vertices: BUNNY.vertices.map((x) => 3 * x) };
    expectNear(totalMass(areaMeasure(grown)), 9 * area, { rtol: 1e-13, why: ROUNDING });
    expectNear(area, 218.689, { atol: 5e-4, why: "three decimals in data/meshes/README.md" });
  });

  it.each<[string, Mesh, RegExp]>([
    ["a point cloud", meshOf(3, [1, 2, 3]), /the mesh has no triangles, hence no area; use vertexMeasure/],
    ["only degenerate triangles", meshOf(2, [0, 0, 1, 1, 2, 2], [0, 1, 2]), /the surface area is 0/],
    [
      "an area that overflows",
      meshOf(2, [0, 0, 1e200, 0, 0, 1e200], [0, 1, 2]),
      /the surface area is Infinity; .*rescale/,
    ],
    ["a triangle of vertices that are not there", meshOf(2, [0, 0], [0, 1, 2]), /the surface area is NaN/],
  ])("refuses %s", (_, mesh, sentence) => {
    expect(() => areaMeasure(mesh)).toThrow(expect.objectContaining({ tag: "MeasureError" }));
    expect(() => areaMeasure(mesh)).toThrow(sentence);
  });

  it("refuses dimensions in which it knows no area", () => {
    expect(() => areaMeasure(meshOf(1, [0, 1, 2], [0, 1, 2]))).toThrow(
      expect.objectContaining({ tag: "ShapeError", details: { expected: "2 or 3", found: 1 } }),
    );
  });
});

describe("surfaceSample", () => {
  const sample = (mesh: Mesh, count: number, seed = 5) =>
    surfaceSample(mesh, { count, random: seededRandom(seed) });

  it("draws exactly the asked number of points, of equal masses that sum to 1", () => {
    const mu = sample(BUNNY, 1000);
    expect(mu.count).toBe(1000);
    expect(mu.points).toHaveLength(3000);
    expect(new Set(mu.weights)).toEqual(new Set([1 / 1000]));
    expectNear(totalMass(mu), 1, { atol: 1e-15, why: ROUNDING });
  });

  it("gives the same bytes for the same seed and others for another", () => {
    expect(sample(BUNNY, 50)).toEqual(sample(BUNNY, 50));
    expect(sample(BUNNY, 50, 6)).not.toEqual(sample(BUNNY, 50));
  });

  it("stays in the triangles, in the plane and in space", () => {
    const flat = sample(SQUARE, 500);
    expect(flat.points.every((x) => x >= 0 && x <= 1)).toBe(true);
    const { points } = sample(SLANTED, 500);
    for (let i = 0; i < 500; i++) {
      const [x, y, z] = [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!];
      expectNear(x, 1, { atol: 1e-15, why: ROUNDING });
      expect((y - 1) / 3 + (z - 1) / 4).toBeLessThanOrEqual(1 + 1e-15);
      expect(Math.min(y, z)).toBeGreaterThanOrEqual(1);
    }
  });

  it("never draws a degenerate triangle, wherever it stands and whatever the numbers are", () => {
    const corners = [0, 0, 1, 0, 0, 1, 7, 7, 8, 8, 9, 9];
    const mesh = meshOf(2, corners, [3, 4, 5, 0, 1, 2, 3, 4, 5]);
    for (const u of [0, 0.5, 1 - 2 ** -53]) {
      const random: Random = { ...seededRandom(0), uniform: () => u };
      const { points } = surfaceSample(mesh, { count: 1, random });
      expect(Math.max(...points)).toBeLessThanOrEqual(1);
    }
  });

  it("hits parts of the surface in proportion to their areas", () => {
    // Triangles of area 1/2 at the origin and 9/2 at (10, 10): one point in ten belongs to the first.
    const mesh = meshOf(2, [0, 0, 1, 0, 0, 1, 10, 10, 13, 10, 10, 13], [0, 1, 2, 3, 4, 5]);
    const { points } = sample(mesh, 10_000);
    const first = Array.from({ length: 10_000 }, (_, i) => points[2 * i]!).filter((x) => x < 5).length;
    expectNear(first, 1000, { atol: 120, why: "4 standard deviations of a binomial(10000, 0.1), 30 each" });
  });

  it("is uniform within a triangle", () => {
    // Uniform on the triangle (0,0), (1,0), (0,1): mean 1/3, variance 1/18, covariance -1/36.
    const { mean, covariance } = moments(sample(meshOf(2, [0, 0, 1, 0, 0, 1], [0, 1, 2]), 20_000));
    const why = "4 standard errors of 20000 draws: sqrt(1/18/20000) = 0.0017, and less for second moments";
    expectNear(mean, [1 / 3, 1 / 3], { atol: 0.0067, why });
    expectNear(covariance.data, [1 / 18, -1 / 36, -1 / 36, 1 / 18], { atol: 0.0067, why });
  });

  it("has the mean of the area measure, up to sampling", () => {
    const draws = 20_000;
    const { mean, covariance } = moments(sample(BUNNY, draws));
    const expected = moments(areaMeasure(BUNNY)).mean;
    for (let k = 0; k < 3; k++) {
      const atol = 4 * Math.sqrt(covariance.data[4 * k]! / draws);
      expectNear(mean[k]!, expected[k]!, { atol, why: "4 standard errors of the mean" });
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])("refuses %d points", (count) => {
    expect(() => sample(SQUARE, count)).toThrow(expect.objectContaining({ tag: "ShapeError" }));
  });

  it("refuses a point cloud", () => {
    expect(() => sample(meshOf(3, [1, 2, 3]), 5)).toThrow(/the mesh has no triangles/);
  });
});
