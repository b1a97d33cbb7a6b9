import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { gromovProblem } from "../../../src/transport/gromov/problem.js";
import { thirdBound } from "../../../src/transport/gromov/third-bound.js";
import { oneD } from "../../../src/transport/one-d.js";
import { solveMatrix } from "../../../src/transport/simplex/solve-matrix.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud, uniformCloud } from "../../support/random-measures.js";

/** The third bound by its definition: a transport on the line for each pair of points. */
function byDefinition(source: Measure, target: Measure) {
  const { n, m, a, b, sourceDistances, targetDistances } = gromovProblem(source, target);
  const costs = new Float64Array(n * m);
  const line = (distances: Float64Array, i: number, weights: Float64Array) =>
    measure(distances.slice(i * weights.length, (i + 1) * weights.length), { dim: 1, weights });
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      costs[i * m + j] = oneD(line(sourceDistances, i, a), line(targetDistances, j, b)).cost;
    }
  }
  const { plan } = solveMatrix(costs, a, b);
  let value = 0;
  plan.mass.forEach((mass, e) => {
    value += mass * costs[plan.rows[e]! * m + plan.cols[e]!]!;
  });
  return { costs, value };
}

describe("the third lower bound", () => {
  const random = seededRandom(30);

  it.each([
    ["as many points", uniformCloud(random, 15, 2), uniformCloud(random, 15, 3)],
    ["6 and 9 points", uniformCloud(random, 6, 2), uniformCloud(random, 9, 3)],
    ["7 and 11 points", uniformCloud(random, 7, 2), uniformCloud(random, 11, 2)],
  ])("is that of its definition where masses are equal: %s", (_, source, target) => {
    const wanted = byDefinition(source, target);
    const { costs, lower } = thirdBound(gromovProblem(source, target));
    expectNear(costs, wanted.costs, { rtol: 1e-12, atol: 1e-13, why: "rounding of sums" });
    expectNear(lower, wanted.value, { rtol: 1e-10, why: "outward rounding" });
    expect(lower).toBeLessThan(wanted.value);
  });

  it("is hardly below it where they are not, and never above", () => {
    const source = randomCloud(random, 20, 2);
    const target = randomCloud(random, 24, 3);
    const wanted = byDefinition(source, target);
    const { costs, lower } = thirdBound(gromovProblem(source, target));
    costs.forEach((cost, p) => {
      expect(cost).toBeLessThanOrEqual(wanted.costs[p]! * (1 + 1e-12));
    });
    expect(lower).toBeLessThan(wanted.value);
    expectNear(lower, wanted.value, { rtol: 0.01, why: "bins instead of steps" });
  });

  it("is not below the transport of eccentricities, the first bound", () => {
    const source = randomCloud(random, 20, 2);
    const target = randomCloud(random, 24, 2);
    const problem = gromovProblem(source, target);
    const first = exact(
      measure(problem.sourceSquares.map(Math.sqrt), { dim: 1, weights: problem.a }),
      measure(problem.targetSquares.map(Math.sqrt), { dim: 1, weights: problem.b }),
    );
    expect(first.cost).toBeGreaterThan(0);
    expect(thirdBound(problem).lower).toBeGreaterThan(first.cost);
  });

  it("tells a square from a line of four points, but not the two trees with the same distances from every point", () => {
    const square = measure([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]);
    const line = measure([[0], [1], [2], [3]]);
    expect(thirdBound(gromovProblem(square, line)).lower).toBeGreaterThan(0.1);
    const rectangle = measure([
      [0, 0],
      [3, 0],
      [3, 4],
      [0, 4],
    ]);
    expect(thirdBound(gromovProblem(rectangle, rectangle)).lower).toBe(0);
  });
});
