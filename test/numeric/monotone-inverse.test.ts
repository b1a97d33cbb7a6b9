import { describe, expect, it } from "vitest";
import { monotoneInverse } from "../../src/numeric/monotone-inverse.js";
import { pchip } from "../../src/numeric/pchip.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

describe("inverse of the monotone cubic interpolant", () => {
  it("gives back the levels, on random steps with flat parts", () => {
    const random = seededRandom(1);
    const nodes = new Float64Array(30);
    const values = new Float64Array(30);
    for (let k = 1; k < 30; k++) {
      nodes[k] = nodes[k - 1]! + 0.1 + random.uniform();
      values[k] = values[k - 1]! + (k % 5 === 0 ? 0 : random.uniform() ** 4);
    }
    const top = values[29]!;
    const levels = Float64Array.from({ length: 200 }, (_, n) => (top * (n + 0.5)) / 200);
    const places = monotoneInverse(nodes, values, levels);
    const curve = pchip(nodes, values);
    expectNear(places.map(curve), levels, { atol: 1e-11 * top, why: "brackets of 1e-12 of a cell" });
    expect(places.every((place, n) => n === 0 || place >= places[n - 1]!)).toBe(true);
  });

  it("gives the ends for levels beyond them", () => {
    const places = monotoneInverse(
      Float64Array.of(2, 3, 5),
      Float64Array.of(0, 0, 1),
      Float64Array.of(-1, 0, 1, 2),
    );
    expect([...places]).toEqual([2, 2, 5, 5]);
  });
});
