import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exactFamily } from "../../../src/kernels/exact.js";
import { webAssemblyKernels } from "../../../src/kernels/webassembly.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { matrixBounds } from "../../../src/transport/matrix-bounds.js";
import { marginals } from "../../../src/transport/plan.js";
import { pivotBudget } from "../../../src/transport/simplex/budget.js";
import { matrixTree } from "../../../src/transport/simplex/matrix-tree.js";
import { wholeMasses } from "../../../src/transport/simplex/problem.js";
import { solveMatrix } from "../../../src/transport/simplex/solve-matrix.js";
import { expectNear } from "../../support/expect-near.js";

interface OracleCase {
  readonly name: string;
  readonly costs: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Least cost by each solver that could take the case: "linprog", "pot", "assignment". */
  readonly values: Readonly<Record<string, number>>;
}

const file = new URL("../../oracle/matrix.json", import.meta.url);
const oracle: { cases: readonly OracleCase[] } = JSON.parse(readFileSync(file, "utf8"));

const equal = (count: number): Float64Array => new Float64Array(count).fill(1 / count);
const largest = (costs: Float64Array): number => costs.reduce((most, c) => Math.max(most, Math.abs(c)), 0);

/** The answer with its bracket, after a look at everything that makes it optimal. */
function solved(costs: Float64Array, a: Float64Array, b: Float64Array) {
  const { plan, f, g, outcome } = solveMatrix(costs, a, b);
  expect(outcome.status).toBe("converged");
  const sent = marginals(plan);
  const why = "marginals are right to rounding of their sums";
  expectNear(sent.source, a, { atol: 4e-15, why });
  expectNear(sent.target, b, { atol: 4e-15, why });
  const rounding = 1e-14 * largest(costs);
  costs.forEach((cost, p) => {
    const i = Math.floor(p / b.length);
    expect(f[i]! + g[p % b.length]!).toBeLessThanOrEqual(cost + rounding);
  });
  return matrixBounds(costs, a, b, plan, f);
}

describe("solveMatrix: the costs of POT and SciPy", () => {
  it.each(oracle.cases)("$name", ({ costs, a, b, values }) => {
    const c = Float64Array.from(costs);
    const bounds = solved(c, Float64Array.from(a), Float64Array.from(b));
    for (const [solver, value] of Object.entries(values)) {
      const why = `${solver} stops at 1e-12 or so of the largest cost`;
      expectNear(bounds.cost, value, { rtol: 1e-11, atol: 1e-12 * largest(c), why });
    }
    expect(bounds.upper - bounds.lower).toBeLessThanOrEqual(1e-13 * largest(c)); // rounding of a few sums of costs
  });
});

