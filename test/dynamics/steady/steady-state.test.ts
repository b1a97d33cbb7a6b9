import { describe, expect, it } from "vitest";
import { steadyLaw } from "../../../src/dynamics/laws/steady-law.js";
import type { Particles, Simulator } from "../../../src/dynamics/particles.js";
import { distributionDescription } from "../../../src/dynamics/steady/distribution-description.js";
import { quantileDescription, quantiles } from "../../../src/dynamics/steady/quantile-description.js";
import {
  coarseResidual,
  commonNoise,
  freshNoise,
  noiseOfIteration,
  type SteadyQuery,
  type SteadyStateOptions,
  steadyState,
  steadyStateSteps,
} from "../../../src/dynamics/steady/steady-state.js";
import { doubleWell } from "../../../src/dynamics/systems/double-well.js";
import { doubleWellPotential } from "../../../src/dynamics/systems/potentials/double-well.js";
import { moments, selectPoints } from "../../../src/measure/measure.js";
import { answered } from "../../../src/numeric/asking.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const step = 5e-3;
const well = doubleWell({ step });
const law = steadyLaw({ potential: doubleWellPotential(), low: -4, high: 4 });
const random = seededRandom(1);

function startOf(size: number) {
  return quantiles(well.start(20_000, seededRandom(9)), size);
}

const variance = (particles: Particles) => moments(particles).covariance.data[0]!;
const near0 = ({ points, count }: Particles) => points.filter((x) => Math.abs(x) < 0.1).length / count;

/** Places are drawn towards 1 by half in a unit of time: all laws go to the point 1. */
const towards1: Simulator = (particles, duration) => ({
  ...particles,
  points: particles.points.map((x) => 1 + (x - 1) / 2 ** duration),
});
const few = quantileDescription({ size: 5, count: 50 });
const small: SteadyStateOptions = {
  start: Float64Array.of(-1, 0, 2, 3, 8),
  duration: 1,
  step: 1,
  random,
  newton: { stop: { tolerance: 1e-4 } },
};

describe("the steady state of the double well by its quantiles", () => {
  const count = 20_000;
  const description = quantileDescription({ size: 100, count, low: -4, high: 4 });
  const options = { start: startOf(100), duration: 1, step, random };
  const newton = { stop: { maxIterations: 6, tolerance: 1e-4 } };

  it("is found with common random numbers: the residual is below 0.01 after 4 Newton steps", () => {
    const found = steadyState(well.simulate, description, { ...options, newton });
    expect(found.residuals[0]).toBeGreaterThan(1);
    expect(found.residuals[4] ?? found.residual).toBeLessThan(1e-2);
    expect(found.residual).toBeLessThan(1e-3);
    const middle = law.distribution(0.1) - law.distribution(-0.1);
    expectNear(near0(found.particles), middle, { atol: 3e-3, why: "sampling: twice sqrt(0.048 / N)" });
    expect(found.noiseFloor).toBeGreaterThan(0.02); // the residual is far below: it is that of one realisation
    expect(found.noiseFloor).toBeLessThan(0.3);
  });

  it("comes to the noise floor with new random numbers each time, and keeps the best of it", () => {
    const stop = { maxIterations: 6, tolerance: 1e-14 };
    const found = steadyState(well.simulate, description, {
      ...options,
      noise: freshNoise,
      newton: { stop },
    });
    expect(found.status).toBe("iteration-limit");
    expect(found.residual).toBe(Math.min(...found.residuals));
    expect(found.residual).toBeLessThan(3 * found.noiseFloor!);
    expect(found.residual).toBeGreaterThan(found.noiseFloor! / 3);
  });

  it("has the right variance where the ends are not pinned far away", () => {
    const free = quantileDescription({ size: 100, count });
    const found = steadyState(well.simulate, free, { ...options, newton, readings: 10, noiseSamples: 0 });
    expectNear(variance(found.particles), law.variance, {
      rtol: 0.02,
      why: "1 of noise, 0.5 of the micro-step (in percent)",
    });
    expect(found.noiseFloor).toBeUndefined();
  });

  it("is found by rougher difference quotients for fewer micro-steps", () => {
    const rough = quantileDescription({ size: 100, count: count / 10, low: -4, high: 4 });
    const same = { ...options, noiseSamples: 0, newton };
    const whole = steadyState(well.simulate, description, same);
    const cheap = steadyState(well.simulate, description, { ...same, rough });
    expect(cheap.residual).toBeLessThan(1e-2);
    expect(cheap.microSteps).toBeLessThan(0.6 * whole.microSteps);
    expectNear(cheap.values, whole.values, {
      atol: 0.05,
      why: "one realisation of noise, residuals below 0.01",
    });
  });

  it("is the same law by its distribution function", () => {
    const grid = Float64Array.from({ length: 81 }, (_, k) => -4 + 0.1 * k);
    const table = distributionDescription({ grid, count });
    const found = steadyState(well.simulate, table, {
      ...options,
      start: table.restrict(well.start(count, seededRandom(2)), well.start(count, seededRandom(2))),
      newton: { stop: { maxIterations: 6, tolerance: 1e-3 } },
    });
    expect(found.residual).toBeLessThan(0.01);
    expectNear(near0(found.particles), law.distribution(0.1) - law.distribution(-0.1), {
      atol: 4e-3,
      why: "sampling",
    });
    expectNear(variance(found.particles), law.variance, { rtol: 0.04, why: "sampling" });
  });
});

