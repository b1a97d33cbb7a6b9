import { describe, expect, it } from "vitest";
import { keepHidden, measure, runAndTumble, seededRandom, steadyLaw } from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

const COUNT = 40_000;

describe("run and tumble", () => {
  it.each([1, 2, 3])("spreads in dimension %d as 2 v^2 (lambda t - 1 + exp(-lambda t)) / lambda^2", (dim) => {
    const [speed, rate, time] = [0.5, 2, 3];
    const system = runAndTumble({ dim, speed, rate, step: 1 / 4 });
    const random = seededRandom(dim);
    const { points } = system.simulate(system.start(COUNT, random), time, random);
    const squares = new Float64Array(COUNT);
    for (let p = 0; p < points.length; p++) squares[Math.floor(p / dim)]! += points[p]! ** 2;
    const mean = squares.reduce((sum, x) => sum + x, 0) / COUNT;
    const exact = (2 * speed ** 2 * (rate * time - 1 + Math.exp(-rate * time))) / rate ** 2;
    // the square of a nearly normal distance has a deviation of at most sqrt 2 times its mean
    expectNear(mean, exact, { rtol: 4.5 * Math.sqrt(2 / COUNT), why: "4.5 standard errors" });
  });

  it("is as far as it can run where no tumble came, exp(-lambda t) of the particles", () => {
    const system = runAndTumble({ rate: 1, speed: 2, step: 1 / 8 });
    const random = seededRandom(4);
    const { points } = system.simulate(system.start(COUNT, random), 1, random);
    // a tumble keeps the direction with probability 1/2: turns come at rate 1/2
    const straight = points.filter((x) => Math.abs(x) > 2 - 1e-12).length / COUNT;
    expectNear(straight, Math.exp(-1 / 2), {
      atol: 4.5 * Math.sqrt(0.24 / COUNT),
      why: "4.5 standard errors",
    });
    expect(Math.max(...points)).toBeLessThanOrEqual(2 + 1e-12);
  });

  it("gathers around an attractant S as exp(chi S), in a box", () => {
    const sensitivity = 1.5;
    const system = runAndTumble({
      rate: 6,
      step: 1 / 64,
      box: { low: [-1], high: [1] },
      attractant: {
        sensitivity,
        gradient: (points, into) => {
          for (let p = 0; p < points.length; p++) into[p] = -2 * points[p]!; // S = -x^2
        },
      },
    });
    const random = seededRandom(5);
    const count = 20_000;
    const after = system.simulate(system.start(count, random), 8, random);
    const law = steadyLaw({
      potential: { dim: 1, value: ({ 0: x }) => sensitivity * x! * x!, gradient: () => {} },
      low: -1,
      high: 1,
    });
    for (const p of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const below = after.points.filter((x) => x <= law.quantile(p)).length / count;
      expectNear(below, p, {
        atol: 4.5 * Math.sqrt((p * (1 - p)) / count) + 0.003,
        why: "4.5 standard errors, rates frozen in a step",
      });
    }
  });

  it("turns round at a mirror: a particle that hits it runs back", () => {
    const system = runAndTumble({ rate: 1e-9, step: 1, box: { low: [0, 0], high: [1, 10] }, dim: 2 });
    const start = {
      ...measure([0.75, 5, 0.25, 5, 0.5, 5], { dim: 2 }),
      hidden: { direction: Float64Array.of(1, 0, -1, 0, 0.6, 0.8) },
    };
    const after = system.simulate(start, 1, seededRandom(1));
    expectNear(after.points, [0.25, 5, 0.75, 5, 0.9, 5.8], { atol: 1e-15, why: "rounding" });
    expectNear(after.hidden!.direction!, [-1, 0, 1, 0, -0.6, 0.8], { atol: 0, why: "exact" });
    expect(Array.from(start.hidden.direction)).toEqual([1, 0, -1, 0, 0.6, 0.8]);
    const twice = system.simulate(after, 1, seededRandom(1));
    expectNear(twice.points, [0.75, 5, 0.25, 5, 0.3, 6.6], { atol: 1e-15, why: "rounding" });
  });

  it("has directions of length 1, kept by jumps and made up where there are none", () => {
    const system = runAndTumble({ dim: 3 });
    const { hidden, ...places } = system.start(500, seededRandom(3));
    const lengths = new Float64Array(500);
    hidden!.direction!.forEach((x, p) => {
      lengths[Math.floor(p / 3)]! += x * x;
    });
    expectNear(lengths, new Array(500).fill(1), { atol: 1e-15, why: "rounding" });
    const reinitialise = system.reinitialise ?? keepHidden;
    const landed = reinitialise(
      { middle: { ...places, hidden: hidden! }, landed: places, duration: 1 },
      seededRandom(0),
    );
    expect(landed.hidden).toEqual(hidden);
    expect(system.simulate(places, 1, seededRandom(1)).hidden!.direction!.length).toBe(1500);
  });

  it("refuses speeds and rates that are none", () => {
    expect(() => runAndTumble({ speed: 0 })).toThrow(/the speed is 0/);
    expect(() => runAndTumble({ rate: -1 })).toThrow(/the rate is -1/);
    expect(() => runAndTumble({ box: { low: [0, 0], high: [1, 1] } })).toThrow(/dimension 1/);
  });
});
