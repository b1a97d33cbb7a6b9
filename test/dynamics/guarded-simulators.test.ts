import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/dynamics/particles.js";
import { branchResidual } from "../../src/dynamics/steady/branch-residual.js";
import { particleDescent } from "../../src/dynamics/steady/particle-descent.js";
import { quantileDescription } from "../../src/dynamics/steady/quantile-description.js";
import { stability } from "../../src/dynamics/steady/stability.js";
import { steadyState } from "../../src/dynamics/steady/steady-state.js";
import { stepSizeCurve } from "../../src/dynamics/step-size.js";
import { projective } from "../../src/dynamics/telescopic.js";
import { runSchedule } from "../../src/dynamics/timestep/run-schedule.js";
import { ShapeError, SimulatorError } from "../../src/errors.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";

const random = seededRandom(0);
const description = quantileDescription({ size: 3, count: 8 });
const values = Float64Array.of(-1, 0, 1);
const start = measure(Float64Array.of(-1, 0, 1), { dim: 1 });
const timestep = { duration: 1, step: 0.5, random };

/** All that call a simulator of the caller's. */
const CALLERS: readonly (readonly [string, (simulate: Simulator) => unknown])[] = [
  ["steadyState", (simulate) => steadyState(simulate, description, { ...timestep, start: values })],
  [
    "stability",
    (simulate) => stability(simulate, description, values, { ...timestep, count: 1, products: 2 }),
  ],
  ["stepSizeCurve", (simulate) => stepSizeCurve([start], simulate, { step: 1, count: 2, random })],
  ["projective", (simulate) => projective(simulate, { step: 1, damping: 1, leap: 1 })(start, 3, random)],
  ["particleDescent", (simulate) => particleDescent(start, { simulate, duration: 1, random })],
];

const failure = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error;
  }
};

describe.each(CALLERS)("%s", (_, call) => {
  it("says where a simulator threw, and what", async () => {
    const cause = new TypeError("no such speed");
    const error = await failure(() =>
      call(() => {
        throw cause;
      }),
    );
    expect(error).toBeInstanceOf(SimulatorError);
    expect(error).toMatchObject({ cause, details: { step: 0, time: 0 } });
    expect(String(error)).toMatch(
      /the simulator failed: no such speed, when it went on from step 0 at time 0/,
    );
  });

  it("refuses a simulator that changes what it is given", async () => {
    const error = await failure(() =>
      call((particles) => {
        particles.points[0]! += 1;
        return particles;
      }),
    );
    expect(error).toBeInstanceOf(SimulatorError);
    expect(String(error)).toMatch(/changed the points that it was given/);
  });
});

it("a branch takes no mistake in a simulator for particles that run away", () => {
  const mistaken = branchResidual(
    () => () => (undefined as never as number[])[0] as never,
    description,
    timestep,
  );
  expect(() => mistaken(values, 0)).toThrow(SimulatorError);
});

describe("options that callers without types forget:", () => {
  it("a start", () => {
    const options = { ...timestep } as never;
    expect(() => steadyState((particles) => particles, description, options)).toThrow(ShapeError);
    expect(() => steadyState((particles) => particles, description, options)).toThrow(/there is no start/);
  });

  it("a second sample of the noise", () => {
    const options = { ...timestep, start: values, noiseSamples: 1 };
    expect(() => steadyState((particles) => particles, description, options)).toThrow(/noiseSamples is 1/);
  });

  it("the time of a clock", () => {
    const clock = { longestStep: 5 } as never;
    const options = { simulate: (particles: never) => particles, step: 1, halfSteps: 1, jump: 1, cycles: 1 };
    expect(() => runSchedule({ ...options, clock } as never)).toThrow(/the clock cannot tell the time/);
  });
});