describe("the residual of the answer", () => {
  const description = quantileDescription({ size: 50, count: 2000, low: -4, high: 4 });
  const options = { start: startOf(50), duration: 1, step: 0.02, random, noiseSamples: 16 };
  const coarse = doubleWell({ step: 0.02 });
  const psi = coarseResidual(coarse.simulate, description, options);

  it.each([
    ["the luckiest draw of fresh noise", freshNoise],
    ["one realisation of common noise", commonNoise],
  ])("is not that of %s", (_, noise) => {
    const stop = { maxIterations: 6, tolerance: 1e-3 };
    const found = steadyState(coarse.simulate, description, { ...options, noise, newton: { stop } });
    const { values, residual, freshResidual, freshError, noiseFloor } = found;
    const mean = new Float64Array(50);
    const others = 64;
    for (let s = 0; s < others; s++) {
      const sample = psi({ point: values, noise: 1e6 + s });
      sample.forEach((value, m) => {
        mean[m]! += value / others;
      });
    }
    const truth = Math.hypot(...mean);
    expectNear(freshResidual!, truth, {
      atol: 2 * freshError!,
      why: "noise of 16 samples, and of 64 of which half as much is left",
    });
    expectNear(freshError!, noiseFloor! / 4, { rtol: 1e-12, why: "rounding" });
    if (noise === commonNoise)
      expect(residual).toBeLessThan(truth / 10); // the root of its own noise
    else expect(Math.abs(residual - truth)).toBeGreaterThan(2 * freshError!); // noise and all
  });
});

