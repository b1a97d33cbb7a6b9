import { describe, expect, it } from "vitest";
import { isOtError } from "../../src/errors.js";
import { gmres } from "../../src/numeric/gmres.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { norm, plus, scaled } from "../../src/numeric/vectors.js";
import { expectNear } from "../support/expect-near.js";

type Rows = readonly Float64Array[];

const vector = (n: number, random: Random) => Float64Array.from({ length: n }, () => random.normal());
const times = (rows: Rows) => (v: Float64Array) =>
  Float64Array.from(rows, (row) => row.reduce((sum, a, k) => sum + a * v[k]!, 0));

/** The unit matrix and a random part of the given size: eigenvalues in a disc about 1. */
function nearUnit(n: number, size: number, random: Random): Rows {
  return Array.from({ length: n }, (_, i) => {
    const row = scaled(vector(n, random), size / Math.sqrt(n));
    row[i]! += 1;
    return row;
  });
}

function counted(rows: Rows) {
  const count = { products: 0 };
  const product = (v: Float64Array) => {
    count.products++;
    return times(rows)(v);
  };
  return { product, count };
}

describe("GMRES", () => {
  it("solves a system of n equations in n products", () => {
    const random = seededRandom(1);
    const rows = nearUnit(12, 1.5, random);
    const x = vector(12, random);
    const found = gmres(times(rows), times(rows)(x), { tolerance: 1e-12, inner: 12 });
    expect(found.status).toBe("converged");
    expectNear(found.solution, x, { atol: 1e-9, why: "rounding, times the condition number" });
  });

  it("tells the residual that its answer has, when it stops early too", () => {
    const random = seededRandom(2);
    const rows = nearUnit(30, 0.9, random);
    const b = vector(30, random);
    const found = gmres(times(rows), b, { tolerance: 0, inner: 7 });
    expect(found).toMatchObject({ status: "iteration-limit", products: 7 });
    const left = norm(plus(b, times(rows)(found.solution), -1)) / norm(b);
    expect(left).toBeLessThan(0.5);
    expectNear(found.residual, left, { rtol: 1e-10, why: "rounding of the process of Arnoldi" });
  });

  it("needs one product where the answer is among the given directions", () => {
    const random = seededRandom(3);
    const rows = nearUnit(30, 0.9, random);
    const x = vector(30, random);
    const other = vector(30, random);
    const b = times(rows)(x);
    expect(gmres(times(rows), b, { augment: [x], tolerance: 1e-10 }).products).toBe(1);
    const found = gmres(times(rows), b, { augment: [other, x], tolerance: 1e-10 });
    expect(found.products).toBe(2);
    expectNear(found.solution, x, { atol: 1e-9, why: "rounding" });
  });

  it("goes on after directions that say nothing new", () => {
    const random = seededRandom(4);
    const rows = nearUnit(10, 0.9, random);
    const x = vector(10, random);
    const other = vector(10, random);
    const given = { augment: [other, scaled(other, 2)], tolerance: 1e-10, inner: 12 };
    const found = gmres(times(rows), times(rows)(x), given);
    expect(found.status).toBe("converged");
    expectNear(found.solution, x, { atol: 1e-8, why: "rounding" });
  });

  it("keeps the corrections of earlier cycles: LGMRES beats cycles that forget", () => {
    const random = seededRandom(5);
    const rows = nearUnit(60, 0.95, random);
    const b = vector(60, random);
    const kept = gmres(times(rows), b, { tolerance: 0, inner: 6, cycles: 4 });
    let forgetful: Float64Array = new Float64Array(60);
    for (let cycle = 0; cycle < 4; cycle++) {
      const rest = plus(b, times(rows)(forgetful), -1);
      forgetful = plus(forgetful, gmres(times(rows), rest, { tolerance: 0, inner: 6 }).solution);
    }
    const left = norm(plus(b, times(rows)(forgetful), -1)) / norm(b);
    expect(kept.residual).toBeLessThan(left);
    const whole = gmres(times(rows), b, { tolerance: 0, inner: 24 });
    expect(whole.residual).toBeLessThan(kept.residual);
  });

  it("has directions of Krylov left in every cycle, however many cycles there are", () => {
    const n = 200;
    const product = (v: Float64Array) => v.map((x, i) => (1 + (i * i) / 4) * x);
    const b = new Float64Array(n).fill(1);
    const found = gmres(product, b, { inner: 5, cycles: 500, tolerance: 1e-8 });
    expect(found.status).toBe("converged");
    expect(found.products).toBeLessThan(1000); // cycles of 5 that forget are at 6e-3 after 2500
    expectNear(norm(plus(b, product(found.solution), -1)) / norm(b), found.residual, {
      atol: 1e-10,
      why: "rounding of 128 cycles, whose residuals follow from each other",
    });
  });

  it("refuses given directions that leave none to Krylov", () => {
    const augment = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
    expect(() => gmres((v) => v, Float64Array.of(1, 1), { augment, inner: 2 })).toThrow(
      "a cycle of 2 products is to begin with 2 given directions",
    );
  });

  it("takes one product with the inverse as preconditioner", () => {
    const { product, count } = counted([Float64Array.of(4, 0), Float64Array.of(0, 0.5)]);
    const precondition = (v: Float64Array) => Float64Array.of(v[0]! / 4, v[1]! / 0.5);
    const found = gmres(product, Float64Array.of(1, 1), { precondition });
    expect(count.products).toBe(1);
    expectNear(found.solution, [0.25, 2], { rtol: 1e-14, why: "rounding" });
  });

  it("solves nothing for a right side of zeros", () => {
    const found = gmres((v) => v, new Float64Array(3));
    expect(found).toMatchObject({ residual: 0, products: 0, status: "converged" });
  });

  it("says that it stalls where the matrix sees nothing of the right side", () => {
    const found = gmres((v) => Float64Array.of(0, v[0]!), Float64Array.of(1, 0), { cycles: 3 });
    expect(found.status).toBe("stalled");
  });

  it("ends at a product that is not finite", () => {
    const found = gmres((v) => v.map(() => NaN), Float64Array.of(1, 1));
    expect(found.status).toBe("non-finite");
    expect(Array.from(found.solution)).toEqual([0, 0]);
  });

  it("refuses a direction of another length", () => {
    const solve = () => gmres((v) => v, new Float64Array(3).fill(1), { augment: [new Float64Array(2)] });
    expect(solve).toThrow(/direction has 2 entries/);
    try {
      solve();
    } catch (error) {
      expect(isOtError(error, "ShapeError")).toBe(true);
    }
  });
});
