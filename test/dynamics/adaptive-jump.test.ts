import { describe, expect, it } from "vitest";
import { adaptiveJump } from "../../src/dynamics/adaptive-jump.js";
import { secondOrderStep } from "../../src/dynamics/fitted-estimates.js";
import type { Simulator } from "../../src/dynamics/particles.js";
import { splitSquaredNorm } from "../../src/dynamics/split-norm.js";
import { derivativeCoefficients } from "../../src/dynamics/time-polynomial.js";
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
    return timestep(start, { ...options, simulate: accelerating(c), jump }).jump.duration;
  };

  it("are 0.9 sqrt(2 tolerance / |a|) long", () => {
    for (const norm of ["plain", "split"] as const) {
      expectNear(jumpOf(2, { norm }), 0.9 * Math.sqrt(0.2 / 2), {
        atol: 0.01,
        why: "whole micro-steps of 0.01",
      });
    }
  });

  it("keep within their bounds, and are as long as allowed where nothing accelerates", () => {
    expect(jumpOf(0)).toBe(9);
    expect(jumpOf(1e4)).toBe(0.05);
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
    const strict = adaptiveJump({ tolerance: 1e-9, shortest: 0.1, longest: 100, norm: "plain" });
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
      split += splitSquaredNorm(maps, coefficients, random) / replicates;
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
