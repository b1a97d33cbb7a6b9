import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/numeric/random.js";
import { matrixBounds } from "../../src/transport/matrix-bounds.js";
import { sparsePlan } from "../../src/transport/plan.js";
import { solveMatrix } from "../../src/transport/simplex/solve-matrix.js";
import { expectNear } from "../support/expect-near.js";

/** Random problems with ties, zero masses, costs of both signs and of many sizes. */
const problems = fc.record({
  seed: fc.nat(),
  n: fc.integer({ min: 1, max: 12 }),
  m: fc.integer({ min: 1, max: 12 }),
  kind: fc.constantFrom("ties", "signs", "wide"),
  zeros: fc.boolean(),
});

type Problem = typeof problems extends fc.Arbitrary<infer T> ? T : never;

const COSTS: Readonly<Record<string, (random: ReturnType<typeof seededRandom>) => number>> = {
  ties: (random) => random.integer(4),
  signs: (random) => random.normal(),
  wide: (random) => 10 ** (12 * random.uniform() - 6),
};

function problemOf({ seed, n, m, kind, zeros }: Problem) {
  const random = seededRandom(seed);
  const masses = (count: number): Float64Array => {
    const values = Float64Array.from({ length: count }, (_, i) =>
      zeros && i > 0 && random.uniform() < 0.3 ? 0 : 0.01 + random.uniform(),
    );
    const sum = values.reduce((total, value) => total + value, 0);
    return values.map((value) => value / sum);
  };
  const costs = Float64Array.from({ length: n * m }, () => COSTS[kind]!(random));
  return { costs, a: masses(n), b: masses(m), random };
}

describe("matrixBounds", () => {
  it("holds the least cost for any plan and any potential, and closes at the optimal ones", () => {
    fc.assert(
      fc.property(problems, (given) => {
        const { costs, a, b, random } = problemOf(given);
        const best = solveMatrix(costs, a, b);
        const closed = matrixBounds(costs, a, b, best.plan, best.f);
        const scale = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
        expect(closed.lower).toBeLessThanOrEqual(closed.upper);
        expect(closed.upper - closed.lower).toBeLessThanOrEqual(1e-13 * scale); // rounding of sums of costs
        const entries = Array.from({ length: given.n }, (_, i) => ({ i, j: random.integer(given.m) }));
        const plan = sparsePlan(
          {
            rows: Int32Array.from(entries, ({ i }) => i),
            cols: Int32Array.from(entries, ({ j }) => j),
            mass: Float64Array.from(entries, () => (2 * random.uniform()) / given.n),
          },
          [given.n, given.m],
        );
        const f = Float64Array.from({ length: given.n }, () => scale * random.normal());
        const any = matrixBounds(costs, a, b, plan, f);
        expect(any.lower).toBeLessThanOrEqual(closed.upper);
        expect(any.upper).toBeGreaterThanOrEqual(closed.lower);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it("gives what is missing to the cheapest columns that miss some", () => {
    const empty = sparsePlan(
      { rows: new Int32Array(0), cols: new Int32Array(0), mass: new Float64Array(0) },
      [2, 2],
    );
    const half = Float64Array.of(0.5, 0.5);
    const bounds = matrixBounds(Float64Array.of(3, 1, 2, 7), half, half, empty, new Float64Array(2));
    expectNear(bounds.upper, 1.5, { atol: 5e-14, why: "outward by some epsilons of the largest cost, 7" });
    expectNear(bounds.lower, 1.5, { atol: 1e-14, why: "the minima of the columns" });
    expect(bounds).toMatchObject({ cost: 0, sourceError: 1, targetError: 1 });
  });

  it("completes unknown potentials by the c-transform", () => {
    const costs = Float64Array.of(3, 1, 2, 7);
    const half = Float64Array.of(0.5, 0.5);
    const { plan } = solveMatrix(costs, half, half);
    const { potentials } = matrixBounds(costs, half, half, plan, Float64Array.of(0, -Infinity));
    expectNear(potentials.f, [0, -1], { atol: 1e-14, why: "min(2 - 3, 7 - 1)" });
    expectNear(potentials.g, [3, 1], { atol: 1e-14, why: "the first row" });
  });
});
