import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { unbalancedExact } from "../../../src/transport/unbalanced/unbalanced-exact.js";
import { expectNear } from "../../support/expect-near.js";

const random = seededRandom(11);
const points = Array.from({ length: 30 }, () => [random.normal(), random.normal()]);
const masses = () => Float64Array.from(points, () => 0.5 + random.uniform());
const unit = (weights: Float64Array) => weights.map((w) => w / weights.reduce((sum, v) => sum + v, 0));

describe("the limits of the length scale kappa", () => {
  it("large: W2^2 for equal masses, from below, the error falling as 1 / kappa^2", () => {
    const mu = measure(points, { weights: unit(masses()) });
    const nu = measure(
      points.map(([x, y]) => [y! + 1, x! * 0.7]),
      { weights: unit(masses()) },
    );
    const truth = exact(mu, nu).cost;
    const errors = [10, 100, 1000].map((kappa) => truth - unbalancedExact(mu, nu, { kappa }).cost);
    for (const [step, error] of errors.entries()) {
      expect(error).toBeGreaterThan(0);
      if (step > 0) {
        expectNear(errors[step - 1]! / error, 100, {
          rtol: 0.2,
          why: "the next term is of order 1 / kappa^4",
        });
      }
    }
    expect(errors[2]! / truth).toBeLessThan(1e-4);
  });

  it("small: HK^2 / kappa^2 is the squared Hellinger distance, nothing moves between points", () => {
    const a = masses();
    const b = masses();
    const hellinger = a.reduce((sum, w, i) => sum + (Math.sqrt(w) - Math.sqrt(b[i]!)) ** 2, 0);
    const kappa = 1e-4; // far below the least distance of two of the points
    const { cost, linear } = unbalancedExact(
      measure(points, { weights: a }),
      measure(points, { weights: b }),
      { kappa },
    );
    expectNear(cost / kappa ** 2, hellinger, { rtol: 1e-12, why: "rounding of thirty terms" });
    expect(linear).toBeLessThan(1e-300); // what is left of it is smaller than any mass
  });
});
