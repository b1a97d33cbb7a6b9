import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { type Random, seededRandom } from "../../../src/numeric/random.js";
import { conditionalGradient, linearisedCosts } from "../../../src/transport/gromov/conditional-gradient.js";
import { bestExchange, exchangedPlan } from "../../../src/transport/gromov/exchange.js";
import { localSearch } from "../../../src/transport/gromov/local-search.js";
import { objective } from "../../../src/transport/gromov/objective.js";
import { densePlan, planProduct } from "../../../src/transport/gromov/plan-product.js";
import { type GromovProblem, gromovProblem } from "../../../src/transport/gromov/problem.js";
import { productPlan } from "../../../src/transport/gromov/product-plan.js";
import { rowProducts } from "../../../src/transport/gromov/row-products.js";
import { denseSandwich, sandwich } from "../../../src/transport/gromov/sandwich.js";
import { solveMatrix } from "../../../src/transport/simplex/solve-matrix.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud } from "../../support/random-measures.js";

/** Symmetric matrices that are no distances: neither concave nor convex. */
function wildProblem(random: Random, n: number, m: number): GromovProblem {
  const symmetric = (size: number): Float64Array => {
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k <= i; k++) matrix[i * size + k] = matrix[k * size + i] = random.normal();
    }
    return matrix;
  };
  const places = (size: number) => measure(new Float64Array(size), { dim: 1 });
  return gromovProblem(places(n), places(m), { source: symmetric(n), target: symmetric(m) });
}

describe("products with plans", () => {
  it("of rows are those of the definition, for sizes that fill no block", () => {
    const random = seededRandom(40);
    for (const [n, m, length] of [
      [1, 1, 1],
      [3, 5, 2],
      [4, 4, 7],
      [9, 6, 13],
      [5, 8, 0],
    ] as const) {
      const a = Float64Array.from({ length: n * length }, () => random.normal());
      const b = Float64Array.from({ length: m * length }, () => random.normal());
      const found = rowProducts(a, b, n, m, length);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) {
          let sum = 0;
          for (let k = 0; k < length; k++) sum += a[i * length + k]! * b[j * length + k]!;
          expect(found[i * m + j]).toBe(sum);
        }
      }
    }
  });

  it.each([
    [12, 17],
    [17, 12],
  ])("are the same by entries and by matrices: %i x %i", (n, m) => {
    const random = seededRandom(41);
    const problem = gromovProblem(randomCloud(random, n, 2), randomCloud(random, m, 3));
    const { plan } = solveMatrix(
      Float64Array.from({ length: n * m }, () => random.normal()),
      problem.a,
      problem.b,
    );
    const why = "the same products in another order";
    expectNear(sandwich(problem, plan), denseSandwich(problem, densePlan(plan)), { rtol: 1e-13, why });
  });
});

describe("conditional gradient", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "converges where the objective is neither concave nor convex: seed %i",
    (seed) => {
      const problem = wildProblem(seededRandom(seed), 10, 12);
      const start = productPlan(problem);
      const values: number[] = [objective(problem, start)];
      let { state, status, iterations } = conditionalGradient(problem, start, {
        tolerance: 1e-9,
        maxIterations: 0,
      });
      expect(status).toBe("iteration-limit");
      for (let limit = 1; status === "iteration-limit" && limit < 200; limit++) {
        ({ state, status, iterations } = conditionalGradient(problem, start, {
          tolerance: 1e-9,
          maxIterations: limit,
        }));
        values.push(objective(problem, state.plan));
      }
      expect(status).toBe("converged");
      expect(iterations).toBeLessThan(200);
      for (let k = 1; k < values.length; k++) expect(values[k]!).toBeLessThanOrEqual(values[k - 1]! + 1e-14);
      expectNear(state.product, planProduct(problem, state.plan), {
        atol: 1e-13,
        why: "rounding adds up along the steps",
      });
      expect(state.atoms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 14);
    },
  );
});

describe("an exchange", () => {
  it.each([7, 8, 9])("gains what it says, and local search leaves none: seed %i", (seed) => {
    const random = seededRandom(seed);
    const problem =
      seed === 7
        ? wildProblem(random, 12, 14)
        : gromovProblem(randomCloud(random, 12, 4), randomCloud(random, 14, 3));
    const random0 = Float64Array.from({ length: 12 * 14 }, () => random.normal());
    const { plan } = solveMatrix(random0, problem.a, problem.b);
    const exchange = bestExchange(problem, plan, linearisedCosts(problem, planProduct(problem, plan)));
    expect(exchange.gain).toBeGreaterThan(0);
    const fallen = objective(problem, plan) - objective(problem, exchangedPlan(plan, exchange));
    expectNear(fallen, exchange.gain, { atol: 1e-13, why: "a difference of two objectives of about 1" });
    const { state, status } = localSearch(problem, plan, { tolerance: 1e-9, maxIterations: 500 });
    expect(status).toBe("converged");
    const left = bestExchange(problem, state.plan, linearisedCosts(problem, state.product));
    expect(left.gain).toBeLessThan(1e-8);
  });
});
