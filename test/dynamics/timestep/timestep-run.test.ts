import { describe, expect, it } from "vitest";
import { keepHidden, type Particles } from "../../../src/dynamics/particles.js";
import { boxDiffusion } from "../../../src/dynamics/systems/box-diffusion.js";
import { particleWise } from "../../../src/dynamics/timestep/particle-wise.js";
import type { RunOptions } from "../../../src/dynamics/timestep/run-plan.js";
import type { RunState, RunStep } from "../../../src/dynamics/timestep/run-state.js";
import { timestep } from "../../../src/dynamics/timestep/timestep.js";
import {
  isDiscarded,
  microStepsOf,
  type RunMeans,
  timestepRun,
} from "../../../src/dynamics/timestep/timestep-run.js";
import { measure } from "../../../src/measure/measure.js";
import { nextFork } from "../../../src/numeric/next-fork.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { createPool } from "../../../src/pool/pool.js";
import { exact } from "../../../src/transport/exact.js";
import { expectNear } from "../../support/expect-near.js";
import { brownian, normalSample } from "../moving-laws.js";

const random = seededRandom(7);

async function stepsOf(
  start: Particles,
  options: RunOptions,
  means: Partial<RunMeans> = {},
): Promise<RunStep[]> {
  const steps: RunStep[] = [];
  for await (const step of timestepRun(start, options, { random, ...means })) steps.push(step);
  return steps;
}

const last = (steps: readonly RunStep[]): RunState => steps[steps.length - 1]!.state;

/** Particles at rest. */
const still: RunOptions["simulate"] = (particles) => particles;

const DIFFUSION = boxDiffusion();
const SMALL: RunOptions = {
  simulate: DIFFUSION.simulate,
  step: 1 / 16,
  halfSteps: 4,
  jump: 2,
  burnIn: 0.25,
  startUp: 0.5,
  cycles: 2,
  recovery: 0.125,
};

describe("cycles with one random stream", () => {
  it("draw new numbers each: the variance of Brownian particles grows with time", () => {
    const cycles = 12;
    const count = 400;
    let found = 0;
    for (let seed = 0; seed < 4; seed++) {
      const stream = seededRandom(seed);
      let particles: Particles = normalSample(count, 1, 20, stream);
      for (let n = 0; n < cycles; n++) {
        ({ particles } = timestep(particles, {
          simulate: brownian,
          step: 0.25,
          halfSteps: 2,
          jump: 1,
          random: stream,
        }));
      }
      found += particles.points.reduce((total, x) => total + x * x, 0) / count / 4;
    }
    expectNear(found, 20 + cycles * 1.5, {
      rtol: 0.2,
      why: "the deviation of a variance of 1600 particles is 0.035; with equal noise in all cycles 12 times as much is added",
    });
  });
});

