import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { matrixSinkhorn } from "../../../src/transport/gromov/matrix-sinkhorn.js";
import { solveMatrix } from "../../../src/transport/simplex/solve-matrix.js";
import { expectNear } from "../../support/expect-near.js";

const n = 9;
const m = 12;
const random = seededRandom(60);
const costs = Float64Array.from({ length: n * m }, () => 10 * random.normal());
const masses = (count: number, empty: number): Float64Array => {
  const values = Float64Array.from({ length: count }, (_, i) => (i === empty ? 0 : 0.1 + random.uniform()));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
};
const a = masses(n, 2);
const b = masses(m, 11);

const sums = (plan: Float64Array) => {
  const rows = new Float64Array(n);
  const cols = new Float64Array(m);
  plan.forEach((mass, p) => {
    rows[Math.floor(p / m)]! += mass;
    cols[p % m]! += mass;
  });
  return { rows, cols };
};

describe("Sinkhorn's iteration on a matrix", () => {
  it.each([100, 10, 1, 0.3])(
    "gives the plan of its potentials with the right marginals: epsilon %d",
    (epsilon) => {
      const { plan, potentials, sourceError } = matrixSinkhorn(
        { costs, a, b, epsilon },
        new Float64Array(n),
        1e-12,
        100_000,
      );
      expect(sourceError).toBeLessThanOrEqual(1e-12);
      const { rows, cols } = sums(plan);
      expectNear(rows, a, { atol: 1e-12, why: "the tolerance" });
      expectNear(cols, b, { atol: 1e-15, why: "the last step scales the columns" });
      plan.forEach((mass, p) => {
        const [i, j] = [Math.floor(p / m), p % m];
        const wanted = a[i]! * b[j]! * Math.exp((potentials.f[i]! + potentials.g[j]! - costs[p]!) / epsilon);
        expectNear(mass, wanted, {
          rtol: 1e-12,
          atol: 1e-300,
          why: "exponents of up to a hundred are rounded",
        });
      });
    },
  );

  it("from zero finds a plan whose scalings overflow, and near the exact one for a small epsilon", () => {
    const steep = costs.map((cost, p) => cost + 1000 * Math.floor(p / m) - 700 * (p % m)); // of one point alone
    const exact = solveMatrix(costs, a, b);
    const { plan, sourceError } = matrixSinkhorn(
      { costs: steep, a, b, epsilon: 0.05 },
      new Float64Array(n),
      1e-9,
      100_000,
    );
    expect(sourceError).toBeLessThan(1e-9);
    let cost = 0;
    let least = 0;
    plan.forEach((mass, p) => {
      cost += mass * costs[p]!;
    });
    exact.plan.mass.forEach((mass, e) => {
      least += mass * costs[exact.plan.rows[e]! * m + exact.plan.cols[e]!]!;
    });
    expect(cost).toBeGreaterThan(least - 1e-7);
    expect(cost).toBeLessThan(least + 0.05 * Math.log(n * m)); // Peyré and Cuturi 2019, proposition 4.1: entropies differ by less
  });

  it("ends after the sweeps that it is given, with columns that are right", () => {
    const { plan, sourceError } = matrixSinkhorn({ costs, a, b, epsilon: 0.5 }, new Float64Array(n), 0, 3);
    expect(sourceError).toBeGreaterThan(1e-6);
    expectNear(sums(plan).cols, b, { atol: 1e-15, why: "the last step scales the columns" });
  });
});
