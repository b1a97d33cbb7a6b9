import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { relativeGap } from "../../../src/numeric/certificate.js";
import { marginals } from "../../../src/transport/plan.js";
import { certifyUnbalanced } from "../../../src/transport/unbalanced/certify-unbalanced.js";
import type { RelaxationOptions } from "../../../src/transport/unbalanced/relaxation.js";
import { unbalanced } from "../../../src/transport/unbalanced/unbalanced.js";
import { unbalancedExact } from "../../../src/transport/unbalanced/unbalanced-exact.js";
import { expectNear } from "../../support/expect-near.js";
import { dirac, lattice, scaledMasses, weightedCloud } from "./clouds.js";

const source = weightedCloud(1, 60);
const target = weightedCloud(2, 50, { scale: 1.4, mass: 1.7 });

/** To the same solution, whatever the way there. */
const TIGHT = { stop: { tolerance: 1e-12 } };

describe("the default epsilon", () => {
  it.each<RelaxationOptions>([{ rho: 0.05 }, { reach: 0.7 }, { rho: 1e5 }, { kappa: 0.5 }, { kappa: 4 }])(
    "brings the certified gap to 10 %% (%o)",
    (options) => {
      const { certificate, cost } = unbalanced(source, target, options);
      expect(certificate.status).toBe("converged");
      expect(relativeGap(certificate)).toBeLessThanOrEqual(0.1);
      const optimum = unbalancedExact(source, target, options).cost;
      expect(certificate.lower).toBeLessThanOrEqual(optimum);
      expect(certificate.upper).toBeGreaterThanOrEqual(optimum);
      expect(cost).toBeGreaterThanOrEqual(optimum);
    },
  );

  it("does for lattices, one point, and clouds far apart", () => {
    for (const [mu, nu] of [
      [lattice(7, 0, 0), lattice(7, 0.5, 0)],
      [dirac(2, 0, 0), source],
      [source, weightedCloud(3, 40, { shift: 30 })],
    ] as const) {
      for (const options of [{ rho: 0.5 }, { rho: 50 }, { kappa: 2 }]) {
        const { certificate } = unbalanced(mu, nu, options);
        expect(certificate.status).toBe("converged");
        expect(relativeGap(certificate)).toBeLessThanOrEqual(0.1);
      }
    }
  });
});

