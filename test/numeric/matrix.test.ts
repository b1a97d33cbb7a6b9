import { describe, expect, it } from "vitest";
import {
  columnMeans,
  matrix,
  matrixFromRows,
  multiply,
  rowView,
  selectRows,
  subtractRow,
  transpose,
} from "../../src/numeric/matrix.js";

const A = matrixFromRows([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("a matrix", () => {
  it("is row-major, and must be full", () => {
    expect(A.data[1 * 3 + 2]).toBe(6);
    expect(() => matrix(2, 3, new Float64Array(5))).toThrow(/2 x 3 matrix needs 6 numbers, got 5/);
    expect(() => matrixFromRows([[1], [1, 2]])).toThrow(/row 1 has 2 numbers, row 0 has 1/);
  });

  it("shares its rows as views and copies the rows that are selected", () => {
    const a = matrix(2, 2);
    rowView(a, 1)[0] = 7;
    expect([...a.data]).toEqual([0, 0, 7, 0]);
    const picked = selectRows(a, [1, 1]);
    picked.data[0] = 9;
    expect([...picked.data]).toEqual([9, 0, 7, 0]);
    expect(a.data[2]).toBe(7);
  });

  it("is its own transpose's transpose", () => {
    expect([...transpose(A).data]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(transpose(transpose(A))).toEqual(A);
  });

  it("multiplies another of fitting size", () => {
    expect([...multiply(A, transpose(A)).data]).toEqual([14, 32, 32, 77]);
    expect(() => multiply(A, A)).toThrow(/2 x 3 by 2 x 3/);
    expect(multiply(matrix(2, 0), matrix(0, 3))).toEqual(matrix(2, 3));
  });

  it("minus the mean of its rows has mean 0", () => {
    expect([...columnMeans(A)]).toEqual([2.5, 3.5, 4.5]);
    expect([...columnMeans(subtractRow(A, columnMeans(A)))]).toEqual([0, 0, 0]);
  });
});
