import { describe, expect, it } from "vitest";
import { fitSpread, type Matrix, matrix, type Random, seededRandom, unusualness } from "../../src/index.js";
import { rowView, selectRows } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";

/** Normal rows. */
function cloud(rows: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => random.normal()),
  );
}

const none = (rows: number) => new Float64Array(rows);
const spreadOf = (rows: Matrix, dropped = none(rows.rows)) =>
  fitSpread({ rows, dropped, codes: new Int32Array(rows.rows) }, seededRandom(0));

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]!) ** 2, 0));
}

describe("the spread of training items", () => {
  it("holds the distance of each row from the nearest other one", () => {
    const rows = cloud(30, 4, 1);
    const brute = Array.from({ length: 30 }, (_, s) => {
      const others = Array.from({ length: 30 }, (_, t) => t).filter((t) => t !== s);
      return Math.min(...others.map((t) => distance(rowView(rows, s), rowView(rows, t))));
    });
    expectNear(spreadOf(rows).distances, brute, { rtol: 1e-14, why: "the same sums in the same order" });
  });

  it("is 0 where there are twins, which are not themselves", () => {
    const rows = matrix(4, 1, Float64Array.of(1e6, 1e6, 1e6 + 3, 1e6 + 7));
    expect([...spreadOf(rows).distances]).toEqual([0, 0, 3, 4]);
  });

  it("keeps some of many rows, and compares all with them", () => {
    const rows = cloud(1100, 2, 2);
    const spread = spreadOf(rows);
    expect(spread.rows.rows).toBe(1000);
    expect(spread.distances).toHaveLength(1100);
    expect(Math.min(...spread.distances)).toBeGreaterThan(0); // none is compared with itself
    expect(spreadOf(rows).rows).toEqual(spread.rows);
  });

  it("needs two items", () => {
    expect(() => spreadOf(cloud(1, 3, 1))).toThrow(/two items or more/);
  });
});

describe("unusualness", () => {
  it("is none for a training item, and clear far away", () => {
    const rows = cloud(20, 3, 3);
    const spread = spreadOf(rows);
    const seen = unusualness(spread, { rows, dropped: none(20) });
    expect(Math.max(...seen.distances)).toBe(0);
    expect(seen.far.some(Boolean)).toBe(false);
    const away = matrix(1, 3, Float64Array.of(100, 0, 0));
    const found = unusualness(spread, { rows: away, dropped: none(1) });
    expect(found.far).toEqual([true]);
    expect(found.typicality[0]).toBe(2 / 21);
  });

  it("also looks at what rows lack", () => {
    const rows = cloud(9, 3, 4);
    const spread = spreadOf(
      rows,
      Float64Array.from({ length: 9 }, (_, s) => s),
    );
    const one = selectRows(rows, [0]);
    const found = (dropped: number) => unusualness(spread, { rows: one, dropped: Float64Array.of(dropped) });
    expect(found(8).unseen).toEqual([false]);
    expect(found(8.1).unseen).toEqual([true]);
    expect(found(8.1).far).toEqual([false]);
    expect(found(8.1).typicality[0]).toBe(2 / 10);
    expect(found(7).typicality[0]).toBe(6 / 10);
    expect(found(4).typicality[0]).toBe(1);
  });

  const drop: Readonly<Record<string, (distances: Float64Array, random: Random) => Float64Array>> = {
    "nothing is dropped": (distances) => none(distances.length),
    "what is dropped is independent of the distance": (distances, random) =>
      distances.map(() => random.uniform()),
    "what is dropped is the distance from the middle": (distances) => distances,
  };

  it.each(Object.entries(drop))("has the level that is said where %s", (_, droppedOf) => {
    let [odd, low, count] = [0, 0, 0];
    for (let seed = 0; seed < 150; seed++) {
      const all = cloud(60, 5, 100 + seed);
      const middle = Float64Array.from({ length: 60 }, (_, s) => distance(rowView(all, s), none(5)));
      const dropped = droppedOf(middle, seededRandom(seed));
      const part = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, s) => from + s);
      const spread = spreadOf(selectRows(all, part(0, 40)), dropped.slice(0, 40));
      const found = unusualness(spread, { rows: selectRows(all, part(40, 60)), dropped: dropped.slice(40) });
      odd += found.far.filter(Boolean).length;
      low += found.typicality.filter((share) => share <= 0.2).length;
      count += 20;
    }
    const why = "four binomial standard errors of 3000 items, which within a seed are not independent";
    expectNear(odd / count, 1 / 41, { atol: 4 * Math.sqrt(0.024 / count), why });
    expect(low / count).toBeLessThan(0.2 + 4 * Math.sqrt(0.16 / count));
    expect(low / count).toBeGreaterThan(0.05); // half of it where one of the two says nothing: not so low that it says nothing itself
  });
});
