import { describe, expect, it } from "vitest";
import { adaptiveJump } from "../../src/dynamics/adaptive-jump.js";
import { leastSquaresVelocity, secondOrderStep } from "../../src/dynamics/fitted-estimates.js";
import type { Simulator } from "../../src/dynamics/particles.js";
import { splitSquaredNorms } from "../../src/dynamics/split-norm.js";
import { branching } from "../../src/dynamics/systems/branching.js";
import { ornsteinUhlenbeck } from "../../src/dynamics/systems/ornstein-uhlenbeck.js";
import { derivativeCoefficients } from "../../src/dynamics/time-polynomial.js";
import { averagedDifferences, type JumpEstimate } from "../../src/dynamics/timestep/estimate.js";
import type { JumpRule } from "../../src/dynamics/timestep/run-plan.js";
import { timestep } from "../../src/dynamics/timestep/timestep.js";
import { combineMaps, mapTask } from "../../src/dynamics/timestep/window-maps.js";
import { embed } from "../../src/lot/embedding.js";
import { hkMetric, w2Metric } from "../../src/lot/metric.js";
import { measure } from "../../src/measure/measure.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { brownian, normalSample } from "./moving-laws.js";

/** x (1 + c s^2 / 2) at time s after the start. */
function accelerating(c: number): Simulator {
  let time = 0;
  return (particles, duration) => {
    const factor = (s: number): number => 1 + (c * s * s) / 2;
    const ratio = factor(time + duration) / factor(time);
    time += duration;
    return { ...particles, points: particles.points.map((x) => ratio * x) };
  };
}

describe("jumps by the acceleration", () => {
  const random = seededRandom(0);
  const start = measure([-1, 1, -1, 1, -1, 1, -1, 1], { dim: 1 });
  const options = { simulate: accelerating(0), step: 0.01, halfSteps: 1, random };

  /** Acceleration c at the start of the window, and nearly so at its middle. */
  const jumpOf = (c: number, rule: Partial<Parameters<typeof adaptiveJump>[0]> = {}): number => {
    const jump = adaptiveJump({ tolerance: 0.1, shortest: 0.05, longest: 9, ...rule });
    const freely: JumpRule = (maps, state) => jump(maps, { ...state, previous: 0.5 });
    return timestep(start, { ...options, simulate: accelerating(c), jump: freely }).jump.duration;
  };

  it("are sqrt(0.9 * 2 tolerance / |a|) long", () => {
    for (const errors of ["plain", "split"] as const) {
      expectNear(jumpOf(2, { errors }), Math.sqrt((0.9 * 0.2) / 2), {
        atol: 0.01,
        why: "whole micro-steps of 0.01",
      });
    }
  });

  it("keep within their bounds", () => {
    expectNear(jumpOf(0, { longest: 0.7 }), 0.7, { atol: 1e-9, why: "whole micro-steps of 0.01" });
    expectNear(jumpOf(1e4, { shortest: 0.2 }), 0.2, { atol: 1e-9, why: "whole micro-steps of 0.01" });
  });

  it("are at first at most twice the shortest, so that one noisy estimate does not decide", () => {
    const jump = adaptiveJump({ tolerance: 1, shortest: 0.25, longest: 9 });
    expect(timestep(start, { ...options, jump }).jump.duration).toBe(0.5);
  });

  it("are as long as the noise of the velocity of the run allows, whichever estimate that is", () => {
    const replicates = 24;
    for (const estimate of [averagedDifferences(4), leastSquaresVelocity(4)]) {
      const coefficients = (duration: number) => estimate({ halfSteps: 20, step: 0.05 }, duration);
      let allowed = 0;
      let found = 0;
      for (let r = 0; r < replicates; r++) {
        const random = seededRandom(300 + r);
        const maps = brownianMaps({ time: 20, count: 1000, halfSteps: 20, step: 0.05, estimate }, random);
        // dX = dW from 0: the velocity at time t is x / (2t)
        const velocity = combineMaps(maps, coefficients(1)).velocity;
        const errors = velocity.map((v, i) => (v - maps.middle.points[i]! / 40) ** 2);
        found += errors.reduce((sum, e) => sum + e, 0) / 1000 / replicates;
        const rule = adaptiveJump({ tolerance: 1e-3, shortest: 1e-9, longest: 9 });
        const state = { previous: 0.01, longest: Infinity, random: random.fork(0), coefficients };
        allowed += (0.9e-3 / rule(maps, state).duration) ** 2 / replicates;
      }
      expectNear(allowed, found, {
        rtol: 0.25,
        why: "two standard errors of the mean of 24 windows, and the tenth of the noise that halves share (the other estimate is off by 0.4)",
      });
    }
  });

  it("do not grow by more than 2 and fall by more than 0.3 from jump to jump", () => {
    const coefficients = (duration: number) => averagedDifferences()({ halfSteps: 1, step: 1 }, duration);
    const state = { previous: 3, longest: Infinity, random, coefficients };
    const task = mapTask(
      { halfSteps: 1, step: 1, clouds: [start, start, start], middle: start },
      coefficients(1),
      w2Metric,
    );
    const still = { ...task, embedding: embed(task.reference, task.targets) };
    const rule = adaptiveJump({ tolerance: 1, shortest: 0.1, longest: 100 });
    expect(rule(still, state)).toEqual({ duration: 6 });
    const strict = adaptiveJump({ tolerance: 1e-9, shortest: 0.1, longest: 100, errors: "plain" });
    const moving = mapTask(
      { halfSteps: 1, step: 1, clouds: [shiftedBy(1), start, shiftedBy(1)], middle: start },
      coefficients(1),
      w2Metric,
    );
    const maps = { ...moving, embedding: embed(moving.reference, moving.targets) };
    expectNear(strict(maps, state).duration, 0.9, {
      rtol: 1e-15,
      why: "rounding of 0.3 times 3",
    });
  });

  it("refuse settings that are none", () => {
    const good = { tolerance: 1, shortest: 1, longest: 2 };
    expect(() => adaptiveJump({ ...good, tolerance: 0 })).toThrow(/tolerance is 0/);
    expect(() => adaptiveJump({ ...good, shortest: -1 })).toThrow(/shortest is -1/);
    expect(() => adaptiveJump({ ...good, longest: 0.5 })).toThrow(/longest is 0.5/);
  });

  it("refuse estimates that are no velocity times the jump", () => {
    const jump = adaptiveJump({ tolerance: 1, shortest: 0.1, longest: 1 });
    expect(() => timestep(start, { ...options, estimate: secondOrderStep(), jump })).toThrow(
      /not a velocity times the jump/,
    );
  });

  it("refuse halves of a population whose number changes, and take it whole", () => {
    const population = branching(ornsteinUhlenbeck({ step: 0.05 }), { birth: 1 });
    const cycle = {
      simulate: population.simulate,
      step: 0.05,
      halfSteps: 2,
      metric: hkMetric(5),
      random: seededRandom(4),
    };
    const rule = { tolerance: 0.5, shortest: 0.05, longest: 0.2 };
    const run = (errors: "plain" | "split") =>
      timestep(normalSample(100, 1, 1, seededRandom(9)), {
        ...cycle,
        jump: adaptiveJump({ ...rule, errors }),
      });
    expect(() => run("split")).toThrow(/100 particles|and \d+ in another cloud.*plain/);
    expect(run("plain").jump.duration).toBeGreaterThan(0);
  });

  function shiftedBy(t: number): typeof start {
    return measure(
      start.points.map((x) => x + t),
      { dim: 1 },
    );
  }
});

