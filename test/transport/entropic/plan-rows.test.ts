import { describe, expect, it } from "vitest";
import { hellingerKantorovich, squaredEuclidean } from "../../../src/measure/cost.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import type { EntropicPlan } from "../../../src/transport/entropic/entropic-plan.js";
import { forEachPart, forEachRow } from "../../../src/transport/entropic/plan-rows.js";
import { expectNear } from "../../support/expect-near.js";

/** A plan with a massless point on either side. */
function planOf(
  n: number,
  m: number,
  dim: number,
  epsilon: number,
  cost: EntropicPlan["cost"],
): EntropicPlan {
  const random = seededRandom(n + 7 * m);
  const draw = (count: number, scale: number) =>
    Float64Array.from({ length: count }, () => scale * random.uniform());
  const masses = (count: number) => draw(count, 2 / count).fill(0, 0, 1);
  const potentials = { f: draw(n, epsilon), g: draw(m, epsilon) };
  potentials.f[0] = -Infinity;
  potentials.g[0] = -Infinity;
  return {
    kind: "entropic",
    epsilon,
    cost,
    dim,
    x: draw(n * dim, 1),
    y: draw(m * dim, 1),
    sourceWeights: masses(n),
    targetWeights: masses(m),
    potentials,
    shape: [n, m],
  };
}

function rowsOf(plan: EntropicPlan): Map<number, Float64Array> {
  const rows = new Map<number, Float64Array>();
  forEachRow(plan, (i, row) => rows.set(i, row.slice()));
  return rows;
}

describe("forEachRow", () => {
  it("visits each row once, in order, with the entries of the formula", () => {
    const plan = planOf(11, 30, 3, 0.2, squaredEuclidean);
    const { x, y, dim, epsilon, sourceWeights: a, targetWeights: b, potentials } = plan;
    const rows = rowsOf(plan);
    expect([...rows.keys()]).toEqual(Array.from({ length: 11 }, (_, i) => i));
    for (const [i, row] of rows) {
      const expected = row.map((_, j) => {
        const gain = potentials.f[i]! + potentials.g[j]! - squaredDistance(x, i, y, j, dim);
        return a[i]! * b[j]! * Math.exp(gain / epsilon);
      });
      expectNear(row, expected, { rtol: 1e-14, why: "rounding of exponents up to 15" });
    }
    expect(rows.get(0)!.every((mass) => mass === 0)).toBe(true);
  });

  it("gives 0 beyond the reach of the cost and to entries too small to count", () => {
    const near = {
      sourceWeights: Float64Array.of(1),
      potentials: { f: Float64Array.of(0), g: new Float64Array(3) },
    };
    const plan = { ...planOf(1, 3, 1, 1, hellingerKantorovich(1)), ...near };
    const here = {
      ...plan,
      x: Float64Array.of(0),
      y: Float64Array.of(0, 1.5, 2),
      targetWeights: Float64Array.of(1, 1, 1),
    };
    const row = rowsOf(here).get(0)!;
    expect(row[0]).toBe(1);
    expectNear(row[1]!, Math.cos(1.5) ** 2, { rtol: 1e-14, why: "rounding" });
    expect(row[2]).toBe(0);
    const far = { ...here, cost: squaredEuclidean, y: Float64Array.of(0, 11, 12) }; // 2^-200 is exp(-138.6)
    expect(Array.from(rowsOf(far).get(0)!, (mass) => mass > 0)).toEqual([true, true, false]);
  });
});

describe("forEachPart", () => {
  it.each([
    ["small clouds", planOf(9, 40, 2, 0.1, squaredEuclidean)],
    ["large clouds", planOf(1100, 4000, 2, 0.1, squaredEuclidean)],
    ["large clouds of which most pairs are far", planOf(1100, 4000, 2, 1e-4, squaredEuclidean)],
    ["the other cost", planOf(1100, 4000, 2, 1e-2, hellingerKantorovich(0.1))],
  ])("visits every entry that is not 0 once: %s", (_, plan) => {
    const [n, m] = plan.shape;
    const found = new Float64Array(n * m);
    const visited = new Uint8Array(n * m);
    forEachPart(plan, (rows, cols, mass, count) => {
      for (let e = 0; e < count; e++) {
        found[rows[e]! * m + cols[e]!] = mass[e]!;
        visited[rows[e]! * m + cols[e]!]!++;
      }
    });
    expect(visited.findIndex((times) => times > 1)).toBe(-1);
    const expected = new Float64Array(n * m);
    forEachRow(plan, (i, row) => expected.set(row, i * m));
    expect(found.findIndex((mass, p) => mass !== expected[p])).toBe(-1);
  });

  it("passes over pairs that are too far apart", () => {
    const plan = planOf(1100, 4000, 2, 1e-4, squaredEuclidean);
    let entries = 0;
    forEachPart(plan, (_, __, ___, count) => {
      entries += count;
    });
    expect(entries).toBeLessThan((plan.shape[0] * plan.shape[1]) / 3);
  });
});
