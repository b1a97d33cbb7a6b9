import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../src/measure/measure.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { solveLarge } from "../../src/transport/large/solve-large.js";
import { oneD } from "../../src/transport/one-d.js";
import { solveDense } from "../../src/transport/simplex/solve-dense.js";
import { expectNear } from "../support/expect-near.js";
import { cloud, unequal } from "./clouds.js";
import { expectFeasible, expectOptimal } from "./expect-optimal.js";

/** Points on `count` random sites, of which many are taken several times. */
function onSites(seed: number, points: number, count: number): Measure {
  const sites = cloud(seed, count).points;
  const random = seededRandom(seed + 1);
  const chosen = Array.from({ length: points }, () => 2 * random.integer(count));
  return measure(chosen.map((at) => [sites[at]!, sites[at + 1]!]));
}

const WHY = "all roads end at the optimum, up to rounding";

describe("exact: the road it takes", () => {
  it("sorts on the line", () => {
    const pair = [cloud(1, 50, { dim: 1 }), cloud(2, 40, { dim: 1 })] as const;
    expect(exact(...pair)).toEqual(oneD(...pair));
  });

  it("takes the simplex for small clouds, and for many dimensions", () => {
    const small = [cloud(3, 80), cloud(4, 70)] as const;
    expect(exact(...small)).toEqual(solveDense(...small, {}));
    const high = [cloud(5, 1000, { dim: 20 }), cloud(6, 1000, { dim: 20 })] as const;
    expect(exact(...high)).toEqual(solveDense(...high, {}));
  });

  it("takes auctions and shortest paths for large clouds", () => {
    const pair = [cloud(7, 6000), cloud(8, 6000, { scale: 1.5 })] as const;
    const result = exact(...pair);
    const { cost, certificate } = solveLarge(...pair);
    expect(result).toMatchObject({ cost, certificate });
    expect(certificate.status).toBe("converged");
  });

  it("takes the simplex for two clouds of very different size", () => {
    const pair = [cloud(9, 30, { weight: unequal }), cloud(10, 3000, { weight: unequal })] as const;
    expect(exact(...pair)).toEqual(solveDense(...pair, {}));
  });

  it.each([
    ["one point", 1],
    ["a hundred points", 100],
  ])("takes the simplex where %s of 3200 hold nearly all of the mass", (_, heavy) => {
    const weight = (__: unknown, i: number) => (i < heavy ? 1 : 1e-9);
    const pair = [cloud(20, 3200, { weight }), cloud(21, 3200)] as const;
    expect(exact(...pair)).toEqual(solveDense(...pair, {}));
  });

  it("does not count points without mass: few against many are for the simplex", () => {
    const weight = (_: unknown, i: number) => (i < 3 ? 1 : 0);
    const pair = [cloud(22, 3200, { weight }), cloud(23, 3200)] as const;
    expect(exact(...pair)).toEqual(solveDense(...pair, {}));
  });

  it("does not count points without mass: equal masses one to one stay that among zeros", () => {
    const weight = (_: unknown, i: number) => (i < 1700 ? 1 : 0);
    const pair = [cloud(24, 2000, { weight }), cloud(25, 1900, { weight })] as const;
    const result = exact(...pair);
    const { cost, certificate } = solveLarge(...pair);
    expect(result).toMatchObject({ cost, certificate });
    expectOptimal(...pair, result);
  });

  it("takes the simplex for heavy tails and for a single point far away", () => {
    const random = seededRandom(28);
    const cauchy = () => random.normal() / random.normal();
    const tails = measure(Float64Array.from({ length: 3400 }, cauchy), {
      dim: 2,
      weights: new Float64Array(1700).fill(1 / 1700),
    });
    const ordinary = cloud(29, 1700);
    const outlier = { ...ordinary, points: ordinary.points.map((value, p) => (p < 2 ? 1000 : value)) };
    for (const source of [tails, outlier]) {
      const { cost, certificate } = solveDense(source, cloud(30, 1700), {});
      expect(exact(source, cloud(30, 1700))).toMatchObject({ cost, certificate });
      expect(certificate.status).toBe("converged");
    }
  });

  it("keeps masses of some orders of magnitude on the road for large clouds", () => {
    const weight = (random: Random) => 1 / (0.01 + random.uniform());
    const pair = [cloud(26, 3100, { weight }), cloud(27, 3100, { weight })] as const;
    const { cost, certificate } = solveLarge(...pair);
    expect(exact(...pair)).toMatchObject({ cost, certificate });
  });

  it("makes points that coincide one before it decides", () => {
    const source = onSites(11, 1500, 12);
    const target = cloud(12, 1200);
    const result = exact(source, target);
    expectOptimal(source, target, result);
    expectNear(result.cost, solveDense(source, target, {}).cost, { rtol: 1e-12, why: WHY });
    const { iterations } = exact(target, onSites(13, 1500, 1)).certificate;
    expect(iterations).toBe(0); // all mass to one place: nothing to decide
  });

  it.each([
    ["the simplex", [cloud(14, 500, { weight: unequal }), cloud(15, 500, { weight: unequal })], 3],
    ["the simplex, with points merged", [onSites(16, 1100, 600), onSites(17, 1200, 700)], 2],
    ["auctions", [cloud(18, 2500), cloud(19, 2500, { scale: 1.5 })], 3],
  ] as const)("ends on %s at any call of onProgress", (_, [source, target], last) => {
    for (const calls of [1, last]) {
      let heard = 0;
      const result = exact(source, target, { onProgress: () => ++heard < calls });
      expect(heard).toBe(calls);
      expect(result.certificate.status).toBe("aborted");
      expectFeasible(source, target, result);
      expect(result.certificate.lower).toBeLessThanOrEqual(result.cost);
      expect(result.certificate.upper).toBeGreaterThanOrEqual(result.certificate.lower);
    }
  });
});
