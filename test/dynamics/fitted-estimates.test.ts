import { describe, expect, it } from "vitest";
import { leastSquaresVelocity, secondOrderStep } from "../../src/dynamics/fitted-estimates.js";
import type { Simulator } from "../../src/dynamics/particles.js";
import type { JumpEstimate } from "../../src/dynamics/timestep/estimate.js";
import { averagedDifferences } from "../../src/dynamics/timestep/estimate.js";
import { timestep } from "../../src/dynamics/timestep/timestep.js";
import { hkMetric } from "../../src/lot/metric.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { normalSample, twoValleys } from "./moving-laws.js";

const ROUNDING = { rtol: 1e-12, atol: 1e-12, why: "rounding of the normal equations" };
const STEP = 1 / 2048;

/** Root mean square distance to where the flow takes the particles until time 1, in `cycles` cycles with k = 1. */
function globalError(estimate: JumpEstimate, cycles: number): number {
  const random = seededRandom(3);
  const start = normalSample(40, 2, 0.2, random);
  let particles = start;
  const options = {
    simulate: twoValleys,
    step: STEP,
    halfSteps: 1,
    jump: 1 / cycles - STEP,
    estimate,
    random,
  };
  for (let n = 0; n < cycles; n++) particles = timestep(particles, options).particles;
  const { points } = twoValleys(start, 1, random);
  const squares = points.map((x, p) => (x - particles.points[p]!) ** 2);
  return Math.sqrt(squares.reduce((a, b) => a + b, 0) / start.count);
}

describe("estimates that fit a parabola", () => {
  it("are sum j (m_j - m_-j) / (2h sum j^2), and for the second order also half of H^2 sum j^2 (m_j + m_-j) / (h^2 sum j^4)", () => {
    const window = { halfSteps: 3, step: 0.5 };
    const velocity = [-3, -2, -1, 0, 1, 2, 3].map((j) => j / (2 * 0.5 * 14));
    const acceleration = [9, 4, 1, 0, 1, 4, 9].map((square) => square / (0.25 * 98));
    expectNear(
      leastSquaresVelocity()(window, 7),
      velocity.map((c) => 7 * c),
      ROUNDING,
    );
    expectNear(
      secondOrderStep()(window, 7),
      velocity.map((c, p) => 7 * c + 24.5 * acceleration[p]!),
      ROUNDING,
    );
  });

  it("use every n-th map only", () => {
    const few = leastSquaresVelocity(2)({ halfSteps: 5, step: 1 }, 1);
    expect(Array.from(few.keys()).filter((p) => few[p] !== 0)).toEqual([1, 3, 7, 9]);
    expect(() => leastSquaresVelocity(6)({ halfSteps: 5, step: 1 }, 1)).toThrow(/every is 6/);
    expect(() => secondOrderStep(0.5)({ halfSteps: 5, step: 1 }, 1)).toThrow(/every is 0.5/);
  });

  it("with one difference are the centred one", () => {
    const window = { halfSteps: 1, step: 0.25 };
    expectNear(leastSquaresVelocity()(window, 3), averagedDifferences()(window, 3), ROUNDING);
  });

  it("make the global error fall by 2 in Euler's step and by 4 in the second-order one when jumps halve", () => {
    for (const [estimate, order] of [
      [averagedDifferences(), 1],
      [leastSquaresVelocity(), 1],
      [secondOrderStep(), 2],
    ] as const) {
      const [coarse, middle, fine] = [8, 16, 32].map((cycles) => globalError(estimate, cycles));
      for (const ratio of [coarse! / middle!, middle! / fine!]) {
        expectNear(Math.log2(ratio), order, {
          atol: 0.25,
          why: "the next order of H = 1/8",
        });
      }
    }
  });

  it("of second order follow a parabola exactly", () => {
    let time = 0;
    const start = measure([-1, 0.5, 2], { dim: 1 });
    const place = (x: number): number => x + time * (1 + 0.1 * x) + time * time * (0.3 + 0.02 * x);
    const simulate = (particles: typeof start, duration: number): typeof start => {
      time += duration;
      return { ...particles, points: start.points.map(place) };
    };
    const options = { simulate, step: 0.5, halfSteps: 2, jump: 6, random: seededRandom(0) };
    const { particles } = timestep(start, { ...options, estimate: secondOrderStep() });
    time = 1 + 6;
    expectNear(particles.points, start.points.map(place), ROUNDING);
  });

  it("follow a population that grows in the coordinates of HK, in which its root of mass is a straight line's", () => {
    const rate = 0.4;
    const step = 0.1;
    const duration = 2;
    const simulate: Simulator = (particles, time) => ({
      ...particles,
      weights: particles.weights.map((w) => w * Math.exp(rate * time)),
    });
    const start = measure([-1, 0, 2], { dim: 1, weights: [0.2, 0.5, 0.3] });
    const root = (time: number): number => Math.exp((rate / 2) * time); // of the mass; growth is 2 (root - 1)
    const velocity = (root(step) - root(-step)) / step;
    const acceleration = (2 * (root(step) + root(-step) - 2)) / step ** 2;
    for (const [estimate, growth] of [
      [leastSquaresVelocity(), duration * velocity],
      [secondOrderStep(), duration * velocity + (duration ** 2 / 2) * acceleration],
    ] as const) {
      const options = { simulate, step, halfSteps: 1, jump: duration, estimate, metric: hkMetric(1) };
      const { particles } = timestep(start, { ...options, random: seededRandom(0) });
      expectNear(
        particles.weights,
        start.weights.map((w) => w * root(step) ** 2 * (1 + growth / 2) ** 2),
        { rtol: 1e-7, why: "the stopping rule of the unbalanced solver" },
      );
    }
  });
});
