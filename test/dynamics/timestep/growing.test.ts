import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/dynamics/particles.js";
import { timestep } from "../../../src/dynamics/timestep/timestep.js";
import { hkMetric } from "../../../src/lot/metric.js";
import { measure, totalMass } from "../../../src/measure/measure.js";
import { exponential } from "../../../src/numeric/elementary.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(0);

describe("populations that grow, by the metric hk", () => {
  const rates = [0.3, -0.2, 0];
  const grow: Simulator = (particles, duration) => ({
    ...particles,
    weights: particles.weights.map((w, i) => w * exponential(rates[i]! * duration)),
  });

  it("have their masses multiplied by (1 + H alpha / 2)^2 where nothing moves", () => {
    const [h, k, H] = [0.25, 3, 2];
    const start = measure([0, 10, 20], { dim: 1, weights: [1, 2, 3] }); // farther apart than mass can go
    const { particles, jump } = timestep(start, {
      simulate: grow,
      step: h,
      halfSteps: k,
      jump: H,
      metric: hkMetric(1),
      random,
    });
    const expected = rates.map((rate, i) => {
      const e = (time: number): number => exponential((rate * time) / 2);
      let alpha = 0; // of the logarithms 2 (q - 1), q the root of the ratio of masses
      for (let j = 1; j <= k; j++) alpha += (2 * (e(j * h) - e(-j * h))) / (2 * j * h * k);
      return start.weights[i]! * exponential(rate * k * h) * (1 + (H * alpha) / 2) ** 2;
    });
    expectNear(particles.weights, expected, { rtol: 1e-9, why: "the gap of the exact unbalanced solver" });
    expectNear(particles.points, start.points, { atol: 1e-9, why: "the same" });
    expect(jump).toMatchObject({ notConverged: 0, meanSingularMass: 0 });
  });

  it("may change the number of their particles", () => {
    const split: Simulator = (particles) =>
      measure([...particles.points, ...particles.points], {
        dim: 1,
        weights: [...particles.weights, ...particles.weights].map((w) => w / 2),
      });
    const start = measure([0, 1, 3], { dim: 1 });
    const { particles } = timestep(start, {
      simulate: split,
      step: 1,
      halfSteps: 2,
      jump: 3,
      burnIn: 1,
      metric: hkMetric(2),
      random,
    });
    expect(particles.count).toBe(24); // 12 in the middle of the window, 24 after a step of burn-in
    expectNear(totalMass(particles), 1, { atol: 1e-6, why: "the gap of the exact unbalanced solver" });
  });

  it("make no mass of movement, and no end of a mass that decays: such jumps are refused", () => {
    const start = measure([0, 1, 2], { dim: 1 });
    const window = { step: 0.25, halfSteps: 2, random };
    const drift: Simulator = (particles, duration) => ({
      ...particles,
      points: particles.points.map((x) => x + duration),
    });
    const drifted = (kappa: number) =>
      timestep(start, { ...window, simulate: drift, jump: 4, metric: hkMetric(kappa) }).particles;
    expect(() => drifted(2)).toThrow(/the jump from time 0.5 moves particles by 3.*half of kappa, 2,/);
    const near = drifted(400);
    expectNear(totalMass(near), 1, { atol: 2e-4, why: "(H / kappa)^2 = 1e-4 of mass out of movement" });
    expectNear(near.points, [4.5, 5.5, 6.5], { atol: 1e-3, why: "an arctangent of H / kappa = 1e-2" });

    const decay: Simulator = (particles, duration) => ({
      ...particles,
      weights: particles.weights.map((w) => w * exponential(-0.5 * duration)),
    });
    const decayed = (jump: number) =>
      timestep(start, { ...window, simulate: decay, jump, metric: hkMetric(1) });
    expect(() => decayed(4)).toThrow(/takes away 2.* times the mass .* shorter jumps/);
    expectNear(totalMass(decayed(1).particles), exponential(-0.25) * 0.75 ** 2, {
      rtol: 0.01,
      why: "the rate by differences over up to 1, of which it is 1/48 of the square of 1/2 too large",
    });
  });
});
