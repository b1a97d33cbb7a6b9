import { describe, expect, test } from "vitest";
import { driftDiffusionCells } from "../../../src/dynamics/densities/drift-diffusion-cells.js";
import { bernoulli, exchangeRates } from "../../../src/dynamics/densities/exchange.js";
import { solveTridiagonal } from "../../../src/dynamics/densities/tridiagonal.js";
import { leadingEigenvalues } from "../../../src/numeric/leading-eigenvalues.js";
import { newtonKrylov } from "../../../src/numeric/newton-krylov.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { norm, plus } from "../../../src/numeric/vectors.js";
import { expectNear } from "../../support/expect-near.js";

/** S = tanh x, chi = 1 + S^2 / 2: drift chi(S) S' is minus the slope of -(S + S^3 / 6). */
const chemicalPotential = (x: number): number => -(Math.tanh(x) + Math.tanh(x) ** 3 / 6);
const chemotaxis = { potential: chemicalPotential, diffusivity: 0.1, low: -10, high: 10 };
const well = { potential: (x: number) => (x * x) / 2, diffusivity: 1, low: -7, high: 7 };

const mass = (density: Float64Array, width: number): number => density.reduce((a, b) => a + b) * width;
const momentsOf = (density: Float64Array, centres: Float64Array, width: number) => {
  const mean = density.reduce((sum, p, i) => sum + p * centres[i]! * width, 0);
  const variance = density.reduce((sum, p, i) => sum + p * (centres[i]! - mean) ** 2 * width, 0);
  return { mean, variance };
};

describe("tridiagonal systems", () => {
  test("are solved", () => {
    const random = seededRandom(1);
    const n = 30;
    const draw = (shift: number) => Float64Array.from({ length: n }, () => random.normal() + shift);
    const matrix = { lower: draw(0), diagonal: draw(6), upper: draw(0) };
    const b = draw(0);
    const x = solveTridiagonal(matrix, b);
    const { lower, diagonal, upper } = matrix;
    const found = x.map(
      (value, i) =>
        diagonal[i]! * value + (i > 0 ? lower[i]! * x[i - 1]! : 0) + (i + 1 < n ? upper[i]! * x[i + 1]! : 0),
    );
    expectNear(found, b, { atol: 1e-13, why: "rounding" });
  });
});

describe("exchange between cells", () => {
  test("is that of diffusion without velocity, and carries with the stream where that is fast", () => {
    expect(exchangeRates(Float64Array.of(0), 0.3, 0.1)).toEqual({
      forth: Float64Array.of(0.3 / 0.1 ** 2),
      back: Float64Array.of(0.3 / 0.1 ** 2),
    });
    const { forth, back } = exchangeRates(Float64Array.of(50), 0.001, 0.1);
    expectNear(forth, [500], { rtol: 1e-12, why: "velocity / width; exp(-5000) is 0" });
    expectNear(back, [0], { atol: 1e-300, why: "exp(-5000)" });
  });

  test("has a smooth Bernoulli function", () => {
    for (const z of [-3, -1e-9, -1e-10, 1e-11, 1e-10, 2e-10, 1e-3, 4]) {
      expectNear(bernoulli(z), z / Math.expm1(z), { rtol: 1e-13, why: "rounding" });
    }
    expect(bernoulli(0)).toBe(1);
  });
});