describe("the stages of a run", () => {
  it("take the times and the micro-steps of the published diffusion experiment", async () => {
    const start = measure([0, 1, 3], { dim: 1 });
    const steps = await stepsOf(start, {
      simulate: still,
      step: 1 / 16,
      halfSteps: 80,
      jump: 85,
      burnIn: 30,
      startUp: 30,
      cycles: 16,
      recovery: 50,
      estimate: ({ halfSteps }) => new Float64Array(2 * halfSteps + 1),
    });
    const end = last(steps);
    expect(end).toMatchObject({ stage: "done", at: 2000 * 16, cycle: 16, clouds: [] });
    const { paid, plain } = microStepsOf(end);
    expect(plain).toBe(32_000);
    expect(paid).toBe((30 + 16 * (2 * 5 + 30) + 50) * 16);
    const jumps = steps.flatMap(({ jump }) => jump ?? []);
    expect(jumps.map(({ from }) => from)).toEqual(Array.from({ length: 16 }, (_, n) => 35 + 120 * n));
    const landings = steps.filter(({ jump }) => jump).map(({ state }) => state.at / 16);
    expect(landings).toEqual(Array.from({ length: 16 }, (_, n) => 120 * (n + 1)));
  });

  it("leave out those of length 0", async () => {
    const none = { simulate: still, step: 1, halfSteps: 1, jump: 3, cycles: 1 };
    const stages = (await stepsOf(measure([0, 1], { dim: 1 }), none)).map(({ state }) => state.stage);
    expect(stages).toEqual(["window", "jump", "done"]);
    expect(await stepsOf(measure([0], { dim: 1 }), { ...none, cycles: 0 })).toEqual([]);
  });

  it("mark the second half of a window as not on the trajectory", async () => {
    const steps = await stepsOf(DIFFUSION.start(3, random), SMALL);
    const times = steps.filter(({ state }) => !isDiscarded(state, SMALL)).map(({ state }) => state.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(steps.filter(({ state }) => isDiscarded(state, SMALL)).length).toBe(2 * SMALL.halfSteps);
  });

  it("end at a given time: no cycle begins that would go beyond, and the recovery lasts until then", async () => {
    const { recovery: _, ...rest } = SMALL;
    const steps = await stepsOf(DIFFUSION.start(3, random), { ...rest, cycles: 100, end: 9 });
    expect(last(steps)).toMatchObject({ stage: "done", at: 9 * 16, cycle: 3 }); // 0.5 + 3 (0.25 + 2 + 0.25) <= 9
  });

  it("jump as far as a rule says, in whole micro-steps and not beyond the end", async () => {
    const { recovery: _, ...rest } = SMALL;
    const seen: (number | undefined)[] = [];
    const options: RunOptions = {
      ...rest,
      cycles: 100,
      end: 5,
      jump: (maps, { previous, longest }) => {
        expect(maps.embedding.matrix.rows).toBe(8);
        expect(longest).toBeGreaterThan(0);
        seen.push(previous);
        return { duration: 1.99, microSteps: 3 };
      },
    };
    const steps = await stepsOf(DIFFUSION.start(3, random), options);
    const durations = steps.flatMap(({ jump }) => jump?.duration ?? []);
    expect(durations).toEqual([31 / 16, 25 / 16]);
    expect(seen).toEqual([undefined, 31 / 16]);
    expect(last(steps)).toMatchObject({ at: 5 * 16, paid: 8 + 2 * (8 + 3 + 4) });
  });
});

describe("a run", () => {
  const start = DIFFUSION.start(40, random);

  it("goes on from any of its states to the same bytes", async () => {
    const steps = await stepsOf(start, SMALL);
    for (const at of [0, 3, 9, 11, 15, 16, 17, 19, 30, steps.length - 2]) {
      const from = structuredClone(steps[at]!.state); // plain data
      const rest = await stepsOf(start, SMALL, { from });
      expect(rest).toEqual(steps.slice(at + 1));
    }
  });

  it("is the same on workers", async () => {
    const pool = await createPool({ workers: 2 });
    try {
      expect(await stepsOf(start, SMALL, { embed: pool.embedAll })).toEqual(await stepsOf(start, SMALL));
    } finally {
      await pool.close();
    }
  });

  it("of one cycle is `timestep`", async () => {
    const { startUp: _, recovery: __, cycles: ___, ...options } = SMALL;
    const one = timestep(start, { ...options, random: seededRandom(8) });
    const steps = await stepsOf(start, { ...options, cycles: 1 }, { random: nextFork(seededRandom(8)) });
    expect(one.particles).toEqual(last(steps).particles);
    expect(timestep(start, { ...SMALL, random: seededRandom(8) })).toEqual(one); // whatever comes before and after it in a run
    expect(one.jump).toEqual(steps.find(({ jump }) => jump)!.jump);
    expect(one).toMatchObject({ duration: 0.25 + 2 + 0.25, microSteps: { paid: 12, plain: 40 } });
  });

  it("tells the time of the maps by a clock that it is given", async () => {
    let now = 0;
    const steps = await stepsOf(
      start,
      { ...SMALL, clock: { now: () => now } },
      {
        embed: (reference, measures) => {
          now += 5;
          return particleWise(reference, measures);
        },
      },
    );
    expect(steps.flatMap(({ jump }) => jump?.mapTime ?? [])).toEqual([5, 5]);
  });
});

describe("jumps", () => {
  const once = { step: 0.5, halfSteps: 2, random };

  it("are exact where all mass moves alike, whatever the weights, repeated points and points without mass", () => {
    const start = measure(
      [
        [0, 0],
        [0, 0],
        [1, 2],
        [3, 1],
        [2, 2],
      ],
      { weights: [0.1, 0.2, 0.3, 0, 0.4] },
    );
    const drift: RunOptions["simulate"] = (particles, duration) => ({
      ...particles,
      points: particles.points.map((x, p) => x + duration * (p % 2 === 0 ? 1 : -0.5)),
    });
    const { particles, jump } = timestep(start, { ...once, simulate: drift, jump: 7 });
    const moved = start.points.map((x, p) => {
      const duration = Math.floor(p / 2) === 3 ? 1 : 8; // without mass: it stays where the middle had it
      return x + duration * (p % 2 === 0 ? 1 : -0.5);
    });
    expectNear(particles.points, moved, { atol: 1e-12, why: "rounding" });
    expect(particles.weights).toEqual(start.weights);
    expectNear(jump.length, 7 * Math.sqrt(1.25), { rtol: 1e-12, why: "rounding" });
  });

  it("by particle-wise differences follow each particle where optimal maps would swap them", () => {
    const start = measure([-1, 1], { dim: 1 });
    const cross: RunOptions["simulate"] = ({ points, ...rest }, duration) => ({
      ...rest,
      points: Float64Array.of(points[0]! + 4 * duration, points[1]! - 4 * duration),
    });
    const options = { step: 0.0625, halfSteps: 3, simulate: cross, jump: 1, random };
    const followed = timestep(start, { ...options, embed: particleWise });
    expectNear(followed.particles.points, [-1 + 4 * 1.1875, 1 - 4 * 1.1875], {
      atol: 1e-12,
      why: "rounding",
    });
    const optimal = timestep(start, options);
    expect(optimal.particles.points[0]).toBeLessThan(followed.particles.points[0]!);
  });

  it("mirror particles that land outside the box", () => {
    const drift: RunOptions["simulate"] = (particles, duration) => ({
      ...particles,
      points: particles.points.map((x) => x + duration),
    });
    const start = measure([0, 5], { dim: 1 });
    const { particles } = timestep(start, {
      ...once,
      simulate: drift,
      jump: 6,
      box: { low: [0], high: [10] },
    });
    expectNear(particles.points, [7, 8], { atol: 1e-12, why: "rounding" });
  });

  it("keep hidden states with their particles, or hand them to the hook with the time that was leapt over", () => {
    const start = { ...measure([0, 1], { dim: 1 }), hidden: { name: Float64Array.of(17, 4) } };
    const options = { ...once, simulate: still, jump: 3 };
    expect(timestep(start, options).particles.hidden).toEqual(start.hidden);
    const seen: unknown[] = [];
    timestep(start, {
      ...options,
      reinitialise: (jump, own) => {
        seen.push(jump.duration, jump.middle.hidden, own.uniform());
        return keepHidden(jump, own);
      },
    });
    expect(seen.slice(0, 2)).toEqual([3, start.hidden]);
  });

  it("over no time leave the middle of the window where it is", () => {
    const start = DIFFUSION.start(5, random);
    const options = { simulate: DIFFUSION.simulate, step: 1 / 16, halfSteps: 2, random: seededRandom(9) };
    const { particles, duration, jump } = timestep(start, { ...options, jump: 0 });
    expect(jump).toMatchObject({ length: 0, duration: 0 });
    expect(duration).toBe(2 / 16);
    const own = nextFork(seededRandom(9)).fork(0);
    const stepFrom = (steps: number, before: Particles): Particles =>
      DIFFUSION.simulate(before, 1 / 16, own.fork(steps));
    expect(particles.points).toEqual(stepFrom(1, stepFrom(0, start)).points);
  });

  it("may be smoothed", () => {
    const start = measure([0, 1], { dim: 1 });
    const { particles } = timestep(start, {
      ...once,
      simulate: (before, duration) => ({ ...before, points: before.points.map((x) => x + duration) }),
      jump: 4,
      smooth: (middle, displacement) => {
        expectNear(middle.measure.points, [1, 2], { atol: 1e-15, why: "the middle" });
        return { ...displacement, velocity: displacement.velocity.map((v) => v / 2) };
      },
    });
    expectNear(particles.points, [3, 4], { atol: 1e-12, why: "rounding" });
  });
});

describe("the published diffusion experiment in small", () => {
  it("stays nearer to the control by optimal maps than by particle-wise differences, whose noise fills the box", async () => {
    const options: RunOptions = {
      simulate: DIFFUSION.simulate,
      step: 1 / 4,
      halfSteps: 20,
      jump: 85,
      burnIn: 30,
      startUp: 30,
      cycles: 1,
    };
    const system = boxDiffusion({ step: options.step });
    const start = system.start(400, random);
    const at = { ...options, simulate: system.simulate };
    const control = system.simulate(start, 150, random.fork(1000));
    const distance = async (means: Partial<RunMeans>): Promise<number> =>
      Math.sqrt(exact(last(await stepsOf(start, at, means)).particles, control).cost);
    const [optimal, followed] = [await distance({}), await distance({ embed: particleWise })];
    expect(optimal).toBeLessThan(0.7 * followed);
  });
});
