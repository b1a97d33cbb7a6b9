import { describe, expect, test } from "vitest";
import { chemotaxis } from "../../../src/dynamics/systems/chemotaxis.js";
import {
  CHEMOTAXIS_DEFAULTS,
  CHEMOTAXIS_RECONSTRUCTED,
} from "../../../src/dynamics/systems/chemotaxis-options.js";
import { sensedLevel } from "../../../src/dynamics/systems/chemotaxis-signal.js";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNear } from "../../support/expect-near.js";

const system = chemotaxis();
const sensed = sensedLevel(CHEMOTAXIS_DEFAULTS);
const spread = (points: Float64Array): { mean: number; deviation: number } => {
  const mean = points.reduce((a, b) => a + b) / points.length;
  const squares = points.map((x) => (x - mean) ** 2).reduce((a, b) => a + b);
  return { mean, deviation: Math.sqrt(squares / points.length) };
};

describe("bacteria", () => {
  test("move and spread as the reconstruction was calibrated", () => {
    const count = 250;
    const random = seededRandom(3);
    let cells = system.start(count, random.fork(0));
    // mean and standard deviation of 250 cells of the run that fixed the constants
    const calibration = [
      [100, 4.11, 0.11],
      [300, 4.61, 0.26],
      [500, 5.2, 0.28],
      [1000, 5.98, 0.12],
      [2000, 6.08, 0.12],
      [4000, 6.22, 0.12],
    ] as const;
    let time = 0;
    for (const [at, mean, deviation] of calibration) {
      cells = system.simulate(cells, at - time, random.fork(at));
      time = at;
      const found = spread(cells.points);
      const error = deviation * Math.sqrt(1 / count + 1 / 250);
      expectNear(found.mean, mean, { atol: 3 * error + 0.005, why: "two samples; printed to two digits" });
      // late stragglers make heavy tails: twice the error of a Gaussian sample
      expectNear(found.deviation, deviation, { atol: 4 * error + 0.01, why: "two samples with heavy tails" });
    }
  }, 60_000);

  test("are as far from the time average at 300 s as the published picture implies", () => {
    const count = 200;
    const random = seededRandom(8);
    const control = [system.start(count, random.fork(0))];
    for (let n = 0; n < 20; n++) control.push(system.simulate(control[n]!, 200, random.fork(n + 1)));
    const early = system.simulate(control[1]!, 100, random.fork(99)).points.toSorted();
    const average = early.map((_, i) => {
      const all = control.map(({ points }) => points.toSorted()[i]!);
      return all.reduce((a, b) => a + b) / all.length;
    });
    const squares = early.map((x, i) => (x - average[i]!) ** 2).reduce((a, b) => a + b);
    const distance = Math.sqrt(squares / count);
    expectNear(distance, 1.15, { atol: 0.15, why: "read off a picture; the calibration run gave 1.24" });
  }, 60_000);

  test("at rest run and tumble as long as the chain of their flagella does", () => {
    const still = chemotaxis({ sensitivity: 0 });
    const random = seededRandom(5);
    let cells = still.start(200, random.fork(0));
    let runs = 0;
    const steps: [number, number] = [0, 0];
    for (let s = 0; s < 1600; s++) {
      const before = cells.hidden!.counterClockwise!;
      cells = still.simulate(cells, still.step, random.fork(s + 1));
      cells.hidden!.counterClockwise!.forEach((n, i) => {
        steps[n > 3 ? 1 : 0]++;
        if (n > 3 && before[i]! <= 3) runs++;
      });
    }
    // stationary probability of more than three of six over the flux out of it, flips of a step being independent
    const why = "about 20,000 runs, with a relative error of 1/140 each";
    expectNear((steps[1] * still.step) / runs, 0.560076, { rtol: 0.02, why });
    expectNear((steps[0] * still.step) / runs, 0.395632, { rtol: 0.02, why });
  });

  test("give the same bytes however a duration is cut, and change nothing that they are given", () => {
    const start = system.start(20, seededRandom(1));
    const before = structuredClone(start);
    const whole = system.simulate(start, 1, seededRandom(2));
    const random = seededRandom(2);
    const half = system.simulate(system.simulate(start, 0.5, random), 0.5, random);
    expect(half).toEqual(whole);
    expect(start).toEqual(before);
  });

  test("of a plain measure are at rest first", () => {
    const places = Float64Array.of(4, 5.5, 9);
    const cells = system.simulate(measure(places, { dim: 1 }), 0, seededRandom(1));
    expect(cells.hidden!.u1).toEqual(new Float64Array(3));
    expect(cells.hidden!.u2).toEqual(places.map(sensed));
  });

  test("climb the signal from either side", () => {
    const random = seededRandom(4);
    const left = system.simulate(measure(new Float64Array(100).fill(5), { dim: 1 }), 200, random);
    const right = system.simulate(measure(new Float64Array(100).fill(8), { dim: 1 }), 200, random);
    expect(spread(left.points).mean).toBeGreaterThan(5.2);
    expect(spread(right.points).mean).toBeLessThan(7.8);
  });

  test("without a sense of direction spread evenly", () => {
    const blind = chemotaxis({ sensitivity: 0 });
    const random = seededRandom(6);
    const cells = blind.simulate(blind.start(2000, random.fork(0)), 50, random.fork(1));
    const { mean, deviation } = spread(cells.points);
    expectNear(mean, 4, { atol: (3 * deviation) / Math.sqrt(2000), why: "three standard errors" });
  });

  test("turn round at mirrors", () => {
    const boxed = chemotaxis({ box: { low: [3.999], high: [4.001] } });
    const random = seededRandom(7);
    const cells = boxed.simulate(boxed.start(200, random.fork(0)), 20, random.fork(1));
    for (const x of cells.points) expect(Math.abs(x - 4)).toBeLessThanOrEqual(0.001 + 1e-12);
    // a box of 11 strides is crossed in a second: cells are anywhere in it, not piled up at its ends
    const ends = cells.points.filter((x) => Math.abs(x - 4) > 0.0009).length;
    expect(ends).toBeLessThan(60);
  });

  test("refuse constants that cannot be", () => {
    expect(() => chemotaxis({ adaptationTime: 0 })).toThrow(
      /adaptationTime of the bacteria is 0; it must be/,
    );
    expect(() => chemotaxis({ speed: Number.NaN })).toThrow(/speed .* NaN/);
    expect(() => chemotaxis({ box: { low: [9], high: [1] } })).toThrow(
      /coordinate 0 of the box goes from 9 to 1/,
    );
    expect(() => chemotaxis({ flagella: 2.5 })).toThrow(/flagella is 2.5; it must be a whole number/);
    expect(() => system.simulate(system.start(1, seededRandom(0)), 0.1, seededRandom(0))).toThrow(
      /micro-steps/,
    );
  });

  test("refuse hidden states of others", () => {
    const cells = system.start(3, seededRandom(1));
    const fewer = { ...cells, hidden: { ...cells.hidden, u2: new Float64Array(2) } };
    expect(() => system.simulate(fewer, 1, seededRandom(1))).toThrow(
      /3 bacteria need .* u2; there are 2 values/,
    );
    const traders = { ...cells, hidden: { trades: new Float64Array(2) } };
    expect(() => system.simulate(traders, 1, seededRandom(1))).toThrow(/u1; there are none/);
  });

  test("say which constants are a reconstruction", () => {
    for (const name of ["speed", "step", "flagella", "signalMean", "signalDeviation"] as const) {
      expect(CHEMOTAXIS_RECONSTRUCTED).not.toContain(name);
    }
    const all = Object.keys(CHEMOTAXIS_DEFAULTS);
    expect(all.length).toBe(CHEMOTAXIS_RECONSTRUCTED.length + 5);
  });
});

