import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { exact } from "../../../src/transport/exact.js";
import { marginals } from "../../../src/transport/plan.js";
import type { RelaxationOptions } from "../../../src/transport/unbalanced/relaxation.js";
import { unbalancedExact } from "../../../src/transport/unbalanced/unbalanced-exact.js";
import { expectNear } from "../../support/expect-near.js";
import { dirac, lattice, scaledMasses, weightedCloud } from "./clouds.js";

const ROUNDING = { rtol: 1e-12, why: "a closed form, up to rounding" };
const GAP = { rtol: 1e-11, why: "two optima, each proved to 1e-12 or so" };

describe("two points", () => {
  const masses: readonly (readonly [number, number])[] = [[1, 1], [0.3, 2], [1e12, 1e-12], [5e-7, 3e4]]; // biome-ignore format: one pair each

  it.each([1e-9, 0.1, 0.5, 1, 1.5])("Hellinger-Kantorovich at an angle of %f: the cone distance", (angle) => {
    const kappa = 0.7;
    for (const [m0, m1] of masses) {
      const { cost, certificate } = unbalancedExact(dirac(m0, 1, 2), dirac(m1, 1, 2 + kappa * angle), {
        kappa,
      });
      const expected = kappa ** 2 * (m0 + m1 - 2 * Math.sqrt(m0 * m1) * Math.cos(angle));
      const lost = kappa ** 2 * (m0 + m1) * 1e-15; // in the difference, here as there
      expectNear(cost, expected, { ...ROUNDING, atol: lost });
      expect(certificate.status).toBe("converged");
      expect(certificate.lower).toBeLessThanOrEqual(expected + lost);
      expect(certificate.upper).toBeGreaterThanOrEqual(expected - lost);
    }
  });

  it("Hellinger-Kantorovich out of reach: all is destroyed and created, nothing moves", () => {
    for (const distance of [(Math.PI / 2) * 1.0001, 5, 1e6]) {
      const result = unbalancedExact(dirac(2, 0, 0), dirac(3, distance * 0.5, 0), { kappa: 0.5 });
      expectNear(result.cost, 0.25 * 5, ROUNDING);
      expect(result.plan.mass.length).toBe(0);
      expect(result.massMoved).toBe(0);
      expect(Array.from(result.potentials.f)).toEqual([Infinity]);
      expect(result.certificate.status).toBe("converged");
    }
  });

  it("squared distance: rho (a + b - 2 sqrt(a b) exp(-c / (2 rho)))", () => {
    for (const [m0, m1] of masses) {
      for (const rho of [0.01, 1, 100]) {
        const { cost, linear, massMoved } = unbalancedExact(dirac(m0, 0), dirac(m1, 0.3), { rho });
        const moved = Math.sqrt(m0 * m1) * Math.exp(-0.09 / (2 * rho));
        expectNear(cost, rho * (m0 + m1 - 2 * moved), { ...ROUNDING, atol: rho * (m0 + m1) * 1e-15 });
        expectNear(massMoved, moved, ROUNDING);
        expectNear(linear, 0.09 * moved, ROUNDING);
      }
    }
  });

  it("reach stands for rho = 2 reach^2", () => {
    const pair = [weightedCloud(1, 8), weightedCloud(2, 9)] as const;
    expect(unbalancedExact(...pair, { reach: 0.5 }).cost).toBe(unbalancedExact(...pair, { rho: 0.5 }).cost);
  });
});

