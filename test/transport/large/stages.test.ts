import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { exact } from "../../../src/transport/exact.js";
import { priceTree, setGradients } from "../../../src/transport/large/build-tree.js";
import { type Cloud, orderedCloud } from "../../../src/transport/large/clouds.js";
import { emptyFlow } from "../../../src/transport/large/flow.js";
import { forestOfFlow } from "../../../src/transport/large/forest-of-flow.js";
import { improveTree } from "../../../src/transport/large/improve-tree.js";
import {
  completeFlow,
  emptyPartialFlow,
  isComplete,
  type PartialFlow,
} from "../../../src/transport/large/partial-flow.js";
import type { Start } from "../../../src/transport/large/prices.js";
import { shortestPaths } from "../../../src/transport/large/shortest-paths.js";
import { columnArcs, spanTree } from "../../../src/transport/large/spanning-tree.js";
import { splitPlan } from "../../../src/transport/large/split-plan.js";
import type { Tree } from "../../../src/transport/large/tree.js";
import { workBudget } from "../../../src/transport/large/work-budget.js";
import { marginals, sparsePlan } from "../../../src/transport/plan.js";
import { expectNear } from "../../support/expect-near.js";
import { cloud } from "../clouds.js";

const WHY = "rounding of sums of costs";

/** Prices of 0: nothing is known, and the exact phases have all the work. */
function blindStart(target: Cloud): Start {
  const tree = priceTree(target.points, target.dim, new Float64Array(target.count));
  setGradients(tree, target.points);
  return { tree, spacing: 0.01, flow: emptyFlow(0, 0) };
}

function clouds(n: number, m: number, dim: number) {
  const a = cloud(n, n, { dim });
  const b = cloud(m + 1, m, { dim, scale: 1.5, shift: 0.5 });
  const whole = (units: number, count: number) => new Float64Array(count).fill(units);
  return {
    a,
    b,
    source: orderedCloud(a.points, whole(m, n), dim),
    target: orderedCloud(b.points, whole(n, m), dim),
  };
}

function flowCost({ flow }: PartialFlow, source: Cloud, target: Cloud): number {
  let cost = 0;
  for (let e = 0; e < flow.length; e++) {
    const c = squaredDistance(source.points, flow.row[e]!, target.points, flow.column[e]!, source.dim);
    cost += flow.amount[e]! * c;
  }
  return cost / (source.count * target.count);
}

function treeCost({ n, root, count, parent, flow }: Tree, source: Cloud, target: Cloud): number {
  let cost = 0;
  for (let v = 0; v < count; v++) {
    if (v === root) continue;
    const [i, j] = v < n ? [v, parent[v]! - n] : [parent[v]!, v - n];
    cost += flow[v]! * squaredDistance(source.points, i, target.points, j, source.dim);
  }
  return cost / (source.count * target.count);
}

describe("shortestPaths", () => {
  it.each([
    [150, 150, 2],
    [120, 80, 3],
    [60, 90, 5],
  ])("is exact from prices that say nothing, %i x %i in %i dimensions", (n, m, dim) => {
    const { a, b, source, target } = clouds(n, m, dim);
    const solution = shortestPaths(source, target, blindStart(target), workBudget());
    expect(isComplete(solution)).toBe(true);
    expectNear(flowCost(solution, source, target), exact(a, b).cost, { rtol: 1e-12, why: WHY });
    const { rowPotential, prices } = solution;
    let dual = 0;
    for (let i = 0; i < n; i++) dual += rowPotential[i]! / n;
    for (let j = 0; j < m; j++) dual += prices[j]! / m;
    expectNear(dual, exact(a, b).cost, { rtol: 1e-12, why: WHY });
  });

  it("stops with the budget and leaves the rest to be sent", () => {
    const { source, target } = clouds(2000, 2000, 2);
    const budget = workBudget(Infinity, () => false);
    const solution = shortestPaths(source, target, blindStart(target), budget);
    expect(budget.ended()).toBe("aborted");
    expect(isComplete(solution)).toBe(false);
    completeFlow(solution);
    expect(isComplete(solution)).toBe(true);
  });
});

