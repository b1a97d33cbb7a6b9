import { describe, expect, it } from "vitest";
import {
  doubleWell,
  doubleWellPotential,
  driftDiffusion,
  halfMoon,
  halfMoonPotential,
  langevin,
  measure,
  type ParticleSystem,
  planarSteadyLaw,
  quadraticPotential,
  seededRandom,
  steadyLaw,
} from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";
import { sampleMoments } from "./sample-moments.js";

const why = "4.5 standard errors, and the bias of the step";

describe("Langevin dynamics", () => {
  it("is -h grad U and noise of variance 2 D h in one step", () => {
    const [step, diffusivity] = [0.01, 0.3];
    const potential = doubleWellPotential();
    const system = langevin({ potential, diffusivity, step });
    const places = [-2, -0.5, 0, 0.7, 1.5];
    const each = 20_000;
    const points = places.flatMap((x) => new Array<number>(each).fill(x));
    const after = system.simulate(measure(points, { dim: 1 }), step, seededRandom(2));
    const slopes = new Float64Array(places.length);
    potential.gradient(Float64Array.from(places), slopes);
    places.forEach((x, g) => {
      const group = measure(after.points.subarray(g * each, (g + 1) * each), { dim: 1 });
      const { mean, variance } = sampleMoments(group);
      const exact = 2 * diffusivity * step;
      expectNear(mean, x - step * slopes[g]!, {
        atol: 4.5 * Math.sqrt(exact / each),
        why: "4.5 standard errors",
      });
      expectNear(variance, exact, { atol: 4.5 * exact * Math.sqrt(2 / each), why: "4.5 standard errors" });
    });
  });

  it("keeps the steady law of the double well", () => {
    const count = 20_000;
    const law = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });
    const quantiles = Float64Array.from({ length: count }, (_, n) => law.quantile((n + 0.5) / count));
    const after = doubleWell({ step: 0.005 }).simulate(measure(quantiles, { dim: 1 }), 2, seededRandom(5));
    const { mean, variance } = sampleMoments(after);
    expectNear(mean, 0, { atol: 4.5 * Math.sqrt(law.variance / count), why });
    // E x^4 = 1.5 of this law; the bias is -0.002
    expectNear(variance, law.variance, { atol: 4.5 * Math.sqrt((1.5 - 0.8) / count) + 0.002, why });
    const near = (x: number): number =>
      after.points.filter((y) => Math.abs(Math.abs(y) - x) < 0.1).length / count;
    const exact = (x: number): number => 2 * (law.distribution(x + 0.1) - law.distribution(x - 0.1));
    expectNear(near(1), exact(1), { atol: 4.5 * Math.sqrt(exact(1) / count) + 0.001, why });
  });

  it("carries the half-moon to its law", () => {
    const count = 4000;
    const system = halfMoon({ step: 0.01 });
    const random = seededRandom(6);
    const after = system.simulate(system.start(count, random), 12, random);
    const law = planarSteadyLaw({ potential: halfMoonPotential(), box: system.box! });
    for (const axis of [0, 1] as const) {
      const { mean, variance } = sampleMoments(after, axis);
      expectNear(mean, law.mean[axis], { atol: 4.5 * Math.sqrt(law.variance[axis] / count) + 0.001, why });
      // kurtosis at most 3
      expectNear(variance, law.variance[axis], {
        atol: law.variance[axis] * 4.5 * Math.sqrt(2 / count) + 0.002,
        why,
      });
    }
    expect(after.points.every((x) => Math.abs(x) <= 4)).toBe(true);
  });

  it("starts as published: drift and diffusion from N(5, 4) with 10 as the bound, others at 5", () => {
    const { points } = driftDiffusion().start(50_000, seededRandom(7));
    expect(points.every((x) => Math.abs(x) <= 10)).toBe(true);
    const atFive = points.filter((x) => x === 5).length / points.length;
    expectNear(atFive, 0.00621, {
      atol: 4.5 * Math.sqrt(0.00621 / 50_000),
      why: "P(Z > 2.5), 4.5 standard errors",
    });
    const wells = doubleWell().start(50_000, seededRandom(8));
    expectNear(sampleMoments(wells).variance, 1, {
      atol: 4.5 * Math.sqrt(2 / 50_000),
      why: "4.5 standard errors",
    });
  });

  it("drifts up the attractant", () => {
    const system = driftDiffusion({ mean: 0, deviation: 0.001 });
    const random = seededRandom(9);
    const count = 20_000;
    const { mean } = sampleMoments(system.simulate(system.start(count, random), 0.01, random));
    // chi(0) S'(0) = 1
    expectNear(mean, 0.01, { atol: 4.5 * Math.sqrt(0.002 / count), why: "4.5 standard errors" });
  });

  const SYSTEMS: Readonly<Record<string, ParticleSystem>> = {
    doubleWell: doubleWell(),
    driftDiffusion: driftDiffusion(),
    halfMoon: halfMoon(),
    open: langevin({ potential: quadraticPotential({ dim: 3 }), step: 0.125 }),
  };
  it.each(Object.entries(SYSTEMS))(
    "%s gives the same run for the same stream, leaving what it is given",
    (_, system) => {
      const start = { ...system.start(700, seededRandom(3)), hidden: { mark: Float64Array.of(1) } };
      const before = start.points.slice();
      const run = () => system.simulate(start, 4 * system.step, seededRandom(4));
      const after = run();
      expect(run().points).toEqual(after.points);
      expect(start.points).toEqual(before);
      expect([after.count, after.dim, after.hidden, after.weights]).toEqual([
        700,
        system.dim,
        start.hidden,
        start.weights,
      ]);
      expect(after.points).not.toEqual(before);
    },
  );

  it("gives a particle the same noise wherever it is: common random numbers", () => {
    const free = langevin({ potential: quadraticPotential({ stiffness: 0 }), step: 0.01 });
    const run = (place: number) =>
      free.simulate(measure(new Float64Array(3000).fill(place), { dim: 1 }), 0.1, seededRandom(1)).points;
    const [here, there] = [run(0), run(8)];
    expectNear(
      there.map((x) => x - 8),
      here,
      { atol: 1e-13, why: "rounding at 8" },
    );
  });

  it("refuses boxes of another dimension, faces the wrong way round and no diffusion", () => {
    const potential = quadraticPotential();
    expect(() => langevin({ potential, box: { low: [0, 0], high: [1, 1] } })).toThrow(
      /2 lower and 2 upper faces/,
    );
    expect(() => langevin({ potential, box: { low: [1], high: [0] } })).toThrow(/from 1 to 0/);
    expect(() => langevin({ potential, diffusivity: -1 })).toThrow(/diffusivity is -1/);
    expect(() => doubleWell({ step: Number.NaN })).toThrow(/micro-step is NaN/);
  });
});