describe("solveMatrix", () => {
  it("finds a hidden assignment, whose other costs are larger by any constants of rows and columns", () => {
    const random = seededRandom(7);
    const n = 60;
    const hidden = Int32Array.from({ length: n }, (_, i) => (7 * i + 3) % n); // 7 and 60 have no common divisor
    const ofRow = Float64Array.from({ length: n }, () => 100 * random.normal());
    const ofColumn = Float64Array.from({ length: n }, () => 100 * random.normal());
    const costs = Float64Array.from({ length: n * n }, (_, p) => {
      const i = Math.floor(p / n);
      return ofRow[i]! + ofColumn[p % n]! + (p % n === hidden[i] ? 0 : 1 + random.uniform());
    });
    const { plan } = solveMatrix(costs, equal(n), equal(n));
    expect(Array.from(plan.cols)).toEqual(Array.from(hidden));
    const value = [...ofRow, ...ofColumn].reduce((sum, t) => sum + t / n, 0);
    expectNear(solved(costs, equal(n), equal(n)).cost, value, {
      atol: 1e-12,
      why: "sums of 60 costs of 100",
    });
  });

  it("adds constants of rows and columns to the cost, each times its mass", () => {
    const random = seededRandom(3);
    const costs = Float64Array.from({ length: 12 * 9 }, () => random.normal());
    const a = Float64Array.from({ length: 12 }, (_, i) => (1 + (i % 4)) / 30);
    const moved = costs.map((cost, p) => cost - 5 * Math.floor(p / 9) + 2);
    const constant = a.reduce((sum, mass, i) => sum + mass * (2 - 5 * i), 0);
    const before = solved(costs, a, equal(9)).cost;
    const after = solved(moved, a, equal(9)).cost;
    expectNear(after, before + constant, { atol: 1e-13, why: "costs of up to 60, rounded" });
  });

  it("transposes with its matrix", () => {
    const random = seededRandom(4);
    const [n, m] = [31, 17];
    const costs = Float64Array.from({ length: n * m }, () => random.normal());
    const turned = Float64Array.from({ length: n * m }, (_, p) => costs[(p % n) * m + Math.floor(p / n)]!);
    const one = solved(costs, equal(n), equal(m)).cost;
    expectNear(solved(turned, equal(m), equal(n)).cost, one, { rtol: 1e-13, why: "other sums" });
  });

  it.each([1, 2, 3])("proves its answer where costs span 1e-12 .. 1e12, seed %i", (seed) => {
    const random = seededRandom(seed);
    const n = 120;
    const costs = Float64Array.from({ length: n * n }, () => 10 ** (24 * random.uniform() - 12));
    const { lower, upper } = solved(costs, equal(n), equal(n));
    expect(upper).toBeLessThan(1e-9); // it pays the small ones alone
    expect(upper - lower).toBeLessThanOrEqual(1e-13 * upper);
  });

  it("keeps the digits of small costs beside large ones that have to be paid", () => {
    const costs = Float64Array.of(1e12, 2e12, 3e-12, 1e-12); // both columns take from the dear row
    const { cost, lower, upper } = solved(costs, Float64Array.of(0.5, 0.5), Float64Array.of(0.5, 0.5));
    expectNear(cost, 5e11, { rtol: 1e-15, why: "1.5e-12 is nothing beside it" });
    expect(upper - lower).toBeLessThanOrEqual(1e-14 * upper);
  });

  it("pays exactly 0 where there is a plan that costs nothing", () => {
    const random = seededRandom(9);
    const costs = Float64Array.from({ length: 900 }, (_, p) => (p % 31 === 0 ? 0 : random.uniform()));
    expect(solved(costs, equal(30), equal(30))).toMatchObject({ cost: 0, lower: 0, upper: 0 });
  });

  it("gives no mass to points that have none, and potentials all the same", () => {
    const costs = Float64Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0);
    const a = Float64Array.of(0.5, 0.5, 0);
    const b = Float64Array.of(0.25, 0, 0.75);
    const { plan, f, g } = solveMatrix(costs, a, b);
    expect(plan.rows.includes(2) || plan.cols.includes(1)).toBe(false);
    expect([...f, ...g].every(Number.isFinite)).toBe(true);
  });

  it("takes the potentials of a neighbouring problem for a start, and gives the same answer", () => {
    const random = seededRandom(5);
    const costs = Float64Array.from({ length: 150 * 150 }, () => random.uniform());
    const cold = solveMatrix(costs, equal(150), equal(150));
    const near = costs.map((cost) => cost + 1e-3 * random.uniform());
    const warm = solveMatrix(near, equal(150), equal(150), { start: cold.f });
    expect(warm.plan).toEqual(solveMatrix(near, equal(150), equal(150)).plan);
  });

  it("ends with a feasible plan and its status when the pivots run out", () => {
    const random = seededRandom(6);
    const costs = Float64Array.from({ length: 80 * 80 }, () => random.uniform());
    const { plan, f, outcome } = solveMatrix(costs, equal(80), equal(80), { maxPivots: 3 });
    expect(outcome).toEqual({ status: "iteration-limit", iterations: 3 });
    const { lower, upper, sourceError } = matrixBounds(costs, equal(80), equal(80), plan, f);
    const best = solved(costs, equal(80), equal(80)).cost;
    expect(sourceError).toBeLessThan(1e-15);
    expect(lower).toBeLessThanOrEqual(best);
    expect(upper).toBeGreaterThanOrEqual(best);
  });

  it("refuses what is no transport problem, and says why", () => {
    const half = Float64Array.of(0.5, 0.5);
    const ones = Float64Array.of(1, 1, 1, 1);
    expect(() => solveMatrix(ones.subarray(1), half, half)).toThrow(/3 costs for 2 x 2/);
    expect(() => solveMatrix(Float64Array.of(1, 2, Number.NaN, 4), half, half)).toThrow(/\(1, 0\) is NaN/);
    expect(() => solveMatrix(ones, Float64Array.of(1, -1), half)).toThrow(/source mass 1 is -1/);
    expect(() => solveMatrix(ones, half, Float64Array.of(0, 0))).toThrow(/all masses of the target are 0/);
    expect(() => solveMatrix(ones, half, Float64Array.of(0.5, 0.6))).toThrow(/equal masses/);
    expect(() => solveMatrix(Float64Array.of(1e308, 1, 1, 1), half, half)).toThrow(/overflow/);
    expect(() => solveMatrix(ones, half, half, { maxPivots: -1 })).toThrow(/maxPivots/);
  });
});

it("matrixTree makes the same pivots in JavaScript and in WebAssembly", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = seededRandom(seed);
    const [n, m] = [1 + random.integer(40), 1 + random.integer(40)];
    const wide = seed % 3 === 0;
    const costs = Float64Array.from({ length: n * m }, () =>
      wide ? 10 ** (20 * random.uniform() - 10) : random.integer(9) - 4,
    );
    const whole = wholeMasses(equal(n), equal(m));
    const [plain, compiled] = [exactFamily.plain, webAssemblyKernels(exactFamily)()].map((kernels) =>
      matrixTree(kernels, costs, whole, m, pivotBudget(1e6)),
    );
    expect(compiled, `seed ${seed}`).toEqual(plain);
  }
});
