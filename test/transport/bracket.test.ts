import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../src/measure/measure.js";
import { relativeGap } from "../../src/numeric/certificate.js";
import { seededRandom } from "../../src/numeric/random.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { exact } from "../../src/transport/exact.js";
import { oneD } from "../../src/transport/one-d.js";
import { cloud, moved, unequal } from "./clouds.js";

const CLUSTERS = 12;
const SIZE = 6;

/** CLUSTERS sites in the unit cube with SIZE points each, less than `width` from their site. */
function clustered(seed: number, width: number, dim: number): [Measure, Measure] {
  const random = seededRandom(seed);
  const sites = Array.from({ length: CLUSTERS * dim }, () => random.uniform());
  const around = (): Measure =>
    measure(
      Float64Array.from({ length: CLUSTERS * SIZE * dim }, (_, p) => {
        const site = Math.floor(p / (SIZE * dim)) * dim + (p % dim);
        return sites[site]! + width * random.uniform();
      }),
      { dim },
    );
  return [around(), around()];
}

/** The optimum of such a pair, cluster by cluster: best assignments of six points, by dynamic programming. */
function costByCluster(mu: Measure, nu: Measure): number {
  let cost = 0;
  for (let c = 0; c < CLUSTERS; c++) cost += bestAssignment(mu, nu, c * SIZE);
  return cost / (CLUSTERS * SIZE);
}

/** Least sum of squared distances between the SIZE points from `first` on, over all assignments. */
function bestAssignment(mu: Measure, nu: Measure, first: number): number {
  const best = new Float64Array(2 ** SIZE).fill(Infinity); // by the set of targets that are taken
  best[0] = 0;
  for (let taken = 0; taken < best.length; taken++) {
    const i = taken.toString(2).replaceAll("0", "").length;
    for (let j = 0; j < SIZE; j++) {
      const next = taken | (1 << j);
      if (next === taken) continue;
      const step = squaredDistance(mu.points, first + i, nu.points, first + j, mu.dim);
      best[next] = Math.min(best[next]!, best[taken]! + step);
    }
  }
  return best[best.length - 1]!;
}

/** Seventy-two products and sums of relative rounding 1e-16 each, here and in the bracket. */
const ROUNDING = 2e-14;

describe("the bracket of the optimal cost", () => {
  it.each([1e-4, 1e-6, 7.8e-8, 1e-9, 1e-12])("holds the optimum of clusters of width %f", (width) => {
    for (let seed = 0; seed < 60; seed++) {
      const [mu, nu] = clustered(seed, width, 2);
      const optimum = costByCluster(mu, nu);
      const { lower, upper } = exact(mu, nu).certificate;
      expect(lower).toBeLessThanOrEqual(optimum * (1 + ROUNDING));
      expect(upper).toBeGreaterThanOrEqual(optimum * (1 - ROUNDING));
      expect(lower).toBeLessThanOrEqual(upper);
    }
  });

  it("holds the optimum of clusters on the line", () => {
    for (let seed = 0; seed < 60; seed++) {
      const [mu, nu] = clustered(seed, 1e-8, 1);
      const optimum = costByCluster(mu, nu);
      const { lower, upper } = oneD(mu, nu).certificate;
      expect(lower).toBeLessThanOrEqual(optimum * (1 + ROUNDING));
      expect(upper).toBeGreaterThanOrEqual(optimum * (1 - ROUNDING));
    }
  });

  it.each([1, 2, 3, 50])("is narrower than 1e-13 of an ordinary cost in dimension %i", (dim) => {
    const source = cloud(1, 200, { dim, weight: unequal });
    const target = cloud(2, 300, { dim, scale: 2, weight: unequal });
    expect(relativeGap(exact(source, target).certificate)).toBeLessThan(1e-13);
    const many = cloud(3, 1500, { dim, weight: unequal });
    expect(relativeGap(exact(cloud(4, 1, { dim }), many).certificate)).toBeLessThan(1e-13);
  });

  it("is [0, 0] when nothing has to move", () => {
    const mu = cloud(5, 90, { weight: unequal });
    const { status, lower, upper } = exact(mu, mu).certificate;
    expect({ status, lower, upper }).toEqual({ status: "converged", lower: 0, upper: 0 });
  });

  it.each([
    ["with all points", 1e-170, 0],
    ["with one of several points", 1e-170, 1],
  ])("has an upper end above 0 for a length whose square underflows, %s", (_, length, other) => {
    // The cost is 1e-340 or half of it, which no double but 0 is near.
    const source = measure([[0, 0], [other, 0]]); // biome-ignore format: one point each
    const target = measure([[length, 0], [other, other === 0 ? length : 0]]); // biome-ignore format: one point each
    const { lower, upper } = exact(source, target).certificate;
    expect(lower).toBe(0);
    expect(upper).toBeGreaterThan(0);
    expect(upper).toBeLessThan(1e-320);
  });

  it("does not call a cost proved that underflows", () => {
    const mu = cloud(6, 20);
    const { status, upper } = exact(moved(mu, 1e-170, 0), moved(cloud(7, 20), 1e-170, 0)).certificate;
    expect(status).toBe("stalled");
    expect(upper).toBeGreaterThan(0);
  });
});

it("the cost of the plan lies in the bracket", () => {
  for (let seed = 0; seed < 60; seed++) {
    const masses = { dim: 3, weight: unequal };
    const [source, target] = [cloud(2 * seed, 10, masses), cloud(2 * seed + 1, 40, masses)];
    const { cost, certificate } = exact(source, target);
    expect(certificate.lower).toBeLessThanOrEqual(cost);
    expect(certificate.upper).toBeGreaterThanOrEqual(cost);
  }
});