describe("a density in cells", () => {
  test("keeps its mass and stays positive", () => {
    const { advance, centres, width } = driftDiffusionCells({ ...chemotaxis, cells: 200, step: 0.01 });
    const start = centres.map((_, i) => (i === 3 ? 1 / width : 0));
    const end = advance(start, 5);
    expectNear(mass(end, width), 1, { rtol: 1e-12, why: "rounding of 500 steps" });
    expect(Math.min(...end)).toBeGreaterThanOrEqual(0);
    expect(start[3]).toBe(1 / width);
  });

  test("does not move in its equilibrium, whatever the step", () => {
    for (const step of [0.001, 1]) {
      const { advance, equilibrium, width } = driftDiffusionCells({ ...chemotaxis, cells: 1000, step });
      const moved = advance(equilibrium, 1);
      const largest = Math.max(...equilibrium);
      expectNear(moved, equilibrium, { atol: 1e-11 * largest, why: "rounding of up to 1000 solves" });
      expectNear(mass(equilibrium, width), 1, { rtol: 1e-13, why: "rounding" });
    }
  });

  test("has the exact moments in equilibrium, to second order in the width", () => {
    const [coarse, fine, finest] = [100, 200, 3200].map((cells) => {
      const { equilibrium, centres, width } = driftDiffusionCells({ ...chemotaxis, cells, step: 1 });
      const { mean, variance } = momentsOf(equilibrium, centres, width);
      return [mean, variance] as const;
    });
    expectNear(finest!, [5.9524, 5.5954], { atol: 6e-5, why: "quadrature, given to four decimals" });
    const ratios = [0, 1].map((m) => (coarse![m]! - finest![m]!) / (fine![m]! - finest![m]!));
    expectNear(ratios, [4, 4], { atol: 0.15, why: "second order, and terms of the fourth" });
  });

  test("follows a law of Ornstein and Uhlenbeck", () => {
    const errors = [1 / 64, 1 / 128].map((step) => {
      const { advance, centres, width } = driftDiffusionCells({ ...well, cells: 2000, step });
      const start = centres.map((x) => Math.exp(-((x - 1) ** 2) / 0.5) / Math.sqrt(0.5 * Math.PI));
      const { mean, variance } = momentsOf(advance(start, 1), centres, width);
      return [mean - Math.exp(-1), variance - (1 + (0.25 - 1) * Math.exp(-2))];
    });
    expectNear(errors[0]!, [0, 0], { atol: 0.01, why: "first order: step 1/64" });
    expectNear(errors[0]![0]! / errors[1]![0]!, 2, { atol: 0.05, why: "first order in the step" });
  });

  test("refuses cells that cannot be", () => {
    const good = { ...well, cells: 10, step: 0.1 };
    expect(() => driftDiffusionCells({ ...good, cells: 1 })).toThrow(/cells is 1/);
    expect(() => driftDiffusionCells({ ...good, high: -8 })).toThrow(/low must be less than high/);
    expect(() => driftDiffusionCells({ ...good, diffusivity: 0 })).toThrow(/diffusivity is 0/);
    expect(() => driftDiffusionCells(good).advance(new Float64Array(10), 0.05)).toThrow(/micro-steps/);
  });
});

describe("the timestepper of chemotaxis in 1000 cells", () => {
  const { advance, centres, width, equilibrium } = driftDiffusionCells({
    ...chemotaxis,
    cells: 1000,
    step: 0.01,
  });

  test("has its steady state found by Newton-Krylov to 5e-9", () => {
    const start = centres.map((x) => Math.exp(-((x - 5) ** 2) / 8));
    const total = mass(start, width);
    const root = newtonKrylov(
      (p) => plus(p, advance(p, 1), -1),
      start.map((p) => p / total),
      {
        stop: { tolerance: 5e-9, maxIterations: 10 },
        inner: 60,
        difference: 1e-2, // the map is linear: any difference will do, a large one loses no digits
      },
    );
    expect(root.status).toBe("converged");
    // plain simulation takes some 500 units of time
    expect(root.evaluations).toBeLessThan(100);
    const why = "|psi| of 5e-9 over 1 less the second eigenvalue, 0.0038";
    expect(norm(plus(root.point, equilibrium, -1)), why).toBeLessThan(5e-9 / 0.0038);
    expectNear(mass(root.point, width), 1, {
      rtol: 1e-8,
      why: "psi has no mass, to rounding over the difference",
    });
  });

  test("has the eigenvalue 1 of mass, and the others within the circle", () => {
    const random = seededRandom(2);
    const values = leadingEigenvalues(
      (p) => advance(p, 1),
      centres.map(() => random.normal()),
      { count: 4, products: 60 },
    );
    expectNear(values[1]!.real, 0.9962, { atol: 5e-5, why: "a run with 80 products, to four decimals" });
    expectNear(values[0]!.real, 1, { atol: 1e-9, why: "Arnoldi's residual" });
    const rest = values.slice(1);
    for (const { modulus, imaginary } of rest) {
      expect(modulus).toBeLessThan(1);
      expectNear(imaginary, 0, { atol: 1e-9, why: "in detailed balance all are real" });
    }
  });
});