describe("bacteria after a jump", () => {
  const random = seededRandom(11);
  const middle = system.simulate(system.start(50, random.fork(0)), 30, random.fork(1));
  const landed = measure(
    middle.points.map((x) => x + 0.3),
    { dim: 1 },
  );
  const jump = { middle, landed, duration: 95 };

  test("keep their history: u2 goes on at its rate, motors and directions stay", () => {
    const { points, hidden } = system.reinitialisations.historyDependent(jump, random);
    const { u2, counterClockwise, direction } = middle.hidden!;
    expect(points).toBe(landed.points);
    expect(hidden!.u1).toEqual(new Float64Array(50));
    expect(hidden!.counterClockwise).toEqual(counterClockwise);
    expect(hidden!.direction).toEqual(direction);
    const expected = u2!.map((value, i) => value + (95 / 20) * (sensed(middle.points[i]!) - value));
    expectNear(hidden!.u2!, expected, { rtol: 1e-13, why: "rounding" });
  });

  test("or forget it: adapted to where they are, all flagella clockwise", () => {
    const { points, hidden } = system.reinitialisations.historyIndependent(jump, random);
    expect(points).toBe(landed.points);
    expect(hidden!.u1).toEqual(new Float64Array(50));
    expect(hidden!.u2).toEqual(landed.points.map(sensed));
    expect(hidden!.counterClockwise).toEqual(new Float64Array(50));
    expect(new Set(hidden!.direction)).toEqual(new Set([-1, 1]));
  });

  test("that forgot it all tumble: hardly any moves at once", () => {
    const cells = system.reinitialisations.historyIndependent(jump, random);
    const next = system.simulate(cells, system.step, seededRandom(1));
    // four of six flagella flip in a step with probability 0.0013
    expect(next.points.filter((x, i) => x !== landed.points[i]).length).toBeLessThan(3);
  });

  test("of a plain measure have a history too", () => {
    const plain = { middle: measure(middle.points, { dim: 1 }), landed, duration: 95 };
    const { hidden } = system.reinitialisations.historyDependent(plain, random);
    expectNear(hidden!.u2!, middle.points.map(sensed), { rtol: 1e-14, why: "at rest u2 does not change" });
  });
});
