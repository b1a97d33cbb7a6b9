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
});