describe("many points", () => {
  it.each<readonly [string, RelaxationOptions]>([
    ["the squared distance, rho = 0.05", { rho: 0.05 }],
    ["the squared distance, rho = 1", { rho: 1 }],
    ["the squared distance, rho = 100", { rho: 100 }],
    ["Hellinger-Kantorovich, kappa = 0.4", { kappa: 0.4 }],
    ["Hellinger-Kantorovich, kappa = 3", { kappa: 3 }],
  ])("n = m = 300, %s: proved to 1e-12 of the optimum", (_, options) => {
    const result = unbalancedExact(
      weightedCloud(3, 300),
      weightedCloud(4, 300, { scale: 1.5, mass: 2 }),
      options,
    );
    expect(result.certificate.status).toBe("converged");
    expect(relativeGap(result.certificate)).toBeLessThan(1e-12);
    expect(result.plan.mass.length).toBeLessThan(600);
  });

  it("the plan takes a exp(-f / rho) and gives b exp(-g / rho), along arcs that are tight", () => {
    const source = weightedCloud(5, 60);
    const target = weightedCloud(6, 50, { mass: 3 });
    const rho = 0.8;
    const { plan, potentials } = unbalancedExact(source, target, { rho });
    const { f, g } = potentials;
    const { source: sent, target: received } = marginals(plan);
    const near = { rtol: 1e-12, atol: 1e-15, why: "optimality holds up to rounding" };
    expectNear(
      sent,
      source.weights.map((a, i) => a * Math.exp(-f[i]! / rho)),
      near,
    );
    expectNear(
      received,
      target.weights.map((b, j) => b * Math.exp(-g[j]! / rho)),
      near,
    );
    plan.rows.forEach((i, e) => {
      const j = plan.cols[e]!;
      const c =
        (source.points[2 * i]! - target.points[2 * j]!) ** 2 +
        (source.points[2 * i + 1]! - target.points[2 * j + 1]!) ** 2;
      expectNear(f[i]! + g[j]!, c, { atol: 1e-13, why: "rounding of sums along a tree" });
    });
  });

  it("ties, duplicates and equal masses: the lattice against itself, moved by half a step", () => {
    for (const options of [{ rho: 0.3 }, { rho: 20 }, { rho: 1e6 }, { kappa: 1 }, { kappa: 9 }]) {
      const result = unbalancedExact(lattice(9, 0, 0), lattice(9, 0.5, 0.5), options);
      expect(result.certificate.status).toBe("converged");
      expect(relativeGap(result.certificate)).toBeLessThan(1e-9); // ties are perturbed
    }
  });

  it("duplicate points are one point with the sum of their masses", () => {
    const source = measure([[0, 0], [0, 0], [1, 0]], { weights: [0.5, 1, 2] }); // biome-ignore format: one point each
    const merged = measure([[0, 0], [1, 0]], { weights: [1.5, 2] }); // biome-ignore format: one point each
    const target = measure([[0, 1], [1, 0], [1, 0]], { weights: [1, 1, 0.25] }); // biome-ignore format: one point each
    for (const options of [{ rho: 0.7 }, { kappa: 0.9 }]) {
      const split = unbalancedExact(source, target, options);
      expectNear(split.cost, unbalancedExact(merged, target, options).cost, GAP);
    }
  });

  it("points without mass change nothing, but have potentials", () => {
    const source = weightedCloud(7, 20);
    const target = weightedCloud(8, 20);
    const keep = (mu: typeof source) =>
      measure(
        Array.from(mu.weights.keys())
          .filter((i) => mu.weights[i]! > 0)
          .map((i) => mu.points.subarray(2 * i, 2 * i + 2)),
        { weights: mu.weights.filter((w) => w > 0) },
      );
    const all = unbalancedExact(source, target, { rho: 1 });
    expectNear(all.cost, unbalancedExact(keep(source), keep(target), { rho: 1 }).cost, GAP);
    expect(all.potentials.f.every(Number.isFinite)).toBe(true);
    expect(all.potentials.g.every(Number.isFinite)).toBe(true);
  });
});

