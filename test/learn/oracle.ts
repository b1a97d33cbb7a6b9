import { readFileSync } from "node:fs";
import { type Matrix, matrixFromRows, selectRows } from "../../src/numeric/matrix.js";

/** Numbers of scikit-learn and SciPy; see test/oracle/make_learn.py. */
export const oracle = JSON.parse(readFileSync(new URL("../oracle/learn.json", import.meta.url), "utf8"));

const digits = matrixFromRows(oracle.digits.rows);
const split: number = oracle.digits.train;

/** The first 200 of 300 handwritten digits, 8 x 8 pixels. */
export const trainRows: Matrix = selectRows(digits, range(0, split));
export const trainLabels: number[] = oracle.digits.labels.slice(0, split);
export const testRows: Matrix = selectRows(digits, range(split, digits.rows));
export const testLabels: number[] = oracle.digits.labels.slice(split);
export const allRows: Matrix = digits;

export function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, s) => start + s);
}
