import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { coarsen } from "../../../src/transport/simplex/coarsen.js";
import { expectNear } from "../../support/expect-near.js";

describe("coarsen", () => {
  it("keeps mass and centre, in clusters of at most the given size", () => {
    const random = seededRandom(3);
    const points = Float64Array.from({ length: 3 * 101 }, () => random.normal());
    const masses = Float64Array.from({ length: 101 }, () => 1 + random.integer(5));
    const clusters = coarsen(points, masses, 3, 4);
    expect(clusters.masses.length).toBeGreaterThanOrEqual(26);
    expect(clusters.masses.length).toBeLessThan(60);
    const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(total(clusters.masses)).toBe(total(masses));
    for (let k = 0; k < 3; k++) {
      const moment = (p: Float64Array, w: Float64Array) => total(w.map((mass, i) => mass * p[3 * i + k]!));
      const expected = moment(points, masses);
      expectNear(moment(clusters.points, clusters.masses), expected, {
        atol: 1e-12,
        why: "sums of 101 terms",
      });
    }
  });
});
