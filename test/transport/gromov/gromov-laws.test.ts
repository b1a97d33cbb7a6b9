import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { fusedGromovWasserstein } from "../../../src/transport/gromov/fused-gromov-wasserstein.js";
import { gromovWasserstein } from "../../../src/transport/gromov/gromov-wasserstein.js";
import { squaredEuclideanDistances } from "../../../src/transport/gromov/intrinsic-distances.js";
import { marginals } from "../../../src/transport/plan.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, uniformCloud } from "../../support/random-measures.js";
import { between, byDefinition, isometricCopy } from "./spaces.js";

const scaled = (mu: Measure, s: number): Measure =>
  measure(
    mu.points.map((x) => s * x),
    { dim: mu.dim, weights: mu.weights },
  );

describe("gromovWasserstein", () => {
  const random = seededRandom(20);

  it("states the objective of its plan, and plans with the right marginals", () => {
    const source = randomCloud(random, 30, 2);
    const target = randomCloud(random, 21, 3);
    const { cost, plan, certificate } = gromovWasserstein(source, target);
    expect(certificate.status).toBe("converged");
    const why = "the same sum over pairs of entries in another order";
    expectNear(byDefinition(plan, between(source), between(target)), cost, { rtol: 1e-12, why });
    const sent = marginals(plan);
    expectNear(sent.source, source.weights, { atol: 1e-15, why: "rounding of masses below 1" });
    expectNear(sent.target, target.weights, { atol: 1e-15, why: "rounding of masses below 1" });
    expect(certificate.lower).toBeGreaterThan(0.05 * cost);
    expect(certificate.lower).toBeLessThanOrEqual(cost);
    expectNear(certificate.upper, cost, { rtol: 1e-11, why: "outward rounding" });
    expect(certificate.upper).toBeGreaterThanOrEqual(cost);
  });

  it.each([
    ["in the plane, equal masses", uniformCloud(random, 100, 2)],
    ["in space, equal masses", uniformCloud(random, 100, 3)],
    ["in the plane, weighted", randomCloud(random, 100, 2)],
    ["in space, weighted", randomCloud(random, 100, 3)],
  ])("finds an isometric copy: 100 points %s", (_, mu) => {
    const { cost, certificate, plan } = gromovWasserstein(mu, isometricCopy(mu, seededRandom(3)));
    expect(certificate.status).toBe("converged");
    expect(certificate.lower).toBe(0);
    // distances of a few units are rounded by 1e-15, and squared; masses are off by 1e-17 here and there
    expect(cost).toBeLessThan(1e-15);
    expect(certificate.upper).toBeLessThan(1e-13);
    expect(plan.mass.length).toBe(mu.weights.filter((w) => w > 0).length);
  });

  it("needs no common dimension: a plane in space is found", () => {
    const flat = uniformCloud(random, 40, 2);
    const inSpace = measure(
      Array.from({ length: 40 }, (_, i) => [
        1,
        0.6 * flat.points[2 * i]!,
        0.8 * flat.points[2 * i]!,
        flat.points[2 * i + 1]!,
      ]),
    );
    expect(gromovWasserstein(flat, inSpace).cost).toBeLessThan(1e-28);
  });

  it("scales with the square of the distances", () => {
    const source = randomCloud(random, 20, 2);
    const target = randomCloud(random, 25, 2);
    const { cost, certificate } = gromovWasserstein(source, target);
    const larger = gromovWasserstein(scaled(source, 1000), scaled(target, 1000));
    const why = "the same plan; factors of 1000 are rounded";
    expectNear(larger.cost, 1e6 * cost, { rtol: 1e-12, why });
    expectNear(larger.certificate.lower, 1e6 * certificate.lower, { rtol: 1e-9, why });
  });

  it("is as good for distances of 1e-12 and of 1e12", () => {
    const source = uniformCloud(random, 15, 2);
    const target = uniformCloud(random, 15, 2);
    const { cost } = gromovWasserstein(source, target);
    for (const s of [1e-12, 1e12, 1e100, 1e-100]) {
      const found = gromovWasserstein(scaled(source, s), scaled(target, s));
      expect(found.certificate.status).toBe("converged");
      expectNear(found.cost / s / s, cost, { rtol: 1e-11, why: "powers of ten are rounded" });
    }
  });

  it("is symmetric where every start has its mirror image", () => {
    const source = uniformCloud(random, 18, 2);
    const target = uniformCloud(random, 18, 3);
    const there = gromovWasserstein(source, target);
    const back = gromovWasserstein(target, source);
    expectNear(back.cost, there.cost, { rtol: 1e-12, why: "the same vertex" });
    expectNear(back.certificate.lower, there.certificate.lower, { rtol: 1e-12, why: "the same bound" });
  });

  it("from one point to many is the mean square of all distances", () => {
    const target = randomCloud(random, 30, 2);
    const { cost, certificate } = gromovWasserstein(measure([[5, 5, 5]]), target);
    let wanted = 0;
    const distance = between(target);
    for (let j = 0; j < 30; j++) {
      for (let l = 0; l < 30; l++) wanted += distance(j, l) ** 2 * target.weights[j]! * target.weights[l]!;
    }
    expectNear(cost, wanted, { rtol: 1e-13, why: "rounding" });
    expectNear(certificate.lower, wanted, {
      rtol: 1e-9,
      why: "the bound is sharp; its rounding is in units of extents",
    });
    expect(certificate.status).toBe("converged");
  });

  it("between two points and two points has a closed form", () => {
    const two = (distance: number) => measure([[0], [distance]]);
    const { cost, certificate } = gromovWasserstein(two(1), two(3));
    expectNear(cost, 2, { rtol: 1e-14, why: "half of the pairs differ by 2" });
    expectNear(certificate.lower, 2, { rtol: 1e-11, why: "the third bound is sharp here" });
  });

  it("is the same when repeated points are merged, and without the points of mass 0", () => {
    const source = measure(
      [
        [0, 0],
        [1, 0],
        [1, 0],
        [3, 1],
        [9, 9],
      ],
      { weights: [0.2, 0.3, 0.1, 0.4, 0] },
    );
    const merged = measure(
      [
        [0, 0],
        [1, 0],
        [3, 1],
      ],
      { weights: [0.2, 0.4, 0.4] },
    );
    const target = measure(
      [
        [0, 0],
        [0, 2],
        [2, 2],
        [5, 0],
      ],
      { weights: [0.25, 0.25, 0.3, 0.2] },
    );
    const found = gromovWasserstein(source, target);
    const wanted = gromovWasserstein(merged, target);
    expectNear(found.cost, wanted.cost, { rtol: 1e-12, why: "rounding" });
    expect(found.plan.rows.includes(4)).toBe(false);
    expect(Number.isFinite(found.potentials.f[4])).toBe(true);
  });

  it("grows with the square of the mass", () => {
    const source = uniformCloud(random, 12, 2);
    const target = uniformCloud(random, 14, 2);
    const heavy = (mu: Measure) => ({ ...mu, weights: mu.weights.map((w) => 64 * w) });
    const found = gromovWasserstein(heavy(source), heavy(target));
    const { cost, certificate } = gromovWasserstein(source, target);
    expectNear(found.cost, 4096 * cost, { rtol: 1e-13, why: "a power of two" });
    expectNear(found.certificate.lower, 4096 * certificate.lower, {
      rtol: 1e-9,
      why: "powers of two, but for thresholds",
    });
  });

  it("gives potentials of the problem linearised at its plan", () => {
    const source = randomCloud(random, 14, 2);
    const target = randomCloud(random, 17, 3);
    const { plan, potentials, cost } = gromovWasserstein(source, target);
    const { f, g } = potentials;
    const [d1, d2] = [between(source), between(target)];
    const gradient = (i: number, j: number): number => {
      let sum = 0;
      plan.mass.forEach((mass, e) => {
        sum += 2 * (d1(i, plan.rows[e]!) - d2(j, plan.cols[e]!)) ** 2 * mass;
      });
      return sum;
    };
    for (let i = 0; i < 14; i++) {
      for (let j = 0; j < 17; j++) expect(f[i]! + g[j]!).toBeLessThanOrEqual(gradient(i, j) + 1e-12);
    }
    plan.mass.forEach((_, e) => {
      const [i, j] = [plan.rows[e]!, plan.cols[e]!];
      expectNear(f[i]! + g[j]!, gradient(i, j), { atol: 1e-12, why: "entries are tight up to rounding" });
    });
    const fa = f.reduce((sum, value, i) => sum + value * source.weights[i]!, 0);
    const gb = g.reduce((sum, value, j) => sum + value * target.weights[j]!, 0);
    expectNear(fa, cost, {
      rtol: 1e-12,
      why: "both sums are half of <gradient, p>, which is twice the objective",
    });
    expectNear(gb, cost, {
      rtol: 1e-12,
      why: "both sums are half of <gradient, p>, which is twice the objective",
    });
  });

  it("takes any symmetric matrices, and the same ones give the same answer", () => {
    const source = randomCloud(random, 16, 2);
    const target = randomCloud(random, 13, 2);
    const given = {
      source: squaredEuclideanDistances(source),
      target: squaredEuclideanDistances(target),
    };
    const byMatrix = gromovWasserstein(source, target, { distances: given });
    const byFunction = gromovWasserstein(source, target, { distances: squaredEuclideanDistances });
    expect(byMatrix.cost).toBe(byFunction.cost);
    const euclidean = gromovWasserstein(source, target);
    expect(byMatrix.cost).not.toBe(euclidean.cost);
  });

  it("does not change when both matrices get the same constant", () => {
    const source = uniformCloud(random, 16, 2);
    const target = uniformCloud(random, 16, 2);
    const plain = { source: squaredEuclideanDistances(source), target: squaredEuclideanDistances(target) };
    const raised = { source: plain.source.map((x) => x - 7), target: plain.target.map((x) => x - 7) };
    const found = gromovWasserstein(source, target, { distances: raised });
    const wanted = gromovWasserstein(source, target, { distances: plain });
    expect(found.certificate.lower).toBeGreaterThan(0);
    // eccentricities differ, and so may the start that they give; the plan of the bound does not
    expectNear(found.certificate.lower, wanted.certificate.lower, {
      rtol: 1e-9,
      why: "rounding in units of the constant",
    });
    expectNear(found.attempts[0]!, wanted.attempts[0]!, {
      rtol: 1e-11,
      why: "rounding in units of the constant",
    });
  });
});

