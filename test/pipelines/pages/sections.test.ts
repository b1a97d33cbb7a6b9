import { describe, expect, it } from "vitest";
import { principalPlane } from "../../../pipelines/pages/sections.js";
import {
  type Embedding,
  type Matrix,
  matrix,
  matrixFromRows,
  measure,
  pearson,
  reference,
  seededRandom,
} from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

function embeddingOf(rows: Matrix): Embedding {
  const residuals = new Float64Array(rows.rows);
  const sigma = reference(measure([[0]]));
  return { reference: sigma, matrix: rows, residuals, certificates: [], status: "converged" };
}

describe("the plane of a picture", () => {
  it("is fitted on a sample where both rows and columns are many, and holds all items", () => {
    const size = 1001;
    const random = seededRandom(3);
    const axes = [1, 2].map(() => Float64Array.from({ length: size }, () => random.normal()));
    const places = Array.from({ length: size }, () => [20 * random.normal(), 5 * random.normal()]);
    const rows = matrix(size, size);
    rows.data.forEach((_, p) => {
      const [a, b] = places[Math.floor(p / size)]!;
      rows.data[p] = a! * axes[0]![p % size]! + b! * axes[1]![p % size]! + 0.1 * random.normal();
    });
    const plane = principalPlane(embeddingOf(rows), 7);
    expect(plane.fittedOn).toBe("1000 of the 1001 items, chosen with seed 7");
    const first = Math.abs(
      pearson(
        plane.x,
        places.map(([a]) => a!),
      ),
    );
    expect(first).toBeGreaterThan(0.99); // the axes are a little oblique, the noise is 1 % of the second one
    expect(principalPlane(embeddingOf(rows), 7)).toEqual(plane);
  });

  it("keeps the unit of the rows, however large", () => {
    const plane = principalPlane(
      embeddingOf(
        matrixFromRows([
          [3e200, 4e200],
          [0, 0],
          [-3e200, -4e200],
        ]),
      ),
      0,
    );
    expect(plane.fittedOn).toBe("all items");
    expectNear(plane.x, [5e200, 0, -5e200], { atol: 1e188, why: "rounding, 1e-12 of the length" });
    expectNear(plane.shares, [1, 0], { atol: 1e-12, why: "rounding" });
  });
});
