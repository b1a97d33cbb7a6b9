import { describe, expect, it } from "vitest";
import { expMap } from "../../src/lot/exp-map.js";
import { logMap } from "../../src/lot/log-map.js";
import { reference } from "../../src/lot/reference.js";
import { tangentInner } from "../../src/lot/tangent.js";
import { measure, pushforward } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { exact } from "../../src/transport/exact.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding of O(1) sums" };

describe("the logarithm", () => {
  it("of a translate is the constant velocity t with residual 0", () => {
    const sigma = reference(uniformCloud(seededRandom(1), 40, 3));
    const tangent = logMap(sigma, shifted(sigma.measure, [1, -2, 0.5]));
    expect(tangent.certificate.status).toBe("converged");
    for (let i = 0; i < 40; i++) {
      expectNear(tangent.velocity.subarray(3 * i, 3 * i + 3), [1, -2, 0.5], rounding);
    }
    expectNear(tangent.residual, 0, rounding);
  });

  it("of the gradient of a convex function is that gradient minus x", () => {
    const sigma = reference(uniformCloud(seededRandom(2), 50, 2));
    const grad = (x: Float64Array, out: Float64Array): void => {
      out[0] = 2 * x[0]! + 0.5 * x[1]! + x[0]! ** 3;
      out[1] = 0.5 * x[0]! + x[1]!;
    };
    const mu = pushforward(sigma.measure, grad);
    const { velocity, residual } = logMap(sigma, mu);
    expectNear(
      velocity.map((v, p) => v + sigma.measure.points[p]!),
      mu.points,
      rounding,
    );
    expectNear(residual, 0, rounding);
  });

  it.each([1, 2, 3, 4, 5])("splits the cost into |v|^2 and the residual (seed %i)", (seed) => {
    const random = seededRandom(seed);
    const sigma = reference(uniformCloud(random, 7 + seed, 2));
    const mu = randomCloud(random, 20, 2);
    const tangent = logMap(sigma, mu);
    const { cost } = exact(sigma.measure, mu);
    expectNear(tangentInner(sigma, tangent, tangent) + tangent.residual, cost, rounding);
    expect(tangent.residual).toBeGreaterThan(0);
  });

  it("from a one-point reference is the mean, its residual the variance", () => {
    const sigma = reference(measure([[0, 0]]));
    const mu = measure([
      [1, 0],
      [3, 0],
      [2, 4],
    ]);
    const { velocity, residual } = logMap(sigma, mu);
    expectNear(velocity, [2, 4 / 3], rounding);
    expectNear(residual, 2 / 3 + 32 / 9, rounding);
  });

  it("names the masses that differ", () => {
    const sigma = reference(measure([[0, 0]]));
    expect(() => logMap(sigma, measure([[1, 1]], { weights: [2] }))).toThrow(/mass/);
  });
});

describe("the exponential", () => {
  it("undoes the logarithm when the plan is a map", () => {
    const random = seededRandom(3);
    const sigma = reference(uniformCloud(random, 30, 2));
    const mu = uniformCloud(random, 30, 2);
    const back = expMap(sigma, logMap(sigma, mu));
    expectNear(exact(back, mu).cost, 0, {
      atol: 1e-28,
      why: "the same points up to the rounding of x + (y - x)",
    });
  });

  it("at t is the point of the geodesic at distance t W2", () => {
    const random = seededRandom(4);
    const sigma = reference(uniformCloud(random, 25, 3));
    const mu = uniformCloud(random, 25, 3);
    const tangent = logMap(sigma, mu);
    const whole = Math.sqrt(exact(sigma.measure, mu).cost);
    const part = Math.sqrt(exact(sigma.measure, expMap(sigma, tangent, 0.3)).cost);
    expectNear(part, 0.3 * whole, { rtol: 1e-12, why: "rounding" });
  });

  it("refuses a vector of another reference", () => {
    const a = reference(measure([[0, 0]]));
    const b = reference(measure([[1, 0]]));
    expect(() => expMap(a, logMap(b, measure([[2, 2]])))).toThrow(/belongs to reference/);
  });
});