describe("fusedGromovWasserstein", () => {
  const random = seededRandom(21);
  const source = randomCloud(random, 25, 2);
  const target = randomCloud(random, 32, 2);

  it("with alpha 0 is exact transport", () => {
    const { cost, certificate } = fusedGromovWasserstein(source, target, { alpha: 0 });
    const wanted = exact(source, target);
    expect(certificate.status).toBe("converged");
    expectNear(cost, wanted.cost, { rtol: 1e-13, why: "the same plan or one of equal cost" });
    expectNear(certificate.lower, wanted.cost, { rtol: 1e-12, why: "the dual of the same problem" });
    expectNear(certificate.upper, wanted.cost, { rtol: 1e-12, why: "outward rounding" });
  });

  it("with alpha 1 is Gromov-Wasserstein, for points of any dimension", () => {
    const other = randomCloud(random, 20, 3);
    expect(fusedGromovWasserstein(source, other, { alpha: 1 })).toEqual(gromovWasserstein(source, other));
  });

  it("is between its two parts, and both ends hold", () => {
    const w2 = exact(source, target);
    const gw = gromovWasserstein(source, target);
    const { cost, plan, certificate } = fusedGromovWasserstein(source, target, { alpha: 0.4 });
    const quadratic = byDefinition(plan, between(source), between(target));
    let linear = 0;
    plan.mass.forEach((mass, e) => {
      for (let k = 0; k < 2; k++) {
        linear += mass * (source.points[2 * plan.rows[e]! + k]! - target.points[2 * plan.cols[e]! + k]!) ** 2;
      }
    });
    expectNear(cost, 0.4 * quadratic + 0.6 * linear, { rtol: 1e-12, why: "the same sums in another order" });
    expect(linear).toBeGreaterThanOrEqual(w2.certificate.lower);
    expect(quadratic).toBeGreaterThanOrEqual(gw.certificate.lower);
    expect(certificate.lower).toBeGreaterThanOrEqual(0.6 * w2.cost * (1 - 1e-9));
    expect(certificate.lower).toBeLessThanOrEqual(cost);
    expect(certificate.upper).toBeGreaterThanOrEqual(cost);
  });

  it("takes given costs of features, negative ones too", () => {
    const features = Float64Array.from({ length: 25 * 32 }, () => random.normal() - 3);
    const { cost, certificate } = fusedGromovWasserstein(source, target, { alpha: 0.2, features });
    expect(certificate.status).toBe("converged");
    expect(cost).toBeLessThan(0);
    expect(certificate.lower).toBeLessThanOrEqual(cost);
    expect(certificate.upper).toBeGreaterThanOrEqual(cost);
  });
});
