import { describe, expect, it } from "vitest";
import type { Gibbs } from "../../src/kernels/gibbs.js";
import type { EntropicKernels } from "../../src/kernels/kernels.js";
import { seededRandom } from "../../src/numeric/random.js";
import { squaredDistance } from "../../src/numeric/squared-distance.js";
import { expectNear } from "../support/expect-near.js";
import { ENTROPIC_VARIANTS } from "./variants.js";

/** With epsilon = log2(e) the kernel is 2^(f + g - c). */
const BINARY = Math.LOG2E;

interface Problem {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly dim: number;
  readonly kappa: number;
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

function randomProblem(seed: number): Problem {
  const random = seededRandom(seed);
  const dim = 1 + (seed % 4);
  const n = 1 + random.integer(14);
  const m = 1 + random.integer(seed % 6 === 0 ? 400 : 30);
  const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  const kappa = seed % 3 === 0 ? 1 : 0;
  const problem = {
    x: draw(n * dim),
    y: draw(m * dim),
    dim,
    kappa,
    f: draw(n),
    g: draw(m),
    u: draw(n),
    v: draw(m),
  };
  problem.f[0] = seed % 2 ? -Infinity : 1;
  problem.g[m - 1] = seed % 5 ? 0.5 : -Infinity;
  return problem;
}

function opened(
  { functions, doubles }: EntropicKernels,
  { x, y, dim, kappa, f, g, u, v }: Problem,
  rows: number,
): Gibbs {
  functions.forgetAll();
  const gibbs = functions.newGibbs(f.length, g.length, dim, kappa, rows);
  doubles(functions.gibbsX(gibbs), x.length).set(x);
  doubles(functions.gibbsY(gibbs), y.length).set(y);
  doubles(functions.gibbsF(gibbs), f.length).set(f);
  doubles(functions.gibbsG(gibbs), g.length).set(g);
  doubles(functions.rowFactors(gibbs), f.length).set(u);
  doubles(functions.columnFactors(gibbs), g.length).set(v);
  functions.prepareGibbs(gibbs);
  return gibbs;
}

/** Everything that the kernel matrix can be asked for. */
function answers(kernels: EntropicKernels, problem: Problem, epsilon: number): Float64Array[] {
  const { functions, doubles } = kernels;
  const n = problem.f.length;
  const m = problem.g.length;
  const gibbs = opened(kernels, problem, n);
  functions.computeRows(gibbs, 0, n, epsilon);
  const values = doubles(functions.gibbsValues(gibbs), n * m).slice();
  functions.sumRows(gibbs, 0, n);
  functions.addColumns(gibbs, 0, n);
  const rowSums = doubles(functions.rowSums(gibbs), n).slice();
  const columnSums = doubles(functions.columnSums(gibbs), m).slice();
  functions.scaleRows(gibbs, n);
  return [values, rowSums, columnSums, doubles(functions.gibbsValues(gibbs), n * m).slice()];
}

/** 2^f for each f, by the kernel of one target point at cost 0. */
function powersOfTwo(kernels: EntropicKernels, exponents: Float64Array): Float64Array {
  const count = exponents.length;
  const zeros = new Float64Array(count);
  const problem = { x: zeros, y: Float64Array.of(0), dim: 1, kappa: 0, f: exponents, g: Float64Array.of(0) };
  return answers(kernels, { ...problem, u: zeros, v: Float64Array.of(0) }, BINARY)[0]!;
}

it("all variants compute kernels and products of identical bits", () => {
  for (let seed = 0; seed < 120; seed++) {
    const epsilon = 10 ** ((seed % 7) - 4);
    const [plain, compiled] = ENTROPIC_VARIANTS.map(([, kernels]) =>
      answers(kernels, randomProblem(seed), epsilon),
    );
    expect(compiled, `seed ${seed}`).toEqual(plain);
  }
});

describe.each(ENTROPIC_VARIANTS)("the exponential in %s", (_, kernels) => {
  const random = seededRandom(3);
  const anywhere = Float64Array.from({ length: 20_000 }, () => 2045 * random.uniform() - 1022);
  const small = Float64Array.from({ length: 20_000 }, () => random.normal());

  it("is 2^x to 3 units in the last place", () => {
    for (const exponents of [anywhere, small]) {
      expectNear(
        powersOfTwo(kernels, exponents),
        exponents.map((x) => 2 ** x),
        { rtol: 3 * Number.EPSILON, why: "2 units of the polynomial, 1 of Math.pow" },
      );
    }
  });

  it("is exact at whole numbers and 1 at 0", () => {
    const whole = Float64Array.from({ length: 2046 }, (__, p) => p - 1022);
    expect(powersOfTwo(kernels, whole)).toEqual(whole.map((k) => 2 ** k));
    expect(powersOfTwo(kernels, Float64Array.of(-0))).toEqual(Float64Array.of(1));
  });

  it("is 0 where doubles are no longer normal, constant where they end, and never NaN", () => {
    const below = Float64Array.of(-1022.0000000000002, -1050, -1e5, -1e300, -Infinity);
    expect(powersOfTwo(kernels, below)).toEqual(new Float64Array(5));
    const above = Float64Array.of(1023.5, 1e4, 1e300);
    expect(powersOfTwo(kernels, above)).toEqual(new Float64Array(3).fill(2 ** 1023));
    expect(powersOfTwo(kernels, Float64Array.of(Number.NaN))).toEqual(Float64Array.of(0));
  });

  it("rises with its argument", () => {
    const sorted = anywhere.slice().sort();
    const powers = powersOfTwo(kernels, sorted);
    expect(powers.findIndex((power, p) => p > 0 && power < powers[p - 1]!)).toBe(-1);
  });
});

describe.each(ENTROPIC_VARIANTS)("the kernel matrix in %s", (_, kernels) => {
  it("holds exp((f + g - c) / epsilon), and its products are those of a matrix", () => {
    for (let seed = 1; seed < 60; seed++) {
      if (seed % 3 === 0) continue; // the squared distance only: the other cost has its own test
      const problem = randomProblem(seed);
      const { x, y, dim, f, g, u, v } = problem;
      const epsilon = 0.7;
      const [values, rowSums, columnSums, scaled] = answers(kernels, problem, epsilon);
      const matrix = Array.from(f, (potential, i) =>
        Array.from(g, (other, j) =>
          Math.exp((potential + other - squaredDistance(x, i, y, j, dim)) / epsilon),
        ),
      );
      const tolerance = { atol: 1e-13, rtol: 1e-13, why: "rounding of exponents up to 100 and of 30 terms" };
      expectNear(values!, matrix.flat(), tolerance);
      expectNear(
        rowSums!,
        matrix.map((row) => row.reduce((sum, value, j) => sum + value * v[j]!, 0)),
        tolerance,
      );
      expectNear(
        columnSums!,
        Array.from(g, (__, j) => matrix.reduce((sum, row, i) => sum + u[i]! * row[j]!, 0)),
        tolerance,
      );
      expectNear(
        scaled!,
        matrix.flatMap((row, i) => row.map((value, j) => u[i]! * value * v[j]!)),
        tolerance,
      );
    }
  });

  it("has the same rows, computed all at once or a few at a time", () => {
    const { functions, doubles } = kernels;
    for (const seed of [1, 3, 4, 5]) {
      const problem = randomProblem(seed);
      const n = problem.f.length;
      const m = problem.g.length;
      const [values] = answers(kernels, problem, 1);
      const gibbs = opened(kernels, problem, 3);
      for (let i = 0; i < n; i += 3) {
        const end = Math.min(n, i + 3);
        functions.computeRows(gibbs, i, end, 1);
        expect(doubles(functions.gibbsValues(gibbs), (end - i) * m).slice()).toEqual(
          values!.slice(i * m, end * m),
        );
      }
    }
  });

  it("skips blocks of columns that are 0, and says which", () => {
    const { functions, doubles } = kernels;
    const x = Float64Array.of(0, 0.1, 0.2, 0.3, 50);
    const y = Float64Array.from({ length: 1000 }, (__, j) => j / 10);
    const ones = (count: number) => new Float64Array(count).fill(1);
    const [n, m] = [x.length, y.length];
    const f = new Float64Array(n);
    const g = new Float64Array(m);
    const gibbs = opened(kernels, { x, y, dim: 1, kappa: 0, f, g, u: ones(n), v: ones(m) }, n);
    functions.cutBelow(gibbs, -50);
    functions.computeRows(gibbs, 0, n, BINARY);
    const values = doubles(functions.gibbsValues(gibbs), n * m);
    for (let i = 0; i < n; i++) {
      const expected = y.map((point) => ((point - x[i]!) ** 2 <= 50 ? 2 ** -((point - x[i]!) ** 2) : 0));
      expectNear(values.slice(i * m, (i + 1) * m), expected, {
        rtol: 1e-13,
        why: "rounding of exponents up to 50",
      });
      const start = functions.runStart(gibbs, i, 0);
      const end = functions.runEnd(gibbs, i, start);
      expect(functions.runStart(gibbs, i, end)).toBe(m);
      expect(end - start).toBeLessThan(400);
      const inRun = (j: number) => j >= start && j < end;
      expect(expected.findIndex((value, j) => value > 0 && !inRun(j))).toBe(-1);
    }
    functions.sumRows(gibbs, 0, n);
    functions.addColumns(gibbs, 0, n);
    const rowSums = Array.from(f, (__, i) =>
      values.slice(i * m, (i + 1) * m).reduce((sum, value) => sum + value),
    );
    const columnSums = Array.from(g, (__, j) => f.reduce((sum, ___, i) => sum + values[i * m + j]!, 0));
    expectNear(doubles(functions.rowSums(gibbs), n), rowSums, {
      rtol: 1e-14,
      why: "another order of the sum",
    });
    expect(doubles(functions.columnSums(gibbs), m).slice()).toEqual(Float64Array.from(columnSums));
  });

  it("sums its columns in blocks of rows to the same bits", () => {
    const { functions, doubles } = kernels;
    const problem = randomProblem(4);
    const n = problem.f.length;
    const m = problem.g.length;
    const columnSums = answers(kernels, problem, 1)[2]!;
    const gibbs = opened(kernels, problem, n);
    functions.computeRows(gibbs, 0, n, 1);
    for (let i = 0; i < n; i += 4) functions.addColumns(gibbs, i, Math.min(n, i + 4));
    expect(n).toBeGreaterThan(4);
    expect(doubles(functions.columnSums(gibbs), m).slice()).toEqual(columnSums);
  });
});
