import { describe, expect, it } from "vitest";
import type { Particles } from "../../../src/dynamics/particles.js";
import { averagedDifferences } from "../../../src/dynamics/timestep/estimate.js";
import { particleWise } from "../../../src/dynamics/timestep/particle-wise.js";
import type { RunOptions } from "../../../src/dynamics/timestep/run-plan.js";
import type { RunState } from "../../../src/dynamics/timestep/run-state.js";
import { timestep } from "../../../src/dynamics/timestep/timestep.js";
import { timestepRun } from "../../../src/dynamics/timestep/timestep-run.js";
import { MeasureError, ShapeError, SimulatorError } from "../../../src/errors.js";
import { hkMetric, optMetric } from "../../../src/lot/metric.js";
import { reference } from "../../../src/lot/reference.js";
import { measure, selectPoints } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";

const random = seededRandom(0);
const start = measure([
  [0, 0],
  [1, 1],
]);
const GOOD: RunOptions = {
  simulate: (particles) => particles,
  step: 0.5,
  halfSteps: 2,
  jump: 3,
  burnIn: 1,
  startUp: 1,
  cycles: 2,
  recovery: 1,
};

describe("window parameters are refused before anything runs:", () => {
  const refused: readonly (readonly [string, Partial<RunOptions>, RegExp])[] = [
    ["H < 0", { jump: -1 }, /jump is -1/],
    ["k < 1", { halfSteps: 0 }, /halfSteps is 0/],
    ["k no whole number", { halfSteps: 1.5 }, /halfSteps is 1.5/],
    ["h of 0", { step: 0 }, /micro-step is 0/],
    ["H no whole number of micro-steps", { jump: 3.2 }, /jump is 3.2.*such as 3/],
    ["H_R no whole number of micro-steps", { burnIn: 0.7 }, /burnIn is 0.7/],
    ["S no whole number of micro-steps", { startUp: 0.1 }, /startUp is 0.1/],
    ["R below 0", { recovery: -1 }, /recovery is -1/],
    ["H that is no number", { jump: Number.NaN }, /jump is NaN/],
    ["cycles that are not whole", { cycles: 1.5 }, /cycles is 1.5/],
    ["an end and a recovery", { end: 20 }, /either `end` or `recovery`/],
    ["an end within the start-up", { end: 0.5, recovery: undefined as never }, /ends after 1 micro-steps/],
    ["differences over more than the window", { estimate: averagedDifferences(3) }, /every is 3/],
    ["too few coefficients", { estimate: () => new Float64Array(3) }, /3 coefficients.*has 5/],
    [
      "coefficients that are not finite",
      { estimate: () => new Float64Array(5).fill(Infinity) },
      /coefficient -2/,
    ],
    ["the metric opt", { metric: optMetric(1) }, /no differences in time/],
  ];
  for (const [name, change, words] of refused) {
    it(name, () => {
      let called = 0;
      const simulate: RunOptions["simulate"] = (particles) => {
        called++;
        return particles;
      };
      const run = () => timestepRun(start, { ...GOOD, simulate, ...change }, { random });
      expect(run).toThrow(ShapeError);
      expect(run).toThrow(words);
      expect(called).toBe(0);
    });
  }

  it("a box that is none of this dimension, or turned round", () => {
    for (const box of [
      { low: [0], high: [1] },
      { low: [0, 3], high: [1, 0] },
    ]) {
      expect(() => timestepRun(start, { ...GOOD, box }, { random })).toThrow(/the box/);
      expect(() => timestep(start, { ...GOOD, box, random })).toThrow(/the box/);
    }
  });

  it("a state of a run with other windows, or of other particles", async () => {
    const long = { ...GOOD, halfSteps: 3, startUp: 0 };
    const states: RunState[] = [];
    for await (const { state } of timestepRun(start, long, { random })) states.push(state);
    const from = states.find(({ done, stage }) => stage === "window" && done === 4)!;
    const on = (change: Partial<RunOptions>, first: Particles = start) =>
      timestepRun(first, { ...long, ...change }, { random, from });
    expect(() => on({ halfSteps: 5 })).toThrow(/has the middle of its window, which comes after 5/);
    expect(() => on({ halfSteps: 1 })).toThrow(/has 5 clouds.*halfSteps 1 has 3/);
    expect(() => on({}, measure([[0, 0]]))).toThrow(/has 2 particles, the start 1/);
    expect(() => on({}, measure([0, 1], { dim: 1 }))).toThrow(/dimension 2, the start 1/);
    for (const state of states) {
      expect(() => timestepRun(start, long, { random, from: state })).not.toThrow();
    }
  });

  it("a rule whose jump is no time", async () => {
    const run = failing({ jump: () => ({ duration: Number.NaN }) });
    await expect(run).rejects.toThrow(/jump over NaN/);
  });

  it("particle-wise differences of populations that grow", () => {
    expect(() => particleWise(reference(start, { metric: hkMetric(1) }), [start])).toThrow(/metric w2/);
    expect(() => particleWise(reference(start), [measure([[0, 0]])])).toThrow(
      /1 particles with mass, the middle 2/,
    );
  });
});

