import { describe, expect, it } from "vitest";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { exact } from "../../../src/transport/exact.js";
import { oneD } from "../../../src/transport/one-d.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../../support/random-measures.js";

describe("small-epsilon sinkhorn, exact and oneD", () => {
  it.each([
    [1, 40, 55],
    [2, 50, 50],
    [3, 30, 60],
    [10, 40, 40],
  ])("agree in dimension %i", (dim, n, m) => {
    const random = seededRandom(dim);
    const source = randomCloud(random, n, dim);
    const target = shifted(uniformCloud(random, m, dim), new Array<number>(dim).fill(1));
    const best = exact(source, target);
    const scale = best.certificate.upper;
    const soft = sinkhorn(source, target, { epsilon: 2e-3 * scale, stop: { maxIterations: 5000 } });
    expect(soft.certificate.lower).toBeLessThanOrEqual(best.certificate.upper);
    expect(soft.certificate.upper).toBeGreaterThanOrEqual(best.certificate.lower);
    expect(relativeGap(soft.certificate)).toBeLessThan(0.01 * Math.max(1, dim / 2));
    expectNear(soft.cost, best.cost, {
      rtol: 2e-3 * Math.max(1, dim / 2),
      why: "the entropy costs at most about epsilon d / 2",
    });
    if (dim === 1) expectNear(oneD(source, target).cost, best.cost, { rtol: 1e-12, why: "both are exact" });
  });

  it("approaches the exact cost from above, by about epsilon d / 2 in the continuum", () => {
    const random = seededRandom(20);
    const [source, target] = [uniformCloud(random, 400, 2), shifted(uniformCloud(random, 400, 2), [2, 0])];
    const best = exact(source, target).cost;
    const above = [0.4, 0.2].map((epsilon) => sinkhorn(source, target, { epsilon }).cost - best);
    expect(above[0]!).toBeGreaterThan(above[1]!);
    expect(above[0]! / 0.4).toBeGreaterThan(0.3);
    expect(above[0]! / 0.4).toBeLessThan(1);
  });
});
