import { describe, expect, it } from "vitest";
import { fixedPoint, mixedSteps, type Visited } from "../../../src/transport/entropic/fixed-point.js";
import { expectNear } from "../../support/expect-near.js";

const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, j) => Math.max(most, Math.abs(value - b[j]!)), 0);
}

function visitWith(map: (point: Float64Array) => Float64Array): (point: Float64Array) => Visited {
  return (point) => {
    const image = map(point);
    return { point, image, error: largestDifference(point, image) };
  };
}

describe("fixedPoint", () => {
  it("solves a linear problem of 5 unknowns in about 6 visits, however slow the plain iteration", () => {
    const rates = [0.999, 0.99, 0.9, 0.5, 0.1];
    const visit = visitWith((point) => point.map((value, j) => 1 + rates[j]! * value));
    const stop = { tolerance: 1e-10, maxIterations: 100 };
    const { state, status, iterations } = fixedPoint({ visit, start: new Float64Array(5), advance: mixedSteps(visit, ones(5)), rounding: 0, stop }); // biome-ignore format: one line
    expect(status).toBe("converged");
    expect(iterations).toBeLessThanOrEqual(10);
    expectNear(
      state!.point,
      rates.map((rate) => 1 / (1 - rate)),
      { rtol: 1e-6, why: "an error of 1e-10 over a gap of 1e-3" },
    );
  });

  it("takes steps back that make the error larger, and still converges", () => {
    // the arctangent is nearly flat far out, where secants lead further out
    const visit = visitWith((point) => point.map((value, j) => value - 0.9 * Math.atan(value - j)));
    const stop = { tolerance: 1e-12, maxIterations: 300 };
    const start = new Float64Array(7).fill(20);
    const { state, status } = fixedPoint({
      visit,
      start,
      advance: mixedSteps(visit, ones(7)),
      rounding: 0,
      stop,
    });
    expect(status).toBe("converged");
    expectNear(visit(state!.point).image, state!.point, { atol: 1e-12, why: "the tolerance" });
  });

  it("goes on with the plain step where mixing leaves the domain", () => {
    const visit = visitWith((point) => point.map((value) => Math.sqrt(value) + 1e-3)); // NaN below 0
    const stop = { tolerance: 1e-10, maxIterations: 500 };
    const start = Float64Array.from([1e-6, 4, 1e6]);
    const { status } = fixedPoint({ visit, start, advance: mixedSteps(visit, ones(3)), rounding: 0, stop });
    expect(status).toBe("converged");
  });

  it("is non-finite where the map is", () => {
    const visit = visitWith((point) => point.map(() => Number.NaN));
    const stop = { tolerance: 0, maxIterations: 5 };
    const { state, status } = fixedPoint({
      visit,
      start: ones(2),
      advance: mixedSteps(visit, ones(2)),
      rounding: 0,
      stop,
    });
    expect({ state, status }).toEqual({ state: undefined, status: "non-finite" });
  });

  it("stalls where rounding explains an error that does not fall", () => {
    const visit = (point: Float64Array): Visited => ({ point, image: point.map((x) => -x), error: 1e-15 });
    const stop = { tolerance: 0, maxIterations: 500 };
    const problem = {
      visit,
      start: new Float64Array(1),
      advance: mixedSteps(visit, ones(1)),
      rounding: 1e-14,
      stop,
    };
    expect(fixedPoint(problem).status).toBe("stalled");
    expect(fixedPoint({ ...problem, rounding: 0 }).status).toBe("iteration-limit");
  });
});
