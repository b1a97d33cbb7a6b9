import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { emptyArcs } from "../../../src/transport/simplex/arcs.js";
import { coarsen } from "../../../src/transport/simplex/coarsen.js";
import { squaredCosts } from "../../../src/transport/simplex/costs.js";
import { greedyForest } from "../../../src/transport/simplex/greedy.js";
import { priceAll } from "../../../src/transport/simplex/pricing.js";
import { spanForest } from "../../../src/transport/simplex/spanning.js";
import { startArcs } from "../../../src/transport/simplex/start-arcs.js";
import { emptyTree, type Tree } from "../../../src/transport/simplex/tree.js";
import { expectNear } from "../../support/expect-near.js";

/** Whole masses of total 60, points on a lattice: ties and arcs without flow everywhere. */
function tiedProblem(random: Random, n: number, m: number) {
  const points = (count: number) => Float64Array.from({ length: 2 * count }, () => random.integer(4));
  const masses = Float64Array.from({ length: n + m }, (_, v) => (v < n ? 60 / n : 60 / m));
  return { costs: squaredCosts(points(n), points(m), 2), masses };
}

/** Ring, sizes, flows, potentials and strong feasibility, from the parents alone. */
function expectSound(tree: Tree, masses: Float64Array, costs: ReturnType<typeof squaredCosts>): void {
  const { n, count, root, parent, next, previous, size, flow, potential } = tree;
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
    const [i, j] = v < n ? [v, p - n] : [p, v - n];
    const reduced = costs.values[i * costs.m + j]! - potential[v]! - potential[p]!;
    expectNear(reduced, 0, { atol: 1e-12, why: "rounding of a few hundred shifts of size 1" });
    expect(place[v]! > place[p]! && place[v]! < place[p]! + size[p]!).toBe(true);
  }
  expect(Array.from(size)).toEqual(Array.from(own));
  expect(Array.from(net)).toEqual(Array.from(masses));
}

describe("the spanning tree", () => {
  it("stays sound and strongly feasible through every pivot", () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = seededRandom(seed);
      const { costs, masses } = tiedProblem(random, [6, 12, 20][seed % 3]!, [10, 15, 4][seed % 3]!);
      const tree = emptyTree(costs.n, costs.m);
      for (let i = 0; i < costs.n; i++) tree.potential[i] = 5 * random.normal(); // a bad start, so that there is work
      const arcs = emptyArcs(tree.count);
      const window = startArcs(costs, tree.potential, arcs);
      spanForest(tree, greedyForest(costs, masses, tree.potential, arcs, window), costs);
      expectSound(tree, masses, costs);
      const spend = (): boolean => {
        expectSound(tree, masses, costs);
        return true;
      };
      let entered = Infinity;
      for (let scan = 0; entered > 0; scan++) {
        expect(scan).toBeLessThan(1000);
        entered = priceAll(tree, costs, arcs, 1e-12, { spend }).entered;
      }
    }
  });
});

describe("coarsen", () => {
  it("keeps mass and centre, in clusters of at most the given size", () => {
    const random = seededRandom(3);
    const points = Float64Array.from({ length: 3 * 101 }, () => random.normal());
    const masses = Float64Array.from({ length: 101 }, () => 1 + random.integer(5));
    const clusters = coarsen(points, masses, 3, 4);
    expect(clusters.masses.length).toBeGreaterThanOrEqual(26);
    expect(clusters.masses.length).toBeLessThan(60);
    const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(total(clusters.masses)).toBe(total(masses));
    for (let k = 0; k < 3; k++) {
      const moment = (p: Float64Array, w: Float64Array) => total(w.map((mass, i) => mass * p[3 * i + k]!));
      const expected = moment(points, masses);
      expectNear(moment(clusters.points, clusters.masses), expected, {
        atol: 1e-12,
        why: "sums of 101 terms",
      });
    }
  });
});
