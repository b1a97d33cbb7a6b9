import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/numeric/random.js";
import { squaredDistance, squaredDistancesInto } from "../../src/numeric/squared-distance.js";

describe("squared distances", () => {
  it("are sums of squared differences, exact for nearby points far from the origin", () => {
    const x = Float64Array.of(2 ** 40, 2 ** 40);
    const y = Float64Array.of(2 ** 40 + 0.5, 2 ** 40 - 1);
    expect(squaredDistance(x, 0, y, 0, 2)).toBe(1.25);
  });

  it.each([1, 2, 3, 4, 7])("by rows are bit for bit the single ones in dimension %i", (dim) => {
    const random = seededRandom(dim);
    const x = Float64Array.from({ length: 3 * dim }, () => random.normal());
    const y = Float64Array.from({ length: 11 * dim }, () => random.normal());
    const out = new Float64Array(15).fill(-1);
    squaredDistancesInto(x, 2, y, 11, dim, out, 3);
    const single = Array.from({ length: 11 }, (_, j) => squaredDistance(x, 2, y, j, dim));
    expect(Array.from(out)).toEqual([-1, -1, -1, ...single, -1]);
  });
});
