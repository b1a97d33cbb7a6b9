import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/dynamics/particles.js";
import { batchMeasure, shuffledBatches } from "../../../src/dynamics/steady/batches.js";
import { gradientStep } from "../../../src/dynamics/steady/descent-step.js";
import {
  type DescentState,
  fallingRate,
  particleDescent,
  particleDescentStates,
} from "../../../src/dynamics/steady/particle-descent.js";
import { sinkhornResidual } from "../../../src/dynamics/steady/sinkhorn-residual.js";
import { type Measure, measure, moments } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, uniformCloud } from "../../support/random-measures.js";

/** x <- x / 2 + (1, ..., 1): the fixed point is 2 in each coordinate. */
const contraction: Simulator = (particles) => ({
  ...particles,
  points: particles.points.map((x) => x / 2 + 1),
});

/** One exact step of dX = -X dt + sqrt(2) dW in the time log 2: N(0, 1) stays. */
const ornsteinUhlenbeck: Simulator = (particles, _duration, random) => ({
  ...particles,
  points: particles.points.map((x) => x / 2 + Math.sqrt(0.75) * random.normal()),
});

const start = uniformCloud(seededRandom(1), 30, 2);
const random = seededRandom(2);

describe("descent of particles", () => {
  it("is simulation, at rate 1 along the gradient, where nothing but order is changed by transport", () => {
    const { particles, status } = particleDescent(start, {
      simulate: contraction,
      duration: 1,
      random,
      step: gradientStep,
      rate: () => 1,
      stop: { maxIterations: 3 },
    });
    expect(status).toBe("iteration-limit");
    const simulated = start.points.map((x) => x / 8 + 1.75);
    expectNear(particles.points, simulated, { atol: 1e-14, why: "rounding" });
  });

  it.each([
    ["Wasserstein", undefined],
    ["Sinkhorn", sinkhornResidual({ epsilon: 0.1 })],
  ])("brings all particles to an attracting point by Adam: %s", (_, loss) => {
    const { particles, state } = particleDescent(start, {
      simulate: contraction,
      duration: 1,
      random,
      ...(loss && { loss }),
      rate: fallingRate(0.1, 120),
      stop: { maxIterations: 240 },
    });
    expectNear(particles.points, new Float64Array(60).fill(2), {
      atol: 0.1,
      why: "a few times the last rate",
    });
    expect(state.residuals).toHaveLength(240);
    expect(state.residuals.at(-1)).toBeLessThan(1e-3 * state.residuals[0]!);
    expect(state.particleTime).toBe(240 * 30);
  });

  it("keeps masses, and moves none that has none", () => {
    const weighted = randomCloud(seededRandom(3), 20, 2);
    const { particles } = particleDescent(weighted, {
      simulate: contraction,
      duration: 1,
      random,
      stop: { maxIterations: 200 },
    });
    expect(particles.weights).toEqual(weighted.weights);
    weighted.weights.forEach((mass, i) => {
      const wanted = mass > 0 ? 2 : weighted.points[2 * i]!;
      expectNear(particles.points[2 * i]!, wanted, {
        atol: 0.1,
        why: "a few times the last rate, and momentum",
      });
    });
  });

  it("finds the law of a stochastic timestep from batches", () => {
    const far = measure(
      uniformCloud(seededRandom(4), 1000, 1).points.map((x) => 3 + 2 * x),
      { dim: 1 },
    );
    const { particles, state } = particleDescent(far, {
      simulate: ornsteinUhlenbeck,
      duration: Math.LN2,
      random,
      batchSize: 250,
      rate: fallingRate(0.1, 100),
      stop: { maxIterations: 250 },
    });
    const { mean, covariance } = moments(particles);
    expectNear(mean[0]!, 0, { atol: 0.1, why: "three deviations of the mean of 1000" });
    expectNear(covariance.data[0]!, 1, { atol: 0.15, why: "three deviations of the variance of 1000" });
    expect(state.updates.every((times) => times === 250)).toBe(true);
  });

  it("comes to rest at the fixed point of common noise", () => {
    const options = {
      simulate: ornsteinUhlenbeck,
      duration: Math.LN2,
      random,
      commonNoise: true,
      step: gradientStep,
      rate: () => 1,
      stop: { tolerance: 1e-20, maxIterations: 200 },
    };
    const { status, state } = particleDescent(uniformCloud(seededRandom(5), 100, 1), options);
    expect(status).toBe("converged");
    expect(state.epochs).toBeLessThan(60); // each halves the distance at least: 2^-33 = 1e-10
  });

  it("gives the states of the same descent one by one, which end where it ends and tell the same", () => {
    const told = { whole: [] as number[], steps: [] as number[] };
    const descent = (into: number[], simulate: Simulator) => ({
      simulate,
      duration: 1,
      random,
      step: gradientStep,
      rate: () => 1,
      stop: { tolerance: 1e-3, maxIterations: 50 },
      onProgress: ({ done }: { done: number }) => into.push(done) < 100,
    });
    const whole = particleDescent(start, descent(told.whole, contraction));
    const states = [...particleDescentStates(start, descent(told.steps, contraction))];
    expect(whole.status).toBe("converged");
    expect(states.at(-1)).toEqual(whole.state);
    expect(states.length).toBeLessThan(20);
    expect(told.steps).toEqual(told.whole);
    expect(told.steps).toEqual(states.map(({ epochs }) => epochs));
    // a state that has converged is an end, for whoever goes on from it
    const again = particleDescent(start, { ...descent([], contraction), from: whole.state });
    expect(again).toEqual(whole);
  });

  it("has rates that fall by tens", () => {
    const rate = fallingRate(0.5, 10);
    expect([0, 9, 10, 35].map(rate)).toEqual([0.5, 0.5, 0.05, 0.5 / 1000]);
  });

  it("goes on from any state to the same bytes", () => {
    const options = {
      simulate: ornsteinUhlenbeck,
      duration: 1,
      random,
      batchSize: 10,
      stop: { maxIterations: 6 },
    };
    const whole = particleDescent(start, options);
    const states = [...particleDescentStates(start, options)];
    expect(states).toHaveLength(6);
    const stored = structuredClone(states[2]!) as DescentState;
    expect(particleDescent(start, { ...options, from: stored })).toEqual(whole);
  });

  it("mirrors what would leave the box, and ends when it is told to", () => {
    const { particles, status, state } = particleDescent(start, {
      simulate: contraction,
      duration: 1,
      random,
      box: { low: [-1, -1], high: [1, 1] },
      rate: () => 0.5,
      stop: { maxIterations: 20 },
      onProgress: ({ done }) => done < 10,
    });
    expect(status).toBe("aborted");
    expect(state.epochs).toBe(10);
    expect(particles.points.every((x) => Math.abs(x) <= 1)).toBe(true);
  });

  it("refuses simulators that lose particles or places, and states of other problems", () => {
    const options = { duration: 1, random };
    const fewer: Simulator = ({ points, dim }) => measure(points.slice(dim), { dim });
    const lost: Simulator = (particles) => ({ ...particles, points: particles.points.map(() => NaN) });
    expect(() => particleDescent(start, { ...options, simulate: fewer })).toThrow(
      /29 particles instead of 30; .* epoch 0/,
    );
    expect(() => particleDescent(start, { ...options, simulate: lost })).toThrow(
      /NaN for coordinate 0 of particle 0, in epoch 0/,
    );
    expect(() => particleDescent(start, { ...options, simulate: contraction, duration: 0 })).toThrow(
      /duration is 0/,
    );
    expect(() => particleDescent(start, { ...options, simulate: contraction, batchSize: 0 })).toThrow(
      /batchSize is 0/,
    );
    const { state } = particleDescent(uniformCloud(random, 5, 2), {
      ...options,
      simulate: contraction,
      stop: { maxIterations: 1 },
    });
    expect(() => particleDescent(start, { ...options, simulate: contraction, from: state })).toThrow(
      /5 particles and 10 coordinates/,
    );
  });
});

describe("batches", () => {
  it("hold each particle once and differ by one at most", () => {
    const batches = shuffledBatches(103, 20, random);
    expect(batches.map(({ length }) => length).sort()).toEqual([20, 20, 21, 21, 21]);
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual([...Array(103).keys()]);
    expect(shuffledBatches(5, 10, random)).toEqual([Int32Array.of(0, 1, 2, 3, 4)]);
  });

  it("have the mass of a population", () => {
    const mu: Measure = randomCloud(random, 10, 2);
    const part = batchMeasure(mu, Int32Array.of(3, 1));
    expectNear(part.weights[0]! + part.weights[1]!, 1, { atol: 1e-15, why: "rounding" });
    expect(
      batchMeasure(
        mu,
        Int32Array.from({ length: 10 }, (_, i) => i),
      ),
    ).toBe(mu);
  });
});
