import { describe, expect, it } from "vitest";
import { embed, toRow } from "../../src/lot/embedding.js";
import { expMap } from "../../src/lot/exp-map.js";
import { hkMetric } from "../../src/lot/metric.js";
import { reference } from "../../src/lot/reference.js";
import { measure } from "../../src/measure/measure.js";
import { tangentAlong, tangentDirection } from "../../src/modes/direction.js";
import { patchColumns, pointPatches } from "../../src/modes/point-patches.js";
import { rowView } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

const ROUNDING = { rtol: 1e-9, atol: 1e-9, why: "rounding" };
const SIGMA = reference(
  measure(
    [
      [0, 0],
      [5, 0],
      [0, 5],
    ],
    { weights: [0.2, 0.3, 0.5] },
  ),
);
const random = seededRandom(1);

/** The second point moves up by t and all jitter a little. */
const HEIGHTS = Array.from({ length: 40 }, () => random.normal());
const ITEMS = HEIGHTS.map((t) => {
  const jitter = () => 0.01 * random.normal();
  return measure(
    [
      [jitter(), jitter()],
      [5 + jitter(), t + jitter()],
      [jitter(), 5 + jitter()],
    ],
    {
      weights: SIGMA.measure.weights,
    },
  );
});
const EMBEDDED = embed(SIGMA, ITEMS);
const EVERYBODY = Int32Array.from(ITEMS.keys());

describe("a direction of the tangent space", () => {
  it("that reads where one point is has all of its variance there, and arrows there", () => {
    const weights = new Float64Array(6);
    weights[3] = 1; // y of the second point
    const direction = tangentDirection(EMBEDDED, EVERYBODY, weights);
    expectNear(direction.shares, [0, 1, 0], ROUNDING);
    expectNear(direction.pattern[3]!, 1, ROUNDING);
    const others = direction.pattern.filter((_, k) => k !== 3);
    expectNear(others, new Float64Array(5), { atol: 0.02, why: "jitter of 1 %, 40 items" });
  });

  it("is walked in standard deviations of its score, from the mean of its items", () => {
    const weights = Float64Array.from({ length: 6 }, () => random.normal());
    const members = EVERYBODY.filter((s) => s % 3 > 0);
    const direction = tangentDirection(EMBEDDED, members, weights);
    const score = (row: Float64Array): number => row.reduce((sum, x, k) => sum + x * weights[k]!, 0);
    const mean =
      Array.from(members, (s) => score(rowView(EMBEDDED.matrix, s))).reduce((a, b) => a + b) / members.length;
    for (const t of [-3, 0, 1]) {
      const row = toRow(SIGMA, tangentAlong(EMBEDDED, direction, t));
      expectNear(score(row), mean + t * direction.deviation, ROUNDING);
    }
    const [from, to] = [0, 2].map((t) => toRow(SIGMA, tangentAlong(EMBEDDED, direction, t)));
    const step = to!.map((x, k) => (x - from![k]!) / 2 / direction.deviation);
    expectNear(step, direction.pattern, ROUNDING);
  });

  it("stays at the mean where the score is constant", () => {
    const direction = tangentDirection(EMBEDDED, EVERYBODY, new Float64Array(6));
    expect(direction.deviation).toBe(0);
    expect(tangentAlong(EMBEDDED, direction, 5)).toEqual(tangentAlong(EMBEDDED, direction, 0));
  });

  it("far from the reference still is a combination of its items", () => {
    const far = (t: number) => measure([[1e9 + t], [1e9 + 1 + 2 * t], [1e9 + 3]]);
    const sigma = reference(measure([[0], [1], [2]]));
    const embedded = embed(sigma, [0, 0.3, 0.5, 0.9].map(far));
    const direction = tangentDirection(embedded, Int32Array.of(0, 1, 2, 3), Float64Array.of(1, 1, 0));
    for (const t of [-2, 1, 30]) expect(() => tangentAlong(embedded, direction, t)).not.toThrow();
  });

  it("takes singular masses along, as they go with the score (HK)", () => {
    const sigma = reference(measure([[0], [1]], { weights: [1, 1] }), { metric: hkMetric(1) });
    const roots = [0.5, 1, 1.5, 2];
    const items = roots.map((q) => measure([[0], [1], [40]], { weights: [q * q, 1, (3 * q) ** 2] }));
    const embedded = embed(sigma, items);
    const direction = tangentDirection(embedded, Int32Array.of(0, 1, 2, 3), Float64Array.of(0, 1, 0, 0));
    const walked = expMap(sigma, tangentAlong(embedded, direction, 1));
    const q = 1.25 + Math.sqrt(1.25 / 3);
    expectNear(walked.weights, [q * q, 1, (3 * q) ** 2], ROUNDING);
    expect(walked.points[2]).toBe(40);
  });
});

describe("patches", () => {
  const line = measure([[0], [1], [3], [3.5], [10]]);

  it("are a point and its nearest neighbours", () => {
    expect(pointPatches(line, 2).map((patch) => [...patch])).toEqual([
      [0, 1],
      [0, 1],
      [2, 3],
      [2, 3],
      [3, 4],
    ]);
    expect(pointPatches(line, 5).every((patch) => patch.length === 5)).toBe(true);
    expect(pointPatches(measure([[0], [0], [0]]), 1).map((patch) => [...patch])).toEqual([[0], [1], [2]]);
  });

  it("are the columns of their points", () => {
    expect([...patchColumns(Int32Array.of(1, 4), 3)]).toEqual([3, 4, 5, 12, 13, 14]);
  });

  it("of no points, or of more than there are, are refused", () => {
    for (const size of [0, 6, 1.5]) expect(() => pointPatches(line, size)).toThrow(/of 5; ask for 1 to 5/);
  });
});