describe("the solution", () => {
  it.each<RelaxationOptions>([{ rho: 0.3 }, { rho: 1e4 }, { kappa: 1 }])(
    "satisfies the equations of Sinkhorn's iteration (%o)",
    (options) => {
      const { plan } = unbalanced(source, target, { ...options, epsilon: 0.1, ...TIGHT });
      const { source: sent, target: received } = marginals(plan);
      // The plan's potentials are those of the optimum up to a constant: it shows in the ratio of the equations.
      const rho = options.kappa ? options.kappa ** 2 : options.rho!;
      const constants = (got: Float64Array, weights: Float64Array, f: Float64Array) =>
        Array.from(got.keys())
          .filter((i) => weights[i]! > 0 && got[i]! > 1e-12)
          .map((i) => Math.log(got[i]! / weights[i]!) + f[i]! / rho);
      const ofSource = constants(sent, source.weights, plan.potentials.f);
      const ofTarget = constants(received, target.weights, plan.potentials.g);
      const near = { atol: 1e-9, why: "the tolerance 1e-12, over the least mass that is looked at" };
      for (const value of ofSource) expectNear(value, ofSource[0]!, near);
      for (const value of ofTarget) expectNear(value, ofTarget[0]!, near);
      expectNear(ofSource[0]! + ofTarget[0]!, 0, near);
    },
  );

  it("of two points has a closed form", () => {
    for (const [m0, m1] of [
      [1, 1],
      [3, 0.2],
      [1e6, 1e-6],
    ] as const) {
      const [c, rho, epsilon] = [0.25, 0.8, 0.3];
      const { massMoved } = unbalanced(dirac(m0, 0), dirac(m1, 0.5), { rho, epsilon, ...TIGHT });
      // c + rho log(p / m0) + rho log(p / m1) + epsilon log(p / sqrt(m0 m1)) = 0
      expectNear(massMoved, Math.sqrt(m0 * m1) * Math.exp(-c / (2 * rho + epsilon)), {
        rtol: 1e-11,
        why: "a closed form, to the tolerance",
      });
    }
  });

  it("takes the factor of both masses, and of lengths squared", () => {
    const { cost, massMoved } = unbalanced(source, target, { rho: 0.5, epsilon: 0.05, ...TIGHT });
    const near = { rtol: 1e-9, why: "the same solution, to the tolerance" };
    for (const s of [1e-12, 1e12]) {
      const scaled = unbalanced(scaledMasses(source, s), scaledMasses(target, s), {
        rho: 0.5,
        epsilon: 0.05,
        ...TIGHT,
      });
      expectNear(scaled.cost, s * cost, near);
      expectNear(scaled.massMoved, s * massMoved, near);
      const moved = [source, target].map((mu) => ({ ...mu, points: mu.points.map((x) => s * x) }));
      const long = unbalanced(moved[0]!, moved[1]!, { rho: 0.5 * s * s, epsilon: 0.05 * s * s, ...TIGHT });
      expectNear(long.cost, s * s * cost, near);
    }
  });

  it("blur stands for epsilon = 2 blur^2", () => {
    const { plan } = unbalanced(source, target, { reach: 1, blur: 0.2 });
    expectNear(plan.epsilon, 0.08, { rtol: 1e-15, why: "rounding" });
  });

  it("approaches the optimum as epsilon falls", () => {
    for (const options of [{ rho: 0.5 }, { kappa: 1 }]) {
      const optimum = unbalancedExact(source, target, options);
      const { cost, massMoved } = unbalanced(source, target, { ...options, epsilon: 1e-4 });
      expectNear(cost, optimum.cost, { rtol: 1e-3, why: "the bias of epsilon" });
      expectNear(massMoved, optimum.massMoved, { rtol: 1e-3, why: "the bias of epsilon" });
    }
  });

  it("from its own potentials takes no more than two iterations", () => {
    const first = unbalanced(source, target, { rho: 1, epsilon: 0.1, stop: { tolerance: 1e-10 } });
    // transport.potentials are feasible ones: near those of the plan, but not the same
    const start = { f: first.plan.potentials.f };
    const again = unbalanced(source, target, { rho: 1, epsilon: 0.1, start });
    expect(again.certificate.iterations).toBeLessThanOrEqual(2);
    expectNear(again.cost, first.cost, { rtol: 1e-5, why: "the default tolerance" });
  });
});

describe("points out of reach", () => {
  const near = measure([[0, 0], [0.1, 0], [9, 9]], { weights: [1, 1, 1] }); // biome-ignore format: one point each
  const other = measure([[0, 0.1], [-9, 5]], { weights: [1, 2] }); // biome-ignore format: one point each

  it("keep their mass to themselves: nothing of it moves, and its price is kappa^2", () => {
    const result = unbalanced(near, other, { kappa: 1, epsilon: 0.01 });
    const { source: sent, target: received } = marginals(result.plan);
    expect(sent[2]).toBe(0);
    expect(received[1]).toBe(0);
    expect(result.potentials.f[2]).toBe(Infinity);
    expect(result.potentials.g[1]).toBe(Infinity);
    expect(result.cost).toBeGreaterThan(3);
    expect(result.certificate.upper).toBeLessThan(3 + 2.1);
    expect(result.certificate.lower).toBeGreaterThan(3);
  });

  it("may be all points", () => {
    for (const epsilon of [undefined, 0.1]) {
      const result = unbalanced(dirac(2, 0), dirac(3, 10), {
        kappa: 2,
        ...(epsilon === undefined ? {} : { epsilon }),
      });
      expect(result.massMoved).toBe(0);
      expectNear(result.cost, 20, { rtol: 1e-15, why: "rounding" });
      expect(result.certificate.status).toBe("converged");
    }
  });
});

