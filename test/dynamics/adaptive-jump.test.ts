import { describe, expect, it } from "vitest";
import { adaptiveJump, JUMP_ERRORS } from "../../src/dynamics/adaptive-jump.js";
import { secondOrderStep } from "../../src/dynamics/fitted-estimates.js";
import type { Simulator } from "../../src/dynamics/particles.js";
import { splitSquaredNorms } from "../../src/dynamics/split-norm.js";
import { derivativeCoefficients } from "../../src/dynamics/time-polynomial.js";
import type { JumpRule } from "../../src/dynamics/timestep/run-plan.js";
import { timestep } from "../../src/dynamics/timestep/timestep.js";
import { mapTask } from "../../src/dynamics/timestep/window-maps.js";
import { embed } from "../../src/lot/embedding.js";
import { w2Metric } from "../../src/lot/metric.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
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

  it("are short where the velocity is noise: error = H |n|", () => {
    const random = seededRandom(8);
    const cloud = normalSample(2000, 1, 1, random);
    const window = { halfSteps: 1, step: 1 / 64, clouds: [cloud, cloud, cloud], middle: cloud };
    const before = measure(
      cloud.points.map((x) => x + random.normal() / 64),
      { dim: 1 },
    );
    const task = mapTask(
      { ...window, clouds: [before, cloud, cloud] },
      secondOrderStep()(window, 1),
      w2Metric,
    );
    const maps = { ...task, embedding: embed(task.reference, task.targets) };
    const { noise } = JUMP_ERRORS.split(maps, random);
    const rule = adaptiveJump({ tolerance: 1e-4, shortest: 1e-6, longest: 9 });
    const { duration } = rule(maps, { previous: 1e-3, longest: Infinity, random });
    expect(noise).toBeGreaterThan(0);
    expect(duration * Math.sqrt(noise)).toBeLessThan(1e-4);
  });

  it("do not grow by more than 2 and fall by more than 0.3 from jump to jump", () => {
    const task = mapTask(
      { halfSteps: 1, step: 1, clouds: [start, start, start], middle: start },
      secondOrderStep()({ halfSteps: 1, step: 1 }, 2),
      w2Metric,
    );
    const still = { ...task, embedding: embed(task.reference, task.targets) };
    const rule = adaptiveJump({ tolerance: 1, shortest: 0.1, longest: 100 });
    expect(rule(still, { previous: 3, longest: Infinity, random })).toEqual({ duration: 6 });
    const strict = adaptiveJump({ tolerance: 1e-9, shortest: 0.1, longest: 100, errors: "plain" });
    const moving = mapTask(
      { halfSteps: 1, step: 1, clouds: [shiftedBy(1), start, shiftedBy(1)], middle: start },
      secondOrderStep()({ halfSteps: 1, step: 1 }, 2),
      w2Metric,
    );
    const maps = { ...moving, embedding: embed(moving.reference, moving.targets) };
    expectNear(strict(maps, { previous: 3, longest: Infinity, random }).duration, 0.9, {
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

  function shiftedBy(t: number): typeof start {
    return measure(
      start.points.map((x) => x + t),
      { dim: 1 },
    );
  }
});

describe("the squared norm by halves", () => {
  it("is that of the acceleration x / (4 t^2) of Brownian particles, which their noise hides otherwise", () => {
    const step = 0.25;
    const halfSteps = 2;
    const replicates = 40;
    let split = 0;
    let plain = 0;
    for (let r = 0; r < replicates; r++) {
      const random = seededRandom(100 + r);
      const clouds = [normalSample(1000, 1, 0.5, random)];
      while (clouds.length <= 2 * halfSteps) clouds.push(brownian(clouds.at(-1)!, step, random));
      const window = { halfSteps, step, clouds, middle: clouds[halfSteps]! };
      const task = mapTask(window, secondOrderStep()(window, 1), w2Metric);
      const maps = { ...task, embedding: embed(task.reference, task.targets) };
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
