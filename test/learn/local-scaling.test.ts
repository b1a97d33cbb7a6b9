import { describe, expect, it } from "vitest";
import { locallyScaled } from "../../src/learn/local-scaling.js";
import { neighbourGraph } from "../../src/learn/neighbour-graph.js";
import { spectralClusters } from "../../src/learn/spectral-clustering.js";
import { matrix } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";

const line = (...points: number[]) => matrix(points.length, 1, Float64Array.from(points));

describe("locally scaled edges", () => {
  it("weigh exp(-d^2 / (s_i s_j)), s being the distance to the last neighbour where there are fewer than seven", () => {
    const rows = line(0, 1, 3);
    const graph = locallyScaled(neighbourGraph(rows, 2), rows, 2); // each with its nearest: 0-1, 1-3
    expect(Array.from(graph.ends)).toEqual([1, 0, 2, 1]);
    // s = 1, 1, 2
    const [near, far] = [Math.exp(-1), Math.exp(-4 / 2)];
    const expected = [near, near, far, far];
    // own exponential against the engine's: both right to an ulp or two
    graph.weights.forEach((weight, p) => {
      expect(Math.abs(weight - expected[p]!)).toBeLessThan(1e-15);
    });
  });

  it("are the same both ways, do not know the unit of length, and never vanish", () => {
    const random = seededRandom(3);
    const rows = matrix(
      60,
      2,
      Float64Array.from({ length: 120 }, (_, p) => (p < 100 ? random.normal() : 1e4 * p)),
    );
    const weighted = locallyScaled(neighbourGraph(rows, 9), rows, 9);
    const weightOf = new Map<string, number>();
    for (let i = 0; i < 60; i++) {
      for (let p = weighted.starts[i]!; p < weighted.starts[i + 1]!; p++) {
        weightOf.set(`${i} ${weighted.ends[p]}`, weighted.weights[p]!);
      }
    }
    for (const [edge, weight] of weightOf) {
      expect(weightOf.get(edge.split(" ").reverse().join(" "))).toBe(weight);
      expect(weight).toBeGreaterThan(0);
    }
    const scaled = matrix(
      60,
      2,
      rows.data.map((x) => 1024 * x),
    ); // a power of two: no rounding
    expect(locallyScaled(neighbourGraph(scaled, 9), scaled, 9).weights).toEqual(weighted.weights);
  });

  it("are 1 between equal rows", () => {
    const rows = line(0, 0, 0, 5, 5, 5);
    expect(Array.from(locallyScaled(neighbourGraph(rows, 3), rows, 3).weights)).toEqual(
      new Array(12).fill(1),
    );
  });

  it("part a dense cloud from a thin one that a chain of points leads to", () => {
    const random = seededRandom(0);
    const dense = Array.from({ length: 80 }, () => 0.02 * random.normal());
    const thin = Array.from({ length: 40 }, () => 4 + random.normal());
    const rows = line(...dense, 0.3, 0.8, 1.4, ...thin);
    const options = { clusters: 2, affinity: "scaled-distance", neighbours: 10, random } as const;
    const { labels } = spectralClusters(rows, options);
    expect(new Set(labels.subarray(0, 80)).size).toBe(1);
    expect(new Set(labels.subarray(90)).size).toBe(1);
    expect(labels[0]).not.toBe(labels[100]);
  });
});
