import { describe, it } from "vitest";
import { logitsOf, softmaxPullback, softmaxRows } from "../../src/dictionary/softmax.js";
import { matrixFromRows, rowView } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";

const ROUNDING = { rtol: 1e-12, atol: 1e-14, why: "rounding of some twenty operations" };

describe("softmax of rows", () => {
  const logits = matrixFromRows([
    [0, 1, -2],
    [800, 0, 799],
  ]);

  it("sums to 1 and survives logits beyond the range of exp", () => {
    const p = softmaxRows(logits);
    for (let i = 0; i < 2; i++) {
      expectNear(
        rowView(p, i).reduce((sum, value) => sum + value, 0),
        1,
        ROUNDING,
      );
    }
    expectNear(rowView(p, 1), [1 / (1 + Math.exp(-1)), 0, 1 / (1 + Math.E)], ROUNDING);
  });

  it("is undone by its logits", () => {
    const p = softmaxRows(matrixFromRows([[0.3, -1, 2]]));
    expectNear(softmaxRows(logitsOf(p, 1e-300)).data, p.data, ROUNDING);
  });

  it("hands gradients back as differences do", () => {
    const gradient = matrixFromRows([
      [0.5, -1, 2],
      [1, 1, 3],
    ]);
    const value = (at: number, change: number): number => {
      const data = logits.data.slice();
      data[at]! += change;
      return softmaxRows({ ...logits, data }).data.reduce((sum, p, q) => sum + p * gradient.data[q]!, 0);
    };
    const found = softmaxPullback(softmaxRows(logits), gradient).data;
    const differences = found.map((_, p) => (value(p, 1e-5) - value(p, -1e-5)) / 2e-5);
    expectNear(found, differences, { atol: 1e-9, why: "central differences with a step of 1e-5" });
  });
});
