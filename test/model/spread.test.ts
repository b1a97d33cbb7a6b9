import { describe, expect, it } from "vitest";
import { fitSpread, type Matrix, matrix, seededRandom, unusualness } from "../../src/index.js";
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
    expect(found.typicality[0]).toBe(1 / 21);
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
    expect(found(4).typicality[0]).toBe(6 / 10);
  });

  it("calls items like the training ones so at about the rate that is said, over many seeds", () => {
    let [odd, low, count] = [0, 0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const all = cloud(60, 5, 100 + seed);
      const spread = spreadOf(
        selectRows(
          all,
          Int32Array.from({ length: 40 }, (_, s) => s),
        ),
      );
      const rows = selectRows(
        all,
        Int32Array.from({ length: 20 }, (_, s) => 40 + s),
      );
      const found = unusualness(spread, { rows, dropped: none(20) });
      odd += found.far.filter(Boolean).length;
      low += found.typicality.filter((share) => share <= 0.2).length;
      count += 20;
    }
    const why = "four binomial standard errors of 1200 items, which within a seed are not independent";
    expectNear(odd / count, 1 / 41, { atol: 4 * Math.sqrt(0.024 / count), why });
    expectNear(low / count, 8 / 41, { atol: 4 * Math.sqrt(0.16 / count), why });
  });
});
