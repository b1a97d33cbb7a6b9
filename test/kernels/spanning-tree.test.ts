import { describe, expect, it } from "vitest";
import { improve, isOptimal, Simplex, start } from "../../src/kernels/simplex.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

/** Whole masses of total 60, points on a lattice: ties and arcs without flow everywhere. */
function tiedProblem(random: Random, n: number, m: number, kept: boolean): Simplex {
  const simplex = new Simplex(n, m, 2, kept, 30 * (n + m));
  for (const points of [simplex.costs.x, simplex.costs.y]) {
    for (let p = 0; p < points.length; p++) points[p] = random.integer(4);
  }
  for (let v = 0; v < n + m; v++) simplex.masses[v] = v < n ? 60 / n : 60 / m;
  for (let i = 0; i < n; i++) simplex.potential[i] = 5 * random.normal(); // a bad start, so that there is work
  return simplex;
}

function squaredDistance({ costs: { x, y } }: Simplex, i: number, j: number): number {
  return (x[2 * i]! - y[2 * j]!) ** 2 + (x[2 * i + 1]! - y[2 * j + 1]!) ** 2;
}

/** Ring, sizes, flows, levels and strong feasibility, from the parents alone. */
function expectSound(simplex: Simplex): void {
  const { n, count, root, parent, next, previous, size, flow, level } = simplex.tree;
  const net = new Float64Array(count);
  const own = new Int32Array(count).fill(1);
  const preorder: number[] = [root];
  for (let v = next[root]!; v !== root; v = next[v]!) preorder.push(v);
  expect([...preorder].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, v) => v));
  const place = new Int32Array(count);
  preorder.forEach((v, t) => {
    place[v] = t;
    expect(previous[next[v]!]).toBe(v);
  });
  for (const v of preorder.slice(1).reverse()) {
    const p = parent[v]!;
    expect(v < n).not.toBe(p < n);
    own[p]! += own[v]!;
    expect(flow[v]).toBeGreaterThanOrEqual(0);
    if (flow[v] === 0) expect(v).toBeLessThan(n); // strongly feasible: it points towards the root
    net[v]! += flow[v]!;
    net[p]! += flow[v]!;
    const [i, j] = v < n ? [v, p] : [p, v];
    const reduced = squaredDistance(simplex, i, j - n) + level[i]! - level[j]!;
    expectNear(reduced, 0, { atol: 1e-12, why: "rounding of a few hundred shifts of size 1" });
    expect(place[v]! > place[p]! && place[v]! < place[p]! + size[p]!).toBe(true);
  }
  expect(Array.from(size)).toEqual(Array.from(own));
  expect(Array.from(net)).toEqual(Array.from(simplex.masses));
}

function expectOptimal(simplex: Simplex, tolerance: number): void {
  const { n, level } = simplex.tree;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < simplex.costs.m; j++) {
      const reduced = squaredDistance(simplex, i, j) + level[i]! - level[n + j]!;
      expect(reduced).toBeGreaterThanOrEqual(-tolerance);
    }
  }
}

describe("the spanning tree", () => {
  it.each([
    { kept: true, rows: "of a kept matrix" },
    { kept: false, rows: "computed when read" },
  ])("stays sound and strongly feasible through every pivot to the optimum, rows $rows", ({ kept }) => {
    for (let seed = 0; seed < 12; seed++) {
      const random = seededRandom(seed);
      const simplex = tiedProblem(random, [6, 12, 20][seed % 3]!, [10, 15, 4][seed % 3]!, kept);
      start(simplex);
      expectSound(simplex);
      let pivots = 0;
      while (improve(simplex, 1e-12, 1, Infinity) === 1) {
        expectSound(simplex);
        expect(++pivots).toBeLessThan(10_000);
      }
      expect(pivots).toBeGreaterThan(0);
      expect(simplex.pivots).toBe(pivots);
      expectOptimal(simplex, 1e-12);
    }
  });

  it("comes to the same tree in one go as in small steps", () => {
    const inOne = tiedProblem(seededRandom(5), 20, 15, true);
    const inSteps = tiedProblem(seededRandom(5), 20, 15, true);
    for (const simplex of [inOne, inSteps]) start(simplex);
    improve(inOne, 1e-12, 1e6, Infinity);
    while (!isOptimal(inSteps)) improve(inSteps, 1e-12, 3, 40); // 40 costs: less than a scan
    expect(inSteps.pivots).toBeGreaterThan(3);
    expect(inSteps.tree.parent).toEqual(inOne.tree.parent);
    expect(inSteps.tree.flow).toEqual(inOne.tree.flow);
  });
});
