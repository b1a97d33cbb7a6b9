import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/dynamics/particles.js";
import { type StepSizeCurve, stepSizeCurve } from "../../src/dynamics/step-size.js";
import { projective } from "../../src/dynamics/telescopic.js";
import { embed } from "../../src/lot/embedding.js";
import { type Measure, measure } from "../../src/measure/measure.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const START = 1;

/** N(0, t) carried along its own flow: x_t = sqrt(t / t0) x. */
function growingNormal(): { cloud: Measure; simulate: Simulator } {
  let time = START;
  const cloud = measure([-1.5, -0.5, 0.5, 1.5], { dim: 1 });
  const simulate: Simulator = (particles, duration) => {
    const factor = Math.sqrt((time + duration) / time);
    time += duration;
    return { ...particles, points: particles.points.map((x) => factor * x) };
  };
  return { cloud, simulate };
}

/** dX = dW, exactly. */
const brownian: Simulator = (particles, duration, random) => ({
  ...particles,
  points: particles.points.map((x) => x + Math.sqrt(duration) * random.normal()),
});

const normalSample = (count: number, random: Random): Measure =>
  measure(
    Float64Array.from({ length: count }, () => random.normal()),
    { dim: 1 },
  );

function brownianCurve(count: number, replicates: number, times: number): Promise<StepSizeCurve> {
  const random = seededRandom(count);
  const starts = Array.from({ length: replicates }, (_, r) => normalSample(count, random.fork(1e6 + r)));
  return stepSizeCurve(starts, brownian, { step: 1 / 16, count: times, random });
}

describe("the curve of step sizes", () => {
  it("is that of the closed form for a normal law that spreads", async () => {
    const { cloud, simulate } = growingNormal();
    const random = seededRandom(0);
    const { steps, squaredDifferences, simulated } = await stepSizeCurve([cloud], simulate, {
      step: 1 / 64,
      count: 8,
      random,
    });
    const second = cloud.points.reduce((sum, x) => sum + x * x, 0) / cloud.count;
    const slope = (h: number): number => (Math.sqrt(1 + h / START) - 1) / h;
    expectNear(
      squaredDifferences,
      steps.map((h) => second * (slope(h) - slope(2 * h)) ** 2),
      { atol: 1e-12, why: "rounding of differences divided by h = 1/64" },
    );
    expectNear(squaredDifferences[0]!, (second * steps[0]! ** 2) / 64, {
      rtol: 4 * steps[0]!,
      why: "the next term of the series",
    });
    expect(simulated).toBe(4);
  });

  it("has its least difference at h = 2 for 100 and 1000 Brownian particles up to there, as measured elsewhere", async () => {
    for (const [count, replicates] of [
      [100, 100],
      [1000, 30],
    ] as const) {
      const { squaredDifferences, steps } = await brownianCurve(count, replicates, 6);
      expect(steps[squaredDifferences.indexOf(Math.min(...squaredDifferences))]).toBe(2);
    }
  });

  it("chooses a time that shortens as particles are added, near the best one of the scaling law", async () => {
    const chosen: number[] = [];
    for (const [count, replicates] of [
      [1000, 100],
      [10_000, 20],
    ] as const) {
      const { best, steps, atEnd } = await brownianCurve(count, replicates, 9);
      expect(atEnd).toBe(false);
      const law = (269 / count) ** (2 / 7);
      expect(Math.abs(Math.log2(steps[best]! / law))).toBeLessThan(1);
      chosen.push(steps[best]!);
    }
    expect(chosen[1]).toBeLessThan(chosen[0]!);
  });

  it("is noise of the particles for short times: 3.5 h^(-3/2) / N", async () => {
    const count = 10_000;
    const { squaredDifferences } = await brownianCurve(count, 5, 1);
    expectNear(squaredDifferences[0]!, (0.62 * 5.6 * 16 ** 1.5) / count, {
      rtol: 0.35,
      why: "a law fitted to runs over five octaves; five replicates scatter by 5 %",
    });
  });

  it("says that the best time may lie beyond the grid", async () => {
    const random = seededRandom(1);
    const start = normalSample(100, random);
    const curve = await stepSizeCurve([start, start], brownian, { step: 1 / 64, count: 3, random });
    expect(curve).toMatchObject({ best: 2, atEnd: true });
    expect(curve.standardErrors[0]).toBeGreaterThan(0);
  });

  it("of a law that stands still has nothing to choose by", async () => {
    const still = measure([0, 1, 2], { dim: 1 });
    const options = { step: 1, count: 3, random: seededRandom(0) };
    const curve = await stepSizeCurve([still], (particles) => particles, options);
    expect(curve).toMatchObject({ best: 0, atEnd: true });
    expect([...curve.squaredSpeeds]).toEqual([0, 0, 0]);
  });

  it("is that of the particles with mass", async () => {
    const still = measure([-1.5, 9, -0.5, 0.5, 1.5], { dim: 1, weights: [1, 0, 1, 1, 1] });
    const options = { step: 1 / 16, count: 4, random: seededRandom(0) };
    const all = await stepSizeCurve([still], growingNormal().simulate, options);
    const { cloud, simulate } = growingNormal();
    const some = await stepSizeCurve([cloud], simulate, options);
    // total masses 4 and 1, and the squares are sums by mass
    expectNear(
      all.squaredDifferences.map((square) => square / 4),
      some.squaredDifferences,
      { rtol: 1e-12, why: "rounding" },
    );
  });

  it("refuses grids that are none", async () => {
    const random = seededRandom(0);
    const start = normalSample(3, random);
    await expect(stepSizeCurve([], brownian, { step: 1, count: 2, random })).rejects.toThrow(/no replicates/);
    await expect(stepSizeCurve([start], brownian, { step: 0, count: 2, random })).rejects.toThrow(
      /time is 0/,
    );
    await expect(stepSizeCurve([start], brownian, { step: 1, count: 0, random })).rejects.toThrow(
      /times is 0/,
    );
  });

  it("stops where the simulator loses particles", async () => {
    const start = measure([0, 1, 2], { dim: 1 });
    const loses: Simulator = (p, duration) => (duration === 1 ? p : measure([0, 1], { dim: 1 }));
    const curve = stepSizeCurve([start], loses, { step: 1, count: 2, random: seededRandom(0) });
    await expect(curve).rejects.toThrow(/returned 2 particles instead of 3.*step 2 at time 2/);
  });

  it("refuses transports that ended before their optimum", async () => {
    const start = measure([0, 1, 2], { dim: 1 });
    const cut: typeof embed = (reference, measures) => {
      const found = embed(reference, measures);
      const certificates = found.certificates.map((all) => ({ ...all, status: "iteration-limit" as const }));
      return { ...found, certificates };
    };
    const random = seededRandom(1);
    await expect(stepSizeCurve([start], brownian, { step: 1, count: 2, random, embed: cut })).rejects.toThrow(
      /"iteration-limit"/,
    );
    const leap = projective(brownian, { step: 1, damping: 0, leap: 1, embed: cut });
    expect(() => leap(start, 2, random)).toThrow(/"iteration-limit"/);
  });
});