describe("how it ends", () => {
  it("at its limit and when it is told to, it has a bracket all the same", () => {
    const optimum = unbalancedExact(source, target, { rho: 1 }).cost;
    for (const ending of [
      { stop: { maxIterations: 0 } },
      { stop: { maxIterations: 3 } },
      { onProgress: () => false },
    ]) {
      for (const softness of [{}, { epsilon: 0.01 }]) {
        const { certificate, cost } = unbalanced(source, target, { rho: 1, ...softness, ...ending });
        expect(certificate.status).toBe("stop" in ending ? "iteration-limit" : "aborted");
        expect(certificate.lower).toBeLessThanOrEqual(optimum);
        expect(certificate.upper).toBeGreaterThanOrEqual(optimum);
        expect(cost).toBeGreaterThanOrEqual(certificate.lower);
      }
    }
  });

  it("it refuses what does not fit", () => {
    expect(() => unbalanced(source, dirac(1, 0), { rho: 1 })).toThrow(/dimension/);
    expect(() => unbalanced(source, target, { rho: 1, epsilon: 0 })).toThrow(/epsilon/);
    expect(() => unbalanced(source, target, { rho: 1, epsilon: 1, blur: 1 })).toThrow(/give one/);
    expect(() => unbalanced(source, target, { rho: 1, epsilon: 1e-15 })).toThrow(/or more works/);
    expect(() => unbalanced(source, target, { rho: 1, start: { f: new Float64Array(3) } })).toThrow(
      /one per point/,
    );
    expect(() => unbalanced(source, target, { rho: 1e300 })).not.toThrow();
    expect(() => unbalanced(scaledMasses(source, 1e200), target, { rho: 1e200 })).toThrow(/overflows/);
  });
});

describe("the certificate", () => {
  const { plan, potentials } = unbalanced(source, target, { rho: 1, epsilon: 0.1 });
  const outcome = { status: "converged", iterations: 7 } as const;

  it("knows nothing of the solver: it is the same from outside", () => {
    const again = certifyUnbalanced(source, target, plan, potentials, { rho: 1, ...outcome });
    const { certificate } = unbalanced(source, target, { rho: 1, epsilon: 0.1 });
    expect(again.certificate.upper).toBe(certificate.upper);
    expect(again.certificate.lower).toBeGreaterThan(0.99 * certificate.lower);
  });

  it("holds for potentials of any kind", () => {
    const optimum = unbalancedExact(source, target, { rho: 1 }).cost;
    for (const value of [0, -1e300, 1e300, Number.NaN, Infinity, -Infinity]) {
      const f = new Float64Array(60).fill(value);
      const { lower, upper } = certifyUnbalanced(
        source,
        target,
        plan,
        { f },
        { rho: 1, ...outcome },
      ).certificate;
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThanOrEqual(optimum);
      expect(upper).toBeGreaterThanOrEqual(optimum);
    }
  });

  it("refuses plans that are none", () => {
    const entry = (row: number, col: number, mass: number) => ({
      kind: "sparse" as const,
      rows: Int32Array.of(row),
      cols: Int32Array.of(col),
      mass: Float64Array.of(mass),
      shape: [60, 50] as const,
    });
    const certify = (row: number, col: number, mass: number) => () =>
      certifyUnbalanced(source, target, entry(row, col, mass), potentials, { rho: 1, ...outcome });
    expect(certify(0, 0, 0.1)).not.toThrow();
    expect(certify(60, 0, 0.1)).toThrow(/outside/);
    expect(certify(0, 0, -0.1)).toThrow(/at least 0/);
    expect(certify(6, 0, 0.1)).toThrow(/no mass/);
    expect(() => certifyUnbalanced(target, source, plan, potentials, { rho: 1, ...outcome })).toThrow(
      /do not fit/,
    );
  });
});
