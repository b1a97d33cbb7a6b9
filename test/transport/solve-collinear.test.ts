import { describe, expect, it } from "vitest";
import { type Measure, measure } from "../../src/measure/measure.js";
import { oneD } from "../../src/transport/one-d.js";
import { solveDense } from "../../src/transport/simplex/solve-dense.js";
import { solveCollinear } from "../../src/transport/solve-collinear.js";
import { expectNear } from "../support/expect-near.js";
import { cloud, unequal } from "./clouds.js";
import { expectOptimal } from "./expect-optimal.js";

/** The points t on the line from `origin` along `direction`. */
function lifted(mu: Measure, direction: readonly number[], origin: readonly number[]): Measure {
  const points = Array.from(mu.points, (t) => direction.map((d, k) => origin[k]! + t * d));
  return measure(points, { weights: mu.weights });
}

const a = cloud(1, 300, { dim: 1, weight: unequal });
const b = cloud(2, 200, { dim: 1, scale: 2, weight: unequal });

describe("solveCollinear", () => {
  it.each([
    ["of the plane", [3, 4], [1, -1]],
    ["along an axis", [0, 5], [7, 0]],
    ["of space", [2, 3, 6], [0, 10, 20]],
  ])("costs what the line does, times the squared length of the direction, on lines %s", (_, along, from) => {
    const source = lifted(a, along, from);
    const target = lifted(b, along, from);
    const result = solveCollinear(source, target)!;
    expectOptimal(source, target, result);
    const square = along.reduce((sum, d) => sum + d * d, 0);
    const why = "rounding of the coordinates";
    expectNear(result.cost, square * oneD(a, b).cost, { rtol: 1e-12, why });
  });

  it("adds the squared distance of two parallel lines", () => {
    const source = lifted(a, [3, 4], [0, 0]);
    const target = lifted(b, [3, 4], [-40, 30]); // 50 across
    const result = solveCollinear(source, target)!;
    expectOptimal(source, target, result);
    expectNear(result.cost, 25 * oneD(a, b).cost + 2500, { rtol: 1e-12, why: "rounding of the coordinates" });
  });

  it("serves points that all coincide", () => {
    const result = solveCollinear(measure([[1, 2], [1, 2]]), measure([[4, 6]]))!; // biome-ignore format: one line
    expect(result.cost).toBe(25);
    expect(result.certificate.status).toBe("converged");
  });

  it("leaves alone what is not on a line", () => {
    expect(solveCollinear(cloud(3, 50), cloud(4, 50))).toBeUndefined();
    const bent = lifted(a, [1, 1], [0, 0]);
    bent.points[7]! += 1e-9;
    expect(solveCollinear(bent, lifted(b, [1, 1], [0, 0]))).toBeUndefined();
    const crossed = solveCollinear(lifted(a, [1, 0], [0, 0]), lifted(b, [0, 1], [0, 0]));
    expect(crossed).toBeUndefined();
  });

  it("agrees with the network simplex", () => {
    const source = lifted(a, [1, -2], [0, 0]);
    const target = lifted(b, [1, -2], [0, 0]);
    const { cost } = solveDense(source, target, {});
    expectNear(solveCollinear(source, target)!.cost, cost, { rtol: 1e-12, why: "both are optimal" });
  });
});
