import { describe, expect, test } from "vitest";
import { flagellarMotor, restingBias } from "../../../src/dynamics/systems/chemotaxis-motor.js";
import { CHEMOTAXIS_DEFAULTS } from "../../../src/dynamics/systems/chemotaxis-options.js";
import { adaptationOver, sensedLevel } from "../../../src/dynamics/systems/chemotaxis-signal.js";
import { expectNear } from "../../support/expect-near.js";

describe("what a cell senses", () => {
  test("is alpha S / (K + S) of a normal density", () => {
    const f = sensedLevel(CHEMOTAXIS_DEFAULTS);
    const peak = 1 / (1.35 * Math.sqrt(2 * Math.PI));
    expectNear(peak, 0.2955, { atol: 5e-5, why: "published to four digits" });
    expectNear(f(6.5), (40 * peak) / (0.3 + peak), { rtol: 1e-14, why: "rounding" });
    const aside = peak * Math.exp(-0.5);
    expectNear(f(6.5 - 1.35), (40 * aside) / (0.3 + aside), { rtol: 1e-14, why: "rounding" });
  });
});

describe("adaptation over a step", () => {
  const twice = (options: { step: number; excitationTime: number; adaptationTime: number }): number[] => {
    // u1 and lag after two steps, from u1 = 0.3 and a lag of 0.7
    const { lagKept, u1Kept, u1FromLag } = adaptationOver(options);
    let [u1, lag] = [0.3, 0.7];
    for (let s = 0; s < 2; s++) [u1, lag] = [u1Kept * u1 + u1FromLag * lag, lagKept * lag];
    return [u1, lag];
  };

  test.each([0.1, 2, 20, 50])(
    "of half the length, twice, is the whole one (tau_e = %f)",
    (excitationTime) => {
      const whole = adaptationOver({ step: 1, excitationTime, adaptationTime: 20 });
      const [u1, lag] = twice({ step: 0.5, excitationTime, adaptationTime: 20 });
      expectNear(u1!, whole.u1Kept * 0.3 + whole.u1FromLag * 0.7, { rtol: 1e-13, why: "rounding" });
      expectNear(lag!, whole.lagKept * 0.7, { rtol: 1e-13, why: "rounding" });
    },
  );

  test("solves the equations", () => {
    const step = 1e-4;
    const { lagKept, u1Kept, u1FromLag } = adaptationOver({ step, excitationTime: 0.1, adaptationTime: 20 });
    // (u1(h) - u1(0)) / h against (lag - u1) / tau_e at u1 = 0.3, lag = 0.7
    const rate = (u1Kept * 0.3 + u1FromLag * 0.7 - 0.3) / step;
    expectNear(rate, (0.7 - 0.3) / 0.1, { rtol: 1e-3, why: "first order in h / tau_e = 1e-3" });
    expectNear((lagKept - 1) / step, -1 / 20, { rtol: 1e-5, why: "first order in h / tau_a" });
  });

  test("with no excitation time follows the lag at once", () => {
    const { lagKept, u1Kept, u1FromLag } = adaptationOver({ step: 1, excitationTime: 0, adaptationTime: 20 });
    expect([u1Kept, u1FromLag]).toEqual([0, lagKept]);
  });
});

describe("the motor", () => {
  const motor = flagellarMotor(CHEMOTAXIS_DEFAULTS);
  const rate = (chance: number): number => -Math.log1p(-chance) * 16;

  test.each([-1.7, -0.4, -0.013, 0, 0.21, 0.5])("has rates in the ratio (Y / K)^H at u1 = %f", (u1) => {
    const [off, on] = [rate(motor.turnsClockwise(u1)), rate(motor.turnsCounterClockwise(u1))];
    const level = (2.95 / 3.1) * Math.max(1e-3, 1 - u1);
    const why = "interpolation in the table; 1 - chance loses digits where rates are high";
    expectNear(Math.log(off / on), 10.3 * Math.log(level), { rtol: 1e-5, atol: 1e-7, why });
    expectNear(off * on, 1.3 ** 2, { rtol: 1e-4, why });
  });

  test("turns counter-clockwise for certain where u1 leaves no messenger", () => {
    for (const u1 of [0.99, 1, 30]) {
      expectNear(motor.turnsCounterClockwise(u1), 1, { atol: 1e-12, why: "exp of a large rate" });
      expectNear(motor.turnsClockwise(u1), 0, { atol: 1e-9, why: "(Y / K)^5.15 of a small level" });
    }
  });

  test("rests counter-clockwise five eighths of the time", () => {
    const bias = restingBias(CHEMOTAXIS_DEFAULTS);
    expectNear(bias, 0.625, { atol: 5e-4, why: "0.625 is rounded" });
    const [off, on] = [rate(motor.turnsClockwise(0)), rate(motor.turnsCounterClockwise(0))];
    expectNear(on / (on + off), bias, { rtol: 1e-12, why: "u1 = 0 is a node of the table" });
  });
});
