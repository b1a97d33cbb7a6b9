import { describe, expect, it } from "vitest";
import { costFunction, hellingerKantorovich, squaredEuclidean } from "../../../src/measure/cost.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import {
  preparedSoftTransform,
  type SoftProblem,
  softTransform,
} from "../../../src/transport/entropic/soft-transform.js";
import { expectNear } from "../../support/expect-near.js";

function problemOf(n: number, m: number, dim: number, cost: SoftProblem["cost"]): SoftProblem {
  const random = seededRandom(n + m + dim);
  const draw = (count: number) => Float64Array.from({ length: count * dim }, () => random.uniform());
  return { x: draw(n), y: draw(m), dim, cost };
}

/** One entry by its definition. */
function entry({ x, y, dim, cost }: SoftProblem, h: Float64Array, epsilon: number, i: number): number {
  const costOf = costFunction(cost);
  const gains = h.map((height, j) => height - costOf(squaredDistance(x, i, y, j, dim)));
  const largest = gains.reduce((most, gain) => Math.max(most, gain), -Infinity);
  if (largest === -Infinity) return Infinity;
  return (
    -largest - epsilon * Math.log(gains.reduce((sum, gain) => sum + Math.exp((gain - largest) / epsilon), 0))
  );
}

describe("softTransform", () => {
  it.each([squaredEuclidean, hellingerKantorovich(0.4)])("is what its definition says: %o", (cost) => {
    for (const dim of [1, 2, 3, 6]) {
      const problem = problemOf(30, 50, dim, cost);
      const h = problem.y
        .filter((_, p) => p % dim === 0)
        .map((value, j) => (j === 7 ? -Infinity : 0.1 * value));
      for (const epsilon of [1e-3, 0.1, 10]) {
        const found = softTransform(problem, h, epsilon);
        const expected = Array.from(found, (_, i) => entry(problem, h, epsilon, i));
        expectNear(found, expected, { atol: 1e-13, rtol: 1e-13, why: "rounding; costs near their pole" });
      }
    }
  });

  it("gives each point its own value where large clouds are put in order", () => {
    const problem = problemOf(1500, 3000, 2, squaredEuclidean);
    const h = Float64Array.from({ length: 3000 }, (_, j) => 0.01 * Math.sin(j));
    for (const epsilon of [1e-4, 1]) {
      const found = softTransform(problem, h, epsilon);
      const rows = Array.from({ length: 100 }, (_, s) => 15 * s);
      expectNear(
        rows.map((i) => found[i]!),
        rows.map((i) => entry(problem, h, epsilon, i)),
        { atol: 1e-14 * (1 + epsilon), why: "rounding of 3000 terms" },
      );
    }
  });

  it("gives the same bits prepared and not", () => {
    const problem = problemOf(1500, 3000, 2, squaredEuclidean);
    const transform = preparedSoftTransform(problem);
    for (const epsilon of [1, 1e-2]) {
      const h = Float64Array.from({ length: 3000 }, (_, j) => epsilon * Math.sin(j));
      expect(transform(h, epsilon)).toEqual(softTransform(problem, h, epsilon));
    }
  });
});