/** The maps of a window about time t of Brownian particles that start from one point. */
function brownianMaps(
  {
    time,
    count,
    halfSteps,
    step,
    estimate = averagedDifferences(),
  }: {
    readonly time: number;
    readonly count: number;
    readonly halfSteps: number;
    readonly step: number;
    readonly estimate?: JumpEstimate;
  },
  random: Random,
) {
  const clouds = [normalSample(count, 1, time - halfSteps * step, random)];
  while (clouds.length <= 2 * halfSteps) clouds.push(brownian(clouds.at(-1)!, step, random));
  const window = { halfSteps, step, clouds, middle: clouds[halfSteps]! };
  const task = mapTask(window, estimate(window, 1), w2Metric);
  return { ...task, embedding: embed(task.reference, task.targets) };
}

describe("the squared norm by halves", () => {
  it("is that of the acceleration x / (4 t^2) of Brownian particles, which their noise hides otherwise", () => {
    const step = 0.25;
    const halfSteps = 2;
    const replicates = 40;
    let split = 0;
    let plain = 0;
    for (let r = 0; r < replicates; r++) {
      const random = seededRandom(100 + r);
      const maps = brownianMaps({ time: 1, count: 1000, halfSteps, step }, random);
      const coefficients = derivativeCoefficients(
        maps.offsets.map((j) => j * step),
        2,
        2,
      );
      split += splitSquaredNorms(maps, [coefficients], random)[0]! / replicates;
      const { cols, data } = maps.embedding.matrix;
      for (let p = 0; p < cols; p++) {
        let sum = 0;
        coefficients.forEach((c, j) => {
          sum += c * data[j * cols + p]!;
        });
        plain += (sum * sum) / replicates;
      }
    }
    expect(plain).toBeGreaterThan(0.2);
    expectNear(split, 1 / 16, {
      atol: 0.05,
      why: "two standard errors of 40 replicates that scatter by 0.15",
    });
  });
});
