import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/numeric/random.js";
import { type LengthGraph, shortestPathsInto } from "../../src/numeric/shortest-paths.js";
import { expectNear } from "../support/expect-near.js";

/** Graph from a symmetric table of lengths, Infinity where there is no edge. */
function graphOf(table: readonly (readonly number[])[]): LengthGraph {
  const starts = [0];
  const ends: number[] = [];
  const lengths: number[] = [];
  for (const row of table) {
    row.forEach((length, j) => {
      if (length === Infinity) return;
      ends.push(j);
      lengths.push(length);
    });
    starts.push(ends.length);
  }
  return {
    count: table.length,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    lengths: Float64Array.from(lengths),
  };
}

/** Floyd and Warshall: every way over every vertex. */
function allPaths(table: readonly (readonly number[])[]): number[][] {
  const paths = table.map((row, i) => row.map((length, j) => (i === j ? 0 : length)));
  const vertices = paths.map((_, k) => k);
  for (const k of vertices) {
    for (const i of vertices) {
      for (const j of vertices) paths[i]![j] = Math.min(paths[i]![j]!, paths[i]![k]! + paths[k]![j]!);
    }
  }
  return paths;
}

function randomTable(seed: number, count: number, density: number): number[][] {
  const random = seededRandom(seed);
  const table = Array.from({ length: count }, () => new Array<number>(count).fill(Infinity));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      if (random.uniform() >= density) continue;
      const length = random.uniform() < 0.1 ? 0 : random.uniform(); // ways of length 0 are legal
      table[i]![j] = length;
      table[j]![i] = length;
    }
  }
  return table;
}

describe("shortest paths", () => {
  it.each([
    ["dense", 1, 40, 0.5],
    ["sparse", 2, 60, 0.06],
    ["in pieces", 3, 50, 0.02],
    ["without edges", 4, 5, 0],
  ])("are the shortest of all: %s", (_, seed, count, density) => {
    const table = randomTable(seed, count, density);
    const graph = graphOf(table);
    const expected = allPaths(table);
    const out = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      shortestPathsInto(graph, i, out);
      expectNear(out, expected[i]!, { atol: 1e-13, why: "sums of at most 60 lengths in another order" });
    }
  });

  it("say Infinity where no path leads", () => {
    const out = new Float64Array(2);
    shortestPathsInto(
      graphOf([
        [Infinity, Infinity],
        [Infinity, Infinity],
      ]),
      1,
      out,
    );
    expect(Array.from(out)).toEqual([Infinity, 0]);
  });
});
