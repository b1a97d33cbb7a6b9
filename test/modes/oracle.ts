import { readFileSync } from "node:fs";
import { matrixFromRows } from "../../src/numeric/matrix.js";

/** Numbers of scikit-learn; see test/oracle/make_modes.py. */
export const oracle = JSON.parse(readFileSync(new URL("../oracle/modes.json", import.meta.url), "utf8"));

/** Sixty rows of twelve columns in three classes that overlap. */
export const rows = matrixFromRows(oracle.rows);
export const labels: readonly number[] = oracle.labels;
