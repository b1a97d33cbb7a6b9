import { describe, expect, it } from "vitest";
import {
  averagedDifferences,
  forwardDifference,
  type JumpEstimate,
} from "../../../src/dynamics/timestep/estimate.js";
import { expectNear } from "../../support/expect-near.js";

const why = "rounding of a sum";

/** sum_j c_j (jh)^power: what an estimate makes of the curve s^power, leapt over H. */
function ofPower(estimate: JumpEstimate, power: number, halfSteps: number, step: number, H: number): number {
  const coefficients = estimate({ halfSteps, step }, H);
  return coefficients.reduce((sum, c, p) => sum + c * ((p - halfSteps) * step) ** power, 0);
}

describe("the coefficients of an estimate", () => {
  const estimates: readonly (readonly [string, JumpEstimate, readonly number[]])[] = [
    ["averaged differences", averagedDifferences(), [0, 1, 0]],
    ["averaged differences over every fourth cloud", averagedDifferences(4), [0, 1, 0]],
    ["one difference over the window", averagedDifferences(12), [0, 1, 0]],
  ];
  it.each(estimates)(
    "of %s sum to 0, leap over H along a line and not at all along a parabola",
    (_, estimate, sums) => {
      const H = 7;
      sums.forEach((sum, power) => {
        expectNear(ofPower(estimate, power, 12, 0.25, H), sum * H, { atol: 1e-12, why });
      });
    },
  );

  it("are 0 where no cloud is used", () => {
    const offsets = (estimate: JumpEstimate): number[] =>
      Array.from(estimate({ halfSteps: 4, step: 1 }, 1).entries())
        .filter(([, c]) => c !== 0)
        .map(([p]) => p - 4);
    expect(offsets(averagedDifferences())).toEqual([-4, -3, -2, -1, 1, 2, 3, 4]);
    expect(offsets(averagedDifferences(2))).toEqual([-4, -2, 2, 4]);
    expect(offsets(averagedDifferences(3))).toEqual([-3, 3]);
    expect(offsets(forwardDifference)).toEqual([4]);
  });

  /** Variance of the displacement along a Brownian path, in units of H^2 / (kh): see docs/timestepper.md. */
  function noise(estimate: JumpEstimate, halfSteps: number, step: number): number {
    const coefficients = estimate({ halfSteps, step }, 1);
    let variance = 0;
    let later = 0; // the increment of one micro-step counts in all clouds after it
    for (let j = halfSteps; j >= 1; j--) {
      later += coefficients[halfSteps + j]!;
      variance += 2 * step * later * later;
    }
    return variance * halfSteps * step;
  }

  it("have the noise 1 - (1 + 1/2 + .. + 1/k) / 2k for averages of all differences, 1/2 for the one over the window", () => {
    const [k, h] = [80, 1 / 16];
    const harmonic = Array.from({ length: k }, (_, j) => 1 / (j + 1)).reduce((sum, term) => sum + term, 0);
    expectNear(noise(averagedDifferences(), k, h), 1 - harmonic / (2 * k), { atol: 1e-12, why });
    expectNear(noise(averagedDifferences(k), k, h), 1 / 2, { atol: 1e-12, why });
  });
});