describe("callers without types are told of", () => {
  const means = (given: object) => () => timestepRun(start, GOOD, given as { random: typeof random });

  it("a stream of random numbers that is not there", () => {
    expect(means({})).toThrow(/random is undefined.*seededRandom/);
    const options = GOOD as RunOptions & { random: typeof random };
    expect(() => timestep(start, options)).toThrow(/random is undefined.*seededRandom/);
    expect(means({})).toThrow(ShapeError);
  });

  it("a clock among the means of a run", () => {
    expect(means({ random, clock: { now: () => 0 } })).toThrow(/clock is among the options.*second/);
  });

  it("times that are no numbers", () => {
    for (const jump of [Number.NaN, Infinity]) {
      expect(() => timestepRun(start, { ...GOOD, jump }, { random })).toThrow(
        /jump is .*; it must be a number/,
      );
    }
  });
});

const hiding = (particles: Particles, value: number): Particles => ({
  ...particles,
  hidden: { times: Float64Array.of(0, value) },
});

async function failing(change: Partial<RunOptions>, from: Particles = start): Promise<void> {
  for await (const _ of timestepRun(from, { ...GOOD, ...change }, { random })) {
    // until it fails
  }
}

describe("a micro-simulator that goes wrong is named with step and time:", () => {
  /** Good for so many micro-steps, then `wrong`. */
  function failingAfter(steps: number, wrong: (particles: Particles) => Particles): RunOptions["simulate"] {
    let called = 0;
    return (particles) => (called++ < steps ? particles : wrong(particles));
  }

  const wrongs: readonly (readonly [string, (particles: Particles) => Particles, RegExp])[] = [
    ["another number of particles", () => measure([[0, 0]]), /returned 1 particles instead of 2; .*hk/],
    ["another dimension", () => measure([0, 1], { dim: 1 }), /dimension 1 instead of 2/],
    [
      "NaN",
      (p) => ({ ...p, points: Float64Array.of(0, 0, 0, Number.NaN) }),
      /NaN for coordinate 1 of particle 1/,
    ],
    ["arrays that do not fit", (p) => ({ ...p, points: new Float64Array(3) }), /3 coordinates and 2 weights/],
    ["a negative weight", (p) => ({ ...p, weights: Float64Array.of(-1, 2) }), /weight -1 for particle 0/],
    ["nothing", () => undefined as unknown as Particles, /returned no particles but undefined/],
    ["a promise", (p) => Promise.resolve(p) as unknown as Particles, /returned a promise; .*at once/],
    [
      "a plain array",
      (p) => ({ ...p, points: [0, 0, 1, 1] as unknown as Float64Array }),
      /points that are no Float64Array; .*measure/,
    ],
    [
      "a plain array as a hidden state",
      (p) => ({ ...p, hidden: { speeds: [1, 2] as unknown as Float64Array } }),
      /hidden speeds that is no Float64Array/,
    ],
    ["no mass", (p) => ({ ...p, weights: new Float64Array(2) }), /without mass/],
    ["other masses", (p) => ({ ...p, weights: Float64Array.of(1, 1) }), /changed the mass.*hk/],
    [
      "an error",
      () => {
        throw new RangeError("lost");
      },
      /failed: lost/,
    ],
  ];
  for (const [name, wrong, words] of wrongs) {
    it(name, async () => {
      const run = failing({ simulate: failingAfter(3, wrong) });
      await expect(run).rejects.toThrow(SimulatorError);
      const again = failing({ simulate: failingAfter(3, wrong) });
      await expect(again).rejects.toThrow(words);
      const details = { step: 3, time: 1.5 };
      await expect(failing({ simulate: failingAfter(3, wrong) })).rejects.toMatchObject({ details });
    });
  }

  it("with the time that it is at after a jump, and the steps that were paid for", async () => {
    const simulate = failingAfter(2 + 4, () => measure([[0, 0]]));
    await expect(failing({ simulate })).rejects.toMatchObject({ details: { step: 6, time: 1 + 1 + 3 } });
  });

  it("that moves the particles that it is given", async () => {
    const simulate: RunOptions["simulate"] = (particles) => {
      particles.points[0]! += 1;
      return { ...particles };
    };
    const run = failing({ simulate }, { ...start, points: start.points.slice() });
    await expect(run).rejects.toThrow(/changed the points that it was given.*micro-step 0 at time 0/);
  });

  it("that writes into the weights or the hidden state that it is given", async () => {
    const speeds = Float64Array.of(1, 2);
    const hides: RunOptions["simulate"] = (particles) => {
      particles.hidden!.speeds![1]! += 1;
      return { ...particles, points: particles.points.slice() };
    };
    const run = failing({ simulate: hides }, { ...start, hidden: { speeds } });
    await expect(run).rejects.toThrow(/changed the hidden speeds that it was given.*micro-step 0/);
    const grows: RunOptions["simulate"] = (particles) => {
      particles.weights[0]! *= 2;
      return particles;
    };
    const weights = start.weights.slice();
    await expect(failing({ simulate: grows, metric: hkMetric(1) }, { ...start, weights })).rejects.toThrow(
      /changed the weights that it was given/,
    );
  });

  it("that moves what it returned itself before", async () => {
    const own = start.points.slice();
    const simulate: RunOptions["simulate"] = (particles) => {
      own.forEach((x, p) => {
        own[p] = x + 1;
      });
      return { ...particles, points: own };
    };
    await expect(failing({ simulate, startUp: 0 })).rejects.toThrow(/changed the points.*micro-step 1 /);
  });

  it("whose hidden state is no number; infinity may be, of an event that never comes", async () => {
    const turning = (value: number) => failing({ simulate: failingAfter(3, (p) => hiding(p, value)) });
    await expect(turning(Number.NaN)).rejects.toThrow(
      /returned NaN for entry 1 of the hidden times.*micro-step 3/,
    );
    await expect(turning(Infinity)).resolves.toBeUndefined();
  });

  it("is not to blame for a start or a re-initialisation that goes wrong", async () => {
    const odd = { ...start, points: start.points.map(() => Number.NaN) };
    expect(() => timestepRun(odd, GOOD, { random })).toThrow(MeasureError);
    const reinitialise: RunOptions["reinitialise"] = ({ landed }) => ({
      ...landed,
      points: landed.points.map(() => Number.NaN),
    });
    await expect(failing({ reinitialise })).rejects.toThrow(
      /the re-initialisation returned NaN for coordinate 0 of particle 0, in the jump from time/,
    );
    await expect(failing({ reinitialise: ({ landed }) => selectPoints(landed, [0]) })).rejects.toThrow(
      /the re-initialisation returned 1 particles instead of 2; a jump/,
    );
  });

  it("slower than its work can be saved", async () => {
    let now = 0;
    const clock = { now: () => now, longestStep: 100 };
    const simulate: RunOptions["simulate"] = (particles) => {
      now += now === 0 ? 90 : 110;
      return particles;
    };
    await expect(failing({ clock, simulate })).rejects.toThrow(
      /took 110 ms, more than the 100 ms.*micro-step 1 /,
    );
  });
});
