import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.js";
import { neighbourLengths } from "../../src/measure/neighbour-lengths.js";
import { seededRandom } from "../../src/numeric/random.js";
import type { LengthGraph } from "../../src/numeric/shortest-paths.js";
import { uniformCloud } from "../support/random-measures.js";

const edgesOf = ({ starts, ends }: LengthGraph, i: number): number[] =>
  Array.from(ends.subarray(starts[i]!, starts[i + 1]!));

function reached(graph: LengthGraph): number {
  const seen = new Set([0]);
  for (const i of seen) for (const j of edgesOf(graph, i)) seen.add(j); // a Set is walked through while it grows
  return seen.size;
}

describe("the graph of near points", () => {
  it("joins points on a line with their neighbours", () => {
    const graph = neighbourLengths(measure([0, 1, 3, 6], { dim: 1 }), 1);
    expect([0, 1, 2, 3].map((i) => edgesOf(graph, i))).toEqual([[1], [0, 2], [1, 3], [2]]);
    expect(Array.from(graph.lengths)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it("has each point's nearest ones, and the same lengths in both directions", () => {
    const cloud = uniformCloud(seededRandom(1), 60, 3);
    const graph = neighbourLengths(cloud, 5);
    for (let i = 0; i < cloud.count; i++) {
      const own = edgesOf(graph, i);
      expect(own.length).toBeGreaterThanOrEqual(5);
      for (const j of own) expect(edgesOf(graph, j)).toContain(i);
    }
    const table = new Map<string, number>();
    for (let i = 0; i < cloud.count; i++) {
      edgesOf(graph, i).forEach((j, e) => {
        table.set(`${i} ${j}`, graph.lengths[graph.starts[i]! + e]!);
      });
    }
    for (const [key, length] of table) expect(table.get(key.split(" ").reverse().join(" "))).toBe(length);
  });

  it("hangs together where clusters lie apart, by the shortest bridge", () => {
    const two = measure([0, 1, 2, 100, 101, 102], { dim: 1 });
    const graph = neighbourLengths(two, 2);
    expect(reached(graph)).toBe(6);
    expect(edgesOf(graph, 2)).toContain(3);
    expect(Math.max(...graph.lengths)).toBe(98);
  });

  it("hangs together where points are repeated", () => {
    const graph = neighbourLengths(measure([0, 0, 0, 0, 5, 5, 5, 5], { dim: 1 }), 2);
    expect(reached(graph)).toBe(8);
  });

  it("of one point has no edge", () => {
    expect(neighbourLengths(measure([1, 2], { dim: 2 }), 3).ends.length).toBe(0);
  });
});