describe("laws", () => {
  const source = weightedCloud(9, 40);
  const target = weightedCloud(10, 35, { mass: 2.5, scale: 0.8 });

  it.each<RelaxationOptions>([{ rho: 0.7 }, { kappa: 1.1 }])(
    "masses times s: the cost times s (%o)",
    (options) => {
      const { cost } = unbalancedExact(source, target, options);
      for (const s of [1e-12, 0.3, 1e12]) {
        const scaled = unbalancedExact(scaledMasses(source, s), scaledMasses(target, s), options);
        expectNear(scaled.cost, s * cost, GAP);
      }
    },
  );

  it("lengths times s, reach or kappa too: the cost times s^2", () => {
    for (const s of [1e-9, 1e9]) {
      const moved = [source, target].map((mu) => ({ ...mu, points: mu.points.map((x) => s * x) }));
      const scaled = (options: RelaxationOptions) => unbalancedExact(moved[0]!, moved[1]!, options).cost;
      expectNear(
        scaled({ reach: 0.6 * s }),
        s * s * unbalancedExact(source, target, { reach: 0.6 }).cost,
        GAP,
      );
      expectNear(
        scaled({ kappa: 1.2 * s }),
        s * s * unbalancedExact(source, target, { kappa: 1.2 }).cost,
        GAP,
      );
    }
  });

  it.each<RelaxationOptions>([{ rho: 0.7 }, { kappa: 1.1 }])("symmetry (%o)", (options) => {
    const there = unbalancedExact(source, target, options);
    const back = unbalancedExact(target, source, options);
    expectNear(there.cost, back.cost, GAP);
    expectNear(there.massMoved, back.massMoved, { rtol: 1e-9, why: "masses follow potentials" });
  });

  it("a measure costs nothing to itself", () => {
    for (const options of [{ rho: 0.7 }, { kappa: 1.1 }]) {
      const { cost, massMoved, certificate } = unbalancedExact(target, target, options);
      expectNear(cost, 0, { atol: 1e-28, why: "the square of the rounding of masses" });
      expectNear(massMoved, 2.5, ROUNDING);
      expect(certificate.status).toBe("converged");
      expect(certificate.upper).toBeLessThan(1e-27);
    }
  });

  it("weak relaxation: balanced transport for equal masses", () => {
    const balanced = exact(source, weightedCloud(10, 35, { scale: 0.8 }));
    for (const rho of [1e5, 1e9, 1e13]) {
      const { cost, certificate } = unbalancedExact(source, weightedCloud(10, 35, { scale: 0.8 }), { rho });
      expect(certificate.status).toBe("converged");
      expect(cost).toBeLessThanOrEqual(balanced.certificate.upper);
      expectNear(cost, balanced.cost, {
        rtol: 100 / rho + 1e-12,
        why: "the difference is of the order of 1 / rho",
      });
    }
    const far = unbalancedExact(source, weightedCloud(10, 35, { scale: 0.8 }), { kappa: 1e5 });
    expectNear(far.cost, balanced.cost, { rtol: 1e-8, why: "the difference is of the order of 1 / kappa^2" });
  });

  it("strong relaxation: nothing moves between points, the Hellinger distance where they coincide", () => {
    const apart = unbalancedExact(source, target, { rho: 1e-9 });
    expectNear(apart.cost, 1e-9 * 3.5, ROUNDING);
    const other = { ...source, weights: source.weights.map((w, i) => w * (1 + (i % 3))) };
    const hellinger = source.weights.reduce(
      (sum, w, i) => sum + (Math.sqrt(w) - Math.sqrt(other.weights[i]!)) ** 2,
      0,
    );
    for (const options of [{ rho: 1e-6 }, { kappa: 1e-3 }]) {
      expectNear(unbalancedExact(source, other, options).cost, 1e-6 * hellinger, ROUNDING);
    }
  });

  it("Hellinger-Kantorovich is a distance: the triangle inequality", () => {
    const third = weightedCloud(11, 30, { mass: 0.4, shift: 0.5 });
    const distance = (mu: typeof source, nu: typeof source) =>
      Math.sqrt(unbalancedExact(mu, nu, { kappa: 0.9 }).cost);
    expect(distance(source, target)).toBeLessThanOrEqual(distance(source, third) + distance(third, target));
    expect(distance(source, third)).toBeLessThanOrEqual(distance(source, target) + distance(target, third));
  });
});

describe("how it ends", () => {
  const pair = [weightedCloud(12, 40), weightedCloud(13, 40)] as const;

  it("at the limit of its steps it has a bracket all the same", () => {
    const { certificate } = unbalancedExact(...pair, { kappa: 1, stop: { maxIterations: 2 } });
    const { cost } = unbalancedExact(...pair, { kappa: 1 });
    expect(certificate.status).toBe("iteration-limit");
    expect(certificate.lower).toBeLessThanOrEqual(cost);
    expect(certificate.upper).toBeGreaterThanOrEqual(cost);
  });

  it("it stops when it is told to", () => {
    let calls = 0;
    const { certificate } = unbalancedExact(...pair, { rho: 1, onProgress: () => ++calls < 3 });
    expect(certificate.status).toBe("aborted");
  });

  it("it refuses what does not fit", () => {
    const [source, target] = pair;
    expect(() => unbalancedExact(source, dirac(1, 0), { rho: 1 })).toThrow(/dimension/);
    expect(() => unbalancedExact(source, target, { rho: 0 })).toThrow(/rho is 0; it must be a finite number/);
    expect(() => unbalancedExact(source, target, { kappa: Number.NaN })).toThrow(/kappa is NaN/);
    expect(() => unbalancedExact(source, target, {} as RelaxationOptions)).toThrow(/exactly one/);
    expect(() =>
      unbalancedExact(source, target, { rho: 1, kappa: 1 } as unknown as RelaxationOptions),
    ).toThrow(/2 of reach, rho and kappa are given/);
    const huge = { ...source, points: source.points.map((x) => 1e160 * x) };
    expect(() => unbalancedExact(huge, target, { rho: 1 })).toThrow(/overflow/);
    const many = measure(new Float64Array(2 * 6000), { dim: 2 });
    expect(() => unbalancedExact(many, many, { rho: 1 })).toThrow(/use `unbalanced`/);
  });
});
