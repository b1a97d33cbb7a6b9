import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { squaredEuclidean } from "../../src/measure/cost.js";
import { measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import {
  applyPlan,
  barycentricProjection,
  type EntropicPlan,
  marginals,
  sparsePlan,
  topEntries,
  transposePlan,
} from "../../src/transport/plan.js";
import { expectNear } from "../support/expect-near.js";

/** Two entries of one pair, one of mass 0, out of order. Row 1 and column 0 carry nothing. */
const plan = sparsePlan(
  {
    rows: Int32Array.of(2, 0, 2, 0, 1),
    cols: Int32Array.of(1, 2, 2, 1, 2),
    mass: Float64Array.of(0.25, 0.125, 0.5, 0.125, 0),
  },
  [3, 3],
);

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("sparsePlan", () => {
  it("sorts by row and column and leaves out entries without mass", () => {
    expect(plan).toEqual({
      kind: "sparse",
      rows: Int32Array.of(0, 0, 2, 2),
      cols: Int32Array.of(1, 2, 1, 2),
      mass: Float64Array.of(0.125, 0.125, 0.25, 0.5),
      shape: [3, 3],
    });
  });

  it("adds entries of one pair", () => {
    const twice = {
      rows: Int32Array.of(1, 0, 1),
      cols: Int32Array.of(0, 0, 0),
      mass: Float64Array.of(1, 2, 4),
    };
    const { rows, mass } = sparsePlan(twice, [2, 1]);
    expect(Array.from(rows)).toEqual([0, 1]);
    expect(Array.from(mass)).toEqual([2, 5]);
  });
});

describe("topEntries", () => {
  it("finds the largest of many, whatever is thrown away meanwhile", () => {
    const random = seededRandom(3);
    const mass = Float64Array.from({ length: 5000 }, () => Math.ceil(random.uniform() * 500));
    const rows = Int32Array.from(mass, (_, e) => e % 50);
    const cols = Int32Array.from(mass, (_, e) => Math.floor(e / 50));
    const many = sparsePlan({ rows, cols, mass }, [50, 100]);
    const byHand = Array.from(many.mass, (value, e) => ({
      row: many.rows[e]!,
      col: many.cols[e]!,
      mass: value,
    }))
      .sort((a, b) => b.mass - a.mass || a.row - b.row || a.col - b.col)
      .slice(0, 7);
    expect(topEntries(many, 7)).toEqual(byHand);
    expect(topEntries(many, 0)).toEqual([]);
  });
});

describe("functions on plans", () => {
  it("marginals are the sums over rows and columns", () => {
    expect(marginals(plan)).toEqual({
      source: Float64Array.of(0.25, 0, 0.75),
      target: Float64Array.of(0, 0.375, 0.625),
    });
  });

  it("applyPlan multiplies, and by ones gives the source marginal", () => {
    expect(Array.from(applyPlan(plan, [100, 8, 16]))).toEqual([3, 0, 10]);
    expect(applyPlan(plan, [1, 1, 1])).toEqual(marginals(plan).source);
  });

  it("transposePlan exchanges the sides and undoes itself", () => {
    const back = transposePlan(plan);
    expect(marginals(back).source).toEqual(marginals(plan).target);
    expect(Array.from(back.rows)).toEqual([1, 1, 2, 2]);
    expect(transposePlan(back)).toEqual(plan);
  });

  it("barycentricProjection is the mean of the images, and the overall mean where there is no mass", () => {
    const target = measure([[7, 7], [0, 4], [8, 0]], { weights: [0, 0.375, 0.625] }); // biome-ignore format: one point each
    const images = barycentricProjection(plan, target);
    expect(Array.from(images)).toEqual([4, 2, 5, 1.5, 16 / 3, 4 / 3]);
  });

  it("barycentricProjection of an empty plan is 0", () => {
    const empty = sparsePlan(
      { rows: new Int32Array(), cols: new Int32Array(), mass: new Float64Array() },
      [2, 1],
    );
    expect(Array.from(barycentricProjection(empty, measure([[5]])))).toEqual([0, 0]);
  });

  it("topEntries lists the largest first and no more than there are", () => {
    expect(topEntries(plan, 2)).toEqual([
      { row: 2, col: 2, mass: 0.5 },
      { row: 2, col: 1, mass: 0.25 },
    ]);
    expect(topEntries(plan, 99).map((entry) => entry.mass)).toEqual([0.5, 0.25, 0.125, 0.125]);
    expect(topEntries(plan, 0)).toEqual([]);
  });

  it.each([
    ["a vector of the wrong length", () => applyPlan(plan, [1, 2]), "vector"],
    ["another target", () => barycentricProjection(plan, measure([[0, 0]])), "target points"],
    ["half an entry", () => topEntries(plan, 0.5), "number of entries"],
  ])("refuse %s", (_, run, word) => {
    const error = caught(run);
    expect(isOtError(error, "ShapeError")).toBe(true);
    expect(String(error)).toContain(word);
  });
});

describe("functions on entropic plans", () => {
  /** The last source point and the first target point have no mass. */
  const entropic: EntropicPlan = {
    kind: "entropic",
    epsilon: 0.5,
    cost: squaredEuclidean,
    dim: 1,
    x: Float64Array.of(0, 1, 5),
    y: Float64Array.of(7, 0.25, 1.5, 2),
    sourceWeights: Float64Array.of(0.25, 0.75, 0),
    targetWeights: Float64Array.of(0, 0.5, 0.25, 0.25),
    potentials: { f: Float64Array.of(0.1, -0.2, -Infinity), g: Float64Array.of(-Infinity, 0.3, 0, -0.1) },
    shape: [3, 4],
  };
  const entries: { row: number; col: number; mass: number }[] = [];
  for (let row = 0; row < 3; row++) {
    for (let col = 0; col < 4; col++) {
      const { x, y, potentials, sourceWeights, targetWeights, epsilon } = entropic;
      const ab = sourceWeights[row]! * targetWeights[col]!;
      const exponent = potentials.f[row]! + potentials.g[col]! - (x[row]! - y[col]!) ** 2;
      if (ab > 0) entries.push({ row, col, mass: ab * Math.exp(exponent / epsilon) });
    }
  }
  const listed = sparsePlan(
    {
      rows: Int32Array.from(entries, ({ row }) => row),
      cols: Int32Array.from(entries, ({ col }) => col),
      mass: Float64Array.from(entries, ({ mass }) => mass),
    },
    [3, 4],
  );
  const target = measure(
    Array.from(entropic.y, (y) => [y]),
    { weights: entropic.targetWeights },
  );
  const why = "a few roundings of the exponential function";

  it("give what the same plan by its entries gives", () => {
    expectNear(marginals(entropic).source, marginals(listed).source, { rtol: 1e-14, why });
    expectNear(marginals(entropic).target, marginals(listed).target, { rtol: 1e-14, why });
    const vector = [9, -1, 2, 3];
    expectNear(applyPlan(entropic, vector), applyPlan(listed, vector), { rtol: 1e-13, why });
    expectNear(barycentricProjection(entropic, target), barycentricProjection(listed, target), {
      rtol: 1e-14,
      why,
    });
  });

  it("the transposed plan has the entries of the plan", () => {
    const there = applyPlan(transposePlan(entropic), [1, 2, 3]);
    expectNear(there, applyPlan(transposePlan(listed), [1, 2, 3]), { rtol: 1e-14, why });
  });

  it("the largest entries are those of the list, points without mass left out", () => {
    const found = topEntries(entropic, 100);
    const expected = topEntries(listed, 100);
    expect(found.map(({ row, col }) => [row, col])).toEqual(expected.map(({ row, col }) => [row, col]));
    expect(topEntries(entropic, 2)).toEqual(found.slice(0, 2));
  });
});
