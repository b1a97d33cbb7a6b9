import { describe, expect, it } from "vitest";
import { permutationImportance } from "../../src/learn/permutation-importance.js";
import { type Matrix, matrixFromRows } from "../../src/numeric/matrix.js";
import { seededRandom } from "../../src/numeric/random.js";

const COUNT = 200;

/** Columns: the class, a copy of the negative of it, noise. */
const random = seededRandom(1);
const classes = Array.from({ length: COUNT }, () => random.integer(2));
const table = matrixFromRows(classes.map((c) => [2 * c - 1, 1 - 2 * c, random.normal()]));

function predictor(of: (row: Float64Array) => number) {
  return (rows: Matrix): Int32Array =>
    Int32Array.from({ length: rows.rows }, (_, s) => of(rows.data.subarray(s * rows.cols)));
}

const columns = [[0], [1], [2], [0, 1]].map((block) => Int32Array.from(block));
const meanOf = (lost: Matrix, b: number): number =>
  lost.data.subarray(b * lost.cols, (b + 1) * lost.cols).reduce((sum, x) => sum + x, 0) / lost.cols / COUNT;

describe("importance by permutation", () => {
  const byFirst = predictor((row) => (row[0]! > 0 ? 1 : 0));
  const byBoth = predictor((row) => (row[0]! - row[1]! > 0 ? 1 : row[0]! - row[1]! < 0 ? 0 : 1));

  it("is half of all rows for the one column that two equally common classes are told by", () => {
    const lost = permutationImportance(byFirst, table, classes, columns, {
      repeats: 20,
      random: seededRandom(2),
    });
    const share = classes.reduce((a, b) => a + b) / COUNT;
    const expected = 2 * share * (1 - share); // rows that get a value of the other class
    expect(meanOf(lost, 0)).toBeGreaterThan(expected - 0.05); // five standard errors of 20 repeats of 200 rows
    expect(meanOf(lost, 0)).toBeLessThan(expected + 0.05);
  });

  it("is exactly none for columns that are not used", () => {
    const lost = permutationImportance(byFirst, table, classes, columns, {
      repeats: 3,
      random: seededRandom(2),
    });
    expect([...lost.data.subarray(3, 9)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("sees what two columns tell together when they are permuted together", () => {
    const lost = permutationImportance(byBoth, table, classes, columns, {
      repeats: 20,
      random: seededRandom(4),
    });
    expect(meanOf(lost, 3)).toBeGreaterThan(meanOf(lost, 0) + 0.1); // alone, half of the swapped rows are ties won by luck
  });

  it("is the same for the same seed, leaves the rows as they are, and does not depend on other blocks", () => {
    const before = table.data.slice();
    const run = (blocks: Int32Array[]) =>
      permutationImportance(byBoth, table, classes, blocks, { repeats: 4, random: seededRandom(9) });
    expect(run(columns)).toEqual(run(columns));
    expect(run(columns).data.subarray(0, 4)).toEqual(run([columns[0]!]).data);
    expect(table.data).toEqual(before);
  });

  it("refuses labels of another number, and no repeats", () => {
    const options = { repeats: 1, random: seededRandom(0) };
    expect(() => permutationImportance(byFirst, table, [0], columns, options)).toThrow(
      /1 labels for 200 rows/,
    );
    expect(() => permutationImportance(byFirst, table, classes, columns, { ...options, repeats: 0 })).toThrow(
      /repeats is 0/,
    );
  });
});
