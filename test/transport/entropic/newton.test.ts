import { describe, expect, it } from "vitest";
import { squaredEuclidean } from "../../../src/measure/cost.js";
import { type Measure, measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { fixedPoint } from "../../../src/transport/entropic/fixed-point.js";
import { marginalError } from "../../../src/transport/entropic/level.js";
import { affordsNewton, newtonSteps, type VisitedPair } from "../../../src/transport/entropic/newton.js";
import { sinkhorn } from "../../../src/transport/entropic/sinkhorn.js";
import { type WeightedProblem, withKeptSweep } from "../../../src/transport/entropic/sweep.js";
import { shifted, uniformCloud } from "../../support/random-measures.js";

function problem(n: number, m: number): WeightedProblem {
  const random = seededRandom(n + 100 * m);
  const shares = (count: number): Float64Array => {
    const raw = Float64Array.from({ length: count }, () => 0.1 + random.uniform());
    const sum = raw.reduce((total, value) => total + value, 0);
    return raw.map((value) => value / sum);
  };
  return {
    x: Float64Array.from({ length: n * 2 }, () => random.normal()),
    y: Float64Array.from({ length: m * 2 }, () => random.normal()),
    dim: 2,
    cost: squaredEuclidean,
    a: shares(n),
    b: shares(m),
  };
}

/** L1 errors of the visited points, the start's first. */
function errorsByNewton(one: WeightedProblem, epsilon: number, maxIterations: number): number[] {
  const errors: number[] = [];
  withKeptSweep(one, (sweep) => {
    const visit = (point: Float64Array): VisitedPair => {
      const { f, g } = sweep(point, epsilon);
      return { point, image: g, f, error: marginalError(one.b, point, g, epsilon) };
    };
    fixedPoint({
      visit,
      start: new Float64Array(one.b.length),
      advance: newtonSteps(one, epsilon, visit),
      rounding: 0,
      stop: { tolerance: 1e-13, maxIterations },
      onProgress: ({ error }) => errors.push(error!),
    });
  });
  return errors;
}

describe("Newton's steps on the dual", () => {
  it.each([
    [20, 20],
    [30, 12],
    [9, 40],
    [1, 5],
    [5, 1],
  ])("converge quadratically for %i and %i points", (n, m) => {
    const errors = errorsByNewton(problem(n, m), 0.5, 30);
    expect(errors.length).toBeLessThan(15);
    const late = errors.filter((error) => error < 1e-2 && error > 1e-6);
    late.forEach((error) => {
      const next = errors[errors.indexOf(error) + 1];
      if (next !== undefined) expect(next).toBeLessThan(100 * error * error);
    });
  });

  it("converge from nothing where epsilon is a thousandth of the costs", () => {
    expect(errorsByNewton(problem(30, 30), 0.005, 200).length).toBeLessThan(150);
  });

  it("finish what mixing is slow at", () => {
    // near copies: which point goes where is decided by differences far below epsilon
    const random = seededRandom(1);
    const source = uniformCloud(random, 60, 2);
    const target = shifted(uniformCloud(random, 60, 2), [0.1, 0]);
    for (const epsilon of [1e-2, 1e-3, 1e-4]) {
      const { status, iterations } = sinkhorn(source, target, {
        epsilon,
        stop: { tolerance: 1e-10 },
      }).certificate;
      expect(status).toBe("converged");
      expect(iterations).toBeLessThan(300);
    }
  });

  it("are not held up by points of next to no mass", () => {
    const random = seededRandom(7);
    const light = (mu: Measure): Measure => {
      const raw = mu.weights.map((_, i) => (i % 3 === 0 ? 1e-14 * (1 + random.uniform()) : 1));
      const sum = raw.reduce((total, value) => total + value, 0);
      return measure(mu.points, { dim: 2, weights: raw.map((value) => value / sum) });
    };
    const [source, target] = [light(uniformCloud(random, 20, 2)), light(uniformCloud(random, 60, 2))];
    for (const epsilon of [1e-2, 1e-4]) {
      expect(sinkhorn(source, target, { epsilon }).certificate).toMatchObject({ status: "converged" });
    }
  });

  it("are for small problems", () => {
    expect(affordsNewton(problem(200, 300))).toBe(true);
    expect(affordsNewton(problem(1, 3000))).toBe(true);
    expect(affordsNewton(problem(600, 600))).toBe(false);
  });
});
