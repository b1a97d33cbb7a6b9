import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { costFunction, hellingerKantorovich, squaredEuclidean } from "../../src/measure/cost.js";
import { expectNear } from "../support/expect-near.js";

describe("costs", () => {
  it("the squared distance is itself", () => {
    expect(costFunction(squaredEuclidean)(2.5)).toBe(2.5);
  });

  it("Hellinger-Kantorovich is -2 kappa^2 log cos(distance / kappa)", () => {
    const cost = costFunction(hellingerKantorovich(3));
    for (const distance of [0.5, 1, 2, 2.4, 3, 4, 4.7]) {
      const expected = -18 * Math.log(Math.cos(distance / 3));
      expectNear(cost(distance ** 2), expected, {
        rtol: 1e-12,
        why: "the cosine near pi / 2 amplifies rounding",
      });
    }
  });

  it("Hellinger-Kantorovich keeps its digits where it is near the squared distance", () => {
    const distance = 1e-3;
    const kappa = 1e3;
    const t = distance / kappa;
    const series = distance ** 2 * (1 + t ** 2 / 6);
    expectNear(costFunction(hellingerKantorovich(kappa))(distance ** 2), series, {
      rtol: 1e-15,
      why: "rounding",
    });
  });

  it("Hellinger-Kantorovich is infinite from kappa pi / 2 on, and 0 at 0", () => {
    const cost = costFunction(hellingerKantorovich(2));
    expect(cost((Math.PI * (1 + 1e-12)) ** 2)).toBe(Infinity);
    expect(cost((Math.PI * (1 - 1e-12)) ** 2)).toBeGreaterThan(100);
    expect(Math.abs(cost(0))).toBe(0);
  });

  it.each([0, -1, NaN, Infinity])("refuses kappa = %s", (kappa) => {
    try {
      hellingerKantorovich(kappa);
      expect.unreachable();
    } catch (error) {
      expect(isOtError(error, "ShapeError")).toBe(true);
      expect(String(error)).toContain(`kappa is ${kappa}`);
    }
  });
});
