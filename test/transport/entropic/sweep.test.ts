import { describe, expect, it } from "vitest";
import { squaredEuclidean } from "../../../src/measure/cost.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import type { Level } from "../../../src/transport/entropic/level.js";
import { levelSolver } from "../../../src/transport/entropic/level.js";
import {
  type Sweep,
  type WeightedProblem,
  withKeptSweep,
  withStreamedSweep,
} from "../../../src/transport/entropic/sweep.js";
import { expectNear } from "../../support/expect-near.js";

function problem(seed: number, n: number, m: number, dim: number): WeightedProblem {
  const random = seededRandom(seed);
  const shares = (count: number): Float64Array => {
    const raw = Float64Array.from({ length: count }, () => 0.1 + random.uniform());
    const sum = raw.reduce((total, value) => total + value, 0);
    return raw.map((value) => value / sum);
  };
  return {
    x: Float64Array.from({ length: n * dim }, () => random.normal()),
    y: Float64Array.from({ length: m * dim }, () => random.normal()),
    dim,
    cost: squaredEuclidean,
    a: shares(n),
    b: shares(m),
  };
}

/** f and g of one iteration, straight from the formulas. */
function plainSweep({ x, y, dim, a, b }: WeightedProblem, g: Float64Array, epsilon: number) {
  const softmin = (count: number, other: number, value: (i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => {
      const terms = Array.from({ length: other }, (_, j) => value(i, j));
      const most = Math.max(...terms);
      return -epsilon * (most + Math.log(terms.reduce((sum, t) => sum + Math.exp(t - most), 0)));
    });
  const cost = (i: number, j: number): number => squaredDistance(x, i, y, j, dim);
  const f = softmin(a.length, b.length, (i, j) => Math.log(b[j]!) + (g[j]! - cost(i, j)) / epsilon);
  return { f, g: softmin(b.length, a.length, (j, i) => Math.log(a[i]!) + (f[i]! - cost(i, j)) / epsilon) };
}

const kinds = [
  ["kept", withKeptSweep],
  ["streamed", withStreamedSweep],
] as const;

describe.each(kinds)("a sweep with a %s kernel", (_, withSweep) => {
  const one = problem(1, 23, 41, 2);
  const random = seededRandom(3);
  const noise = Float64Array.from({ length: 41 }, () => random.normal());

  it.each([100, 1, 0.01, 1e-4])("is two softmins, epsilon %f", (epsilon) => {
    withSweep(one, (sweep) => {
      // the kernel is used again by the second and third, and has to be computed anew for the fourth
      for (const factor of [0, 1, 1.1, 1000]) {
        const g = noise.map((value) => factor * value * Math.min(1, epsilon));
        const found = sweep(g, epsilon);
        const wanted = plainSweep(one, g, epsilon);
        const near = { rtol: 1e-12, atol: 1e-13 + 1e-14 * epsilon, why: "roundings of costs and of epsilon" };
        expectNear(found.f, wanted.f, near);
        expectNear(found.g, wanted.g, near);
      }
    });
  });

  it("goes from one epsilon to another, and from potentials far away", () => {
    withSweep(one, (sweep) => {
      for (const [epsilon, size] of [
        [1, 1],
        [1e-3, 1],
        [1e-6, 100],
        [10, 1e4],
        [1e-3, 0],
      ] as const) {
        const g = noise.map((value) => size * value);
        const wanted = plainSweep(one, g, epsilon);
        const near = { rtol: 1e-12, atol: 1e-13, why: "roundings of costs" };
        expectNear(sweep(g, epsilon).f, wanted.f, near);
        expectNear(sweep(g, epsilon).g, wanted.g, near);
      }
    });
  });
});

it("kept and streamed kernels lead to the same potentials", () => {
  const two = problem(2, 70, 90, 3);
  const solved = kinds.map(([, withSweep]): Level => {
    const solve = (sweep: Sweep): Level =>
      levelSolver(two, sweep, 100, 1000, undefined).solve(0.05, new Float64Array(90), 1e-12);
    return withSweep(two, solve);
  });
  const [kept, streamed] = solved as [Level, Level];
  expect([kept.status, streamed.status]).toEqual(["converged", "converged"]);
  const near = { atol: 1e-9, why: "marginal errors of 1e-12, which slow modes hide some of, times epsilon" };
  const constant = kept.g[0]! - streamed.g[0]!;
  expectNear(streamed.g.map((value) => value + constant), kept.g, near); // biome-ignore format: one line
  expectNear(streamed.f.map((value) => value - constant), kept.f, near); // biome-ignore format: one line
});
