import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/numeric/random.js";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { cTransform } from "../../../src/transport/c-transform.js";
import { fastestCTransform } from "../../../src/transport/choose-c-transform.js";
import { treeCTransform } from "../../../src/transport/large/tree-c-transform.js";
import { cloud, moved } from "../clouds.js";

/** All pairs, in the order of the definition. */
function scan(x: Float64Array, f: Float64Array, y: Float64Array, dim: number): Float64Array {
  return Float64Array.from({ length: y.length / dim }, (_, j) => {
    let least = Infinity;
    f.forEach((price, i) => {
      least = Math.min(least, squaredDistance(x, i, y, j, dim) - price);
    });
    return least - Number.EPSILON * Math.abs(least);
  });
}

/** A potential: the c-transform of noise, so that it is as rough as optimal ones are. */
function potential(x: Float64Array, dim: number): Float64Array {
  const other = cloud(99, 200, { dim, scale: 2 });
  const random = seededRandom(98);
  const noise = Float64Array.from({ length: 200 }, () => random.uniform());
  return scan(other.points, noise, x, dim);
}

describe("fastestCTransform", () => {
  it.each([1, 2, 3, 6])("is the c-transform, few points or many, in %i dimensions", (dim) => {
    for (const [n, m] of [
      [30, 20],
      [1200, 1000],
    ] as const) {
      // biome-ignore format: two sizes
      const x = cloud(20, n, { dim }).points;
      const y = cloud(21, m, { dim, scale: 1.5 }).points;
      const f = potential(x, dim);
      f[3] = -Infinity;
      expect(fastestCTransform(x, f, y, dim)).toEqual(cTransform(x, f, y, dim));
    }
  });
});

describe("treeCTransform", () => {
  it.each([2, 3, 4, 7])("has the same bits as the scan of all pairs in %i dimensions", (dim) => {
    const x = cloud(1, 700, { dim }).points;
    const y = cloud(2, 500, { dim, scale: 1.5, shift: 0.5 }).points;
    const f = potential(x, dim);
    expect(treeCTransform(x, f, y, dim)).toEqual(scan(x, f, y, dim));
  });

  it.each([
    ["zero", () => 0],
    ["noise", (i: number) => Math.sin(1e4 * i)],
    ["of any size", (i: number) => 10 ** ((i % 40) - 20)],
  ])("has them for prices that are %s", (_, price) => {
    const x = cloud(3, 400).points;
    const y = cloud(4, 300).points;
    const f = Float64Array.from({ length: 400 }, (_value, i) => price(i));
    expect(treeCTransform(x, f, y, 2)).toEqual(scan(x, f, y, 2));
  });

  it.each([
    ["far from the origin", 1, 1e9],
    ["tiny", 1e-160, 0],
    ["huge", 1e150, 0],
  ])("has them for clouds that are %s", (_, factor, shift) => {
    const x = moved(cloud(5, 300), factor, shift).points;
    const y = moved(cloud(6, 300, { scale: 2 }), factor, shift).points;
    const f = potential(cloud(5, 300).points, 2).map((value) => value * factor * factor);
    expect(treeCTransform(x, f, y, 2)).toEqual(scan(x, f, y, 2));
  });

  it("has them for clouds far from each other", () => {
    const x = cloud(7, 300).points;
    const y = moved(cloud(8, 300), 1, 1e6).points;
    const f = potential(x, 2);
    expect(treeCTransform(x, f, y, 2)).toEqual(scan(x, f, y, 2));
  });

  it("has them for repeated and for collinear points", () => {
    const x = Float64Array.from({ length: 600 }, (_, p) => Math.floor(p / 2) % 17);
    const y = Float64Array.from({ length: 400 }, (_, p) => (p % 2 === 0 ? Math.floor(p / 2) % 23 : 1));
    const f = Float64Array.from({ length: 300 }, (_, i) => i % 5);
    expect(treeCTransform(x, f, y, 2)).toEqual(scan(x, f, y, 2));
  });

  it("leaves out points whose price is -Infinity, and gives 0 if all are left out", () => {
    const x = cloud(9, 100).points;
    const y = cloud(10, 50).points;
    const f = potential(x, 2).map((value, i) => (i % 3 === 0 ? value : -Infinity));
    expect(treeCTransform(x, f, y, 2)).toEqual(scan(x, f, y, 2));
    expect(treeCTransform(x, f.fill(-Infinity), y, 2)).toEqual(new Float64Array(50));
    expect(treeCTransform(x, f, new Float64Array(0), 2)).toEqual(new Float64Array(0));
  });
});
