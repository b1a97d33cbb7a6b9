import { describe, expect, test } from "vitest";
import { hellingerKantorovich } from "../../../src/measure/cost.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { costBelow, costScreen } from "../../../src/transport/unbalanced/cost-bounds.js";
import { blockingArc } from "../../../src/transport/unbalanced/forest/blocking-arc.js";
import type { DualState } from "../../../src/transport/unbalanced/forest/dual-state.js";
import { firstArc, type Nearby, nearbyOf } from "../../../src/transport/unbalanced/forest/first-arc.js";
import { emptyForest, join } from "../../../src/transport/unbalanced/forest/forest.js";
import { radialTree } from "../../../src/transport/unbalanced/radial-tree.js";

describe("the screen is below the cost that it spares", () => {
  test.each([1e-120, 0.3, 1, 1e120])("kappa = %d", (kappa) => {
    const cost = hellingerKantorovich(kappa);
    for (const dim of [1, 3, 50]) {
      const [screen, below] = [costScreen(cost, dim), costBelow(cost, dim)];
      for (let k = 0; k <= 2000; k++) {
        const squared = (kappa * 1.7 * (k / 2000) ** 4) ** 2;
        expect(screen(squared)).toBeLessThanOrEqual(below(squared));
      }
    }
  });
});

describe("a tree finds the bits that a scan of all pairs finds", () => {
  test.each([1, 2, 3, 5])("in %d dimensions", (dim) => {
    const random = seededRandom(dim);
    const [n, m] = [150, 130];
    for (const kappa of [0.05, 0.5, 20]) {
      const cost = hellingerKantorovich(kappa);
      const below = costBelow(cost, dim);
      const x = Float64Array.from({ length: n * dim }, () => random.normal());
      const y = Float64Array.from({ length: m * dim }, () => random.normal());
      const f = Float64Array.from({ length: n }, (_, i) =>
        i % 20 === 0 ? -Infinity : kappa * kappa * random.normal(),
      );
      const scanned = Float64Array.from({ length: m }, (_, j) => {
        let least = Infinity;
        for (let i = 0; i < n; i++) {
          if (f[i] === -Infinity) continue;
          least = Math.min(least, below(squaredDistance(x, i, y, j, dim)) - f[i]!);
        }
        return least;
      });
      const leastOf = radialTree(x, f, y, dim, below, costScreen(cost, dim))!;
      expect(Float64Array.from(scanned, (_, j) => leastOf(j))).toEqual(scanned);
    }
  });
});

/** A tree of some sources and targets, and the rest alone, at feasible potentials. */
function someForest(seed: number) {
  const random = seededRandom(seed);
  const [n, m] = [300, 300];
  const costs = Float64Array.from({ length: n * m }, () => 1 + random.uniform());
  const potentials = Float64Array.from({ length: n + m }, () => 0.4 * random.uniform());
  const dual: DualState = { n, m, costs, masses: new Float64Array(n + m).fill(1), potentials };
  const forest = emptyForest(n + m);
  for (let v = 1; v < 100; v++) join(forest, 0, v);
  for (let w = n; w < n + 100; w++) join(forest, 0, w);
  return { dual, forest, tree: forest.treeOf[0]!, random };
}

describe("a list of near arcs finds what a scan of all arcs finds", () => {
  test.each([true, false])("up: %s", (up) => {
    const { dual, forest, tree, random } = someForest(1);
    const nearby: Nearby = { ...nearbyOf(dual), wanted: 3000 };
    let served = 0;
    for (let step = 0; step < 60; step++) {
      const scan = blockingArc(dual, forest, tree, up);
      expect(firstArc(dual, forest, nearby, tree, up, Infinity)).toEqual(scan);
      const short = firstArc(dual, forest, nearby, tree, up, scan.slack / 2);
      expect(short.slack).toBeGreaterThan(scan.slack / 2);
      served = Math.max(served, nearby.served);
      for (let v = 0; v < dual.potentials.length; v++) {
        dual.potentials[v]! += 0.01 * (random.uniform() - 0.5); // some arcs come near, others go
      }
    }
    expect(served).toBeGreaterThan(2); // or it was the scan that was compared with itself
  });
});