describe("the search for a steady state", () => {
  it("finds the point that all laws shrink to", () => {
    const found = steadyState(towards1, few, small);
    expect(found.status).toBe("converged");
    expectNear(found.values, new Float64Array(5).fill(1), {
      atol: 2e-4,
      why: "the tolerance, doubled by the inverse",
    });
    expect(found.noiseFloor).toBe(0);
  });

  it("counts every evaluation: particles times steps", () => {
    let particleSteps = 0;
    const counting: Simulator = (particles, duration, stream) => {
      particleSteps += particles.count * duration;
      return towards1(particles, duration, stream);
    };
    const rough = quantileDescription({ size: 5, count: 10 });
    for (const more of [{}, { rough }, { readings: 2, duration: 4 }]) {
      particleSteps = 0;
      const found = steadyState(counting, few, { ...small, ...more });
      expect(found.microSteps).toBe(particleSteps);
      const iterations = found.history.map(({ microSteps }) => microSteps);
      expect(iterations).toEqual(iterations.toSorted((a, b) => a - b));
      expect(iterations.at(-1)).toBeLessThan(found.microSteps);
    }
  });

  it("reads a description in the second half of the time, and means over the readings", () => {
    const read = (readings: number) =>
      coarseResidual(towards1, few, { duration: 4, step: 1, random, readings })({
        point: Float64Array.of(2, 2, 2, 2, 2),
        noise: 0,
      })[0];
    expectNear(read(1)!, 1 - 1 / 16, { atol: 1e-12, why: "rounding" });
    expectNear(read(2)!, 1 - (1 / 8 + 1 / 16) / 2, { atol: 1e-12, why: "rounding: readings at 3 and 4" });
  });

  it("is repeated to the last bit from a log of its answers", () => {
    const description = quantileDescription({ size: 20, count: 500 });
    const options = {
      start: startOf(20),
      duration: 0.5,
      step,
      random,
      newton: { stop: { maxIterations: 3 } },
    };
    const answer = coarseResidual(well.simulate, description, options);
    const log: Float64Array[] = [];
    const first = answered(steadyStateSteps(description, options), (query) => {
      log.push(answer(query));
      return log.at(-1)!;
    });
    const again = answered(steadyStateSteps(description, options), ({ evaluation }) => log[evaluation]!);
    expect(again).toEqual(first);
    expect(steadyState(well.simulate, description, options)).toEqual(first);
  });

  it.each([
    [
      "commonNoise",
      commonNoise,
      (queries: SteadyQuery[]) => new Set(queries.map(({ noise }) => noise)).size === 1,
    ],
    [
      "freshNoise",
      freshNoise,
      (queries: SteadyQuery[]) => new Set(queries.map(({ noise }) => noise)).size === queries.length,
    ],
    [
      "noiseOfIteration",
      noiseOfIteration,
      (queries: SteadyQuery[]) => queries.every(({ noise, iteration }) => noise === Math.max(1, iteration)),
    ],
  ])("uses the random numbers that %s says", (_, noise, holds) => {
    const queries: SteadyQuery[] = [];
    const answer = coarseResidual(towards1, few, small);
    const newton = { renew: noise === noiseOfIteration };
    const found = answered(steadyStateSteps(few, { ...small, noise, newton }), (query) => {
      queries.push(query);
      return answer(query);
    });
    expect(holds(queries.filter(({ purpose }) => purpose !== "noise"))).toBe(true);
    const used = new Set(queries.filter(({ purpose }) => purpose !== "noise").map((query) => query.noise));
    if (noise !== noiseOfIteration) {
      for (const query of queries) if (query.purpose === "noise") expect(used.has(query.noise)).toBe(false);
    }
    expect(queries.filter(({ purpose }) => purpose === "noise")).toHaveLength(4);
    expect(found.evaluations).toBe(queries.length);
  });

  it.each([
    [{ step: 0.3 }, "micro-steps"],
    [{ duration: 0 }, "any law is steady over no time"],
    [{ noise: noiseOfIteration }, "renew: true"],
    [{ readings: 0 }, "0 readings"],
    [{ readings: 2 }, "2 readings in 1 micro-steps"],
    [{ start: new Float64Array(4) }, "the start has 4 numbers, the description 5"],
    [{ rough: quantileDescription({ size: 4, count: 9 }) }, "the rough description has 4 numbers"],
  ])("refuses %o before anything runs", (wrong, message) => {
    const never: Simulator = () => {
      throw new Error("it ran");
    };
    expect(() => steadyState(never, few, { ...small, ...wrong })).toThrow(message);
  });

  it.each<[string, (particles: Particles) => Particles, RegExp]>([
    [
      "puts one particle nowhere",
      (p) => ({ ...p, points: p.points.with(49, Number.NaN) }),
      /returned NaN for coordinate 0 of particle 49, when it went on from step 3 at time 3/,
    ],
    [
      "loses half of them",
      (p) =>
        selectPoints(
          p,
          Int32Array.from({ length: 25 }, (_, i) => i),
        ),
      /returned 25 particles instead of 50.*step 3/,
    ],
    ["makes mass", (p) => ({ ...p, weights: p.weights.map((w) => 2 * w) }), /changed the mass/],
  ])("stops where the simulator %s", (_, wrong, message) => {
    let calls = 0;
    const failing: Simulator = (p, duration, stream) =>
      ++calls === 2 ? wrong(towards1(p, duration, stream)) : towards1(p, duration, stream);
    expect(() => steadyState(failing, few, { ...small, duration: 4, readings: 2 })).toThrow(message);
  });

  it("says where places are no numbers", () => {
    const broken: Simulator = (particles) => ({
      ...particles,
      points: particles.points.map(() => Number.NaN),
    });
    expect(() => steadyState(broken, few, small)).toThrow("returned NaN for coordinate 0 of particle 0");
  });
});
