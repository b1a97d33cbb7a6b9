import { describe, expect, it } from "vitest";
import { forwardDifference, type JumpEstimate } from "../../../src/dynamics/timestep/estimate.js";
import { timestep } from "../../../src/dynamics/timestep/timestep.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";
import { rootMeanSquare, spread, spreadingLine, spreadOn } from "./spreading-line.js";

const why = "rounding of a few dozen sums";
const random = seededRandom(0);

/** The displacement that one jump makes, from its middle at time t. */
function displacementOf(t: number, options: { h: number; k: number; H: number; estimate?: JumpEstimate }) {
  const { h, k, H, ...rest } = options;
  const before = spreadingLine(40, t - k * h);
  const middle = spreadingLine(40, t);
  const { particles, jump } = timestep(before, {
    simulate: spread,
    reinitialise: spreadOn,
    step: h,
    halfSteps: k,
    jump: H,
    random,
    ...rest,
  });
  const displacement = particles.points.map((x, i) => x - middle.points[i]!);
  return { displacement, middle, jump };
}

describe("velocities of N(0, t)", () => {
  it("are x (sqrt((t + h) / t) - 1) / h by forward differences", () => {
    for (const [t, h, H] of [
      [1, 0.25, 0.5],
      [2, 1, 3],
      [1, 0.0625, 8],
    ] as const) {
      const { displacement, middle } = displacementOf(t, { h, k: 1, H, estimate: forwardDifference });
      const rate = (Math.sqrt(1 + h / t) - 1) / h;
      expectNear(
        displacement,
        middle.points.map((x) => H * x * rate),
        { atol: 1e-12, why },
      );
    }
  });

  it("are the mean of x (sqrt(1 + jh/t) - sqrt(1 - jh/t)) / (2jh) by averaged differences", () => {
    const [t, h, k, H] = [3, 0.25, 6, 2];
    const { displacement, middle, jump } = displacementOf(t, { h, k, H });
    let rate = 0;
    for (let j = 1; j <= k; j++) {
      rate += (Math.sqrt(1 + (j * h) / t) - Math.sqrt(1 - (j * h) / t)) / (2 * j * h * k);
    }
    expectNear(
      displacement,
      middle.points.map((x) => H * x * rate),
      { atol: 1e-12, why },
    );
    expectNear(jump.length, H * rate * rootMeanSquare(middle), { atol: 1e-12, why });
    expect(jump).toMatchObject({ maps: 12, notConverged: 0, cycle: 0, from: k * h, duration: H });
  });

  it("are off by e(h), and by d(h) from those of twice the step, both h / (8 t^(3/2)) to first order", () => {
    const t = 1.5;
    const speed = (h: number) =>
      displacementOf(t, { h, k: 1, H: h, estimate: forwardDifference }).jump.length / h;
    const rate = (h: number) => (Math.sqrt(1 + h / t) - 1) / h;
    for (const h of [0.5, 0.125]) {
      const e = Math.sqrt(t) / (2 * t) - speed(h);
      const d = speed(h) - speed(2 * h);
      expectNear(e, Math.sqrt(t) * (1 / (2 * t) - rate(h)), { atol: 1e-12, why });
      expectNear(d, Math.sqrt(t) * (rate(h) - rate(2 * h)), { atol: 1e-12, why });
    }
    const h = 1 / 1024;
    const first = h / (8 * t ** 1.5);
    const next = "the next order is h / t times as large, and its factor is below 2";
    expectNear(Math.sqrt(t) / (2 * t) - speed(h), first, { rtol: (2 * h) / t, why: next });
    expectNear(speed(h) - speed(2 * h), first, { rtol: (2 * h) / t, why: next });
  });
});

describe("the error of jumps over H", () => {
  /** |W2| to the law at time 1 + cycles (kh + H + burn-in) after so many cycles of the plain scheme. */
  function errorAfter(H: number, cycles: number): number {
    const h = 2 ** -14;
    let particles = spreadingLine(20, 1);
    for (let n = 0; n < cycles; n++) {
      ({ particles } = timestep(particles, {
        simulate: spread,
        reinitialise: spreadOn,
        step: h,
        halfSteps: 1,
        jump: H - h, // the cycle takes H
        random,
      }));
    }
    return Math.abs(rootMeanSquare(particles) - Math.sqrt(1 + cycles * H));
  }

  it("halves with H over a fixed time, and is quartered in one step", () => {
    const overall = [errorAfter(1 / 16, 16), errorAfter(1 / 32, 32)] as const;
    const single = [errorAfter(1 / 16, 1), errorAfter(1 / 32, 1)] as const;
    expectNear(overall[0] / overall[1], 2, { rtol: 0.05, why: "the next order is H / t times as large" });
    expectNear(single[0] / single[1], 4, { rtol: 0.05, why: "the next order is H / t times as large" });
  });

  it("is at most H^2 / 2 times the largest acceleration in one step", () => {
    for (const H of [1 / 4, 1 / 2, 1]) {
      // |gamma''| = sqrt(t) / (4 t^2) is largest at the start, t = 1
      expect(errorAfter(H, 1)).toBeLessThan((H * H) / 8);
    }
  });
});