describe("improveTree", () => {
  /** Neighbours in kd-order are matched: feasible, and far from optimal. */
  function roughTree(n: number, m: number, dim: number) {
    const both = clouds(n, m, dim);
    const { source, target } = both;
    const start = blindStart(target);
    const partial = emptyPartialFlow(source, target, start, emptyFlow(n, m));
    completeFlow(partial);
    const tree = forestOfFlow(partial.flow, n, m);
    tree.potential.set(partial.rowPotential);
    spanTree(tree, columnArcs(tree, partial.lists));
    return { ...both, tree, prices: start.tree, lists: partial.lists, largestCost: 100 };
  }

  it.each([
    [150, 150, 2],
    [120, 80, 3],
    [60, 90, 5],
  ])("is exact from a rough start, %i x %i in %i dimensions", (n, m, dim) => {
    const rough = roughTree(n, m, dim);
    const { a, b, source, target, tree } = rough;
    const before = treeCost(tree, source, target);
    const budget = workBudget();
    improveTree(tree, { ...rough, budget });
    expect(budget.ended()).toBe(undefined);
    expect(before).toBeGreaterThan(1.01 * treeCost(tree, source, target));
    expectNear(treeCost(tree, source, target), exact(a, b).cost, { rtol: 1e-12, why: WHY });
  });

  it("does nothing when the work was ended", () => {
    const rough = roughTree(50, 50, 2);
    const before = rough.tree.flow.slice();
    const budget = workBudget();
    budget.exhaust();
    improveTree(rough.tree, { ...rough, budget });
    expect(budget.ended()).toBe("iteration-limit");
    expect(rough.tree.flow).toEqual(before);
  });
});

describe("splitPlan", () => {
  it("gives every member of a group its mass, and never a massless one", () => {
    const random = seededRandom(11);
    const groups = (count: number, places: number) => ({
      indexOf: Int32Array.from({ length: count }, (_, i) => (i < places ? i : random.integer(places))),
      weights: Float64Array.from({ length: count }, (_, i) => (i % 6 === 5 ? 0 : 1 + random.integer(9))),
    });
    const source = groups(40, 7);
    const target = groups(30, 5);
    const total = (masses: Float64Array) => masses.reduce((sum, mass) => sum + mass, 0);
    const merged = ({ indexOf, weights }: typeof source, places: number, mass: number) => {
      const sums = new Float64Array(places);
      indexOf.forEach((place, i) => {
        sums[place]! += weights[i]! * mass;
      });
      return sums;
    };
    const a = merged(source, 7, total(target.weights));
    const b = merged(target, 5, total(source.weights));
    const mass = total(a);
    const product = { rows: new Int32Array(35), cols: new Int32Array(35), mass: new Float64Array(35) };
    for (let e = 0; e < 35; e++) {
      product.rows[e] = Math.floor(e / 5);
      product.cols[e] = e % 5;
      product.mass[e] = (a[product.rows[e]!]! * b[product.cols[e]!]!) / mass;
    }
    const scaled = (side: typeof source, factor: number) => ({
      ...side,
      weights: side.weights.map((w) => w * factor),
    });
    const left = scaled(source, total(target.weights));
    const right = scaled(target, total(source.weights));
    const plan = splitPlan(sparsePlan(product, [7, 5]), left, right);
    expect(plan.shape).toEqual([40, 30]);
    const sent = marginals(plan);
    const why = "masses are at most 1e5, sums of some quotients";
    expectNear(sent.source, left.weights, { atol: 1e-10, why });
    expectNear(sent.target, right.weights, { atol: 1e-10, why });
    left.weights.forEach((w, i) => {
      if (w === 0) expect(sent.source[i]).toBe(0);
    });
  });
});
