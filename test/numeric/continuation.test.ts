import { describe, expect, test } from "vitest";
import { type Branch, type BranchPoint, continuation } from "../../src/numeric/continuation.js";
import { expectNear } from "../support/expect-near.js";

/** u^2 + g^2 = 1, and a second unknown that follows: v = u g. */
const circle = (u: Float64Array, g: number): Float64Array =>
  Float64Array.of(u[0]! ** 2 + g * g - 1, u[1]! - u[0]! * g);
const onCircle = { solution: Float64Array.of(1, 0), parameter: 0 };
const exact = { newton: { stop: { tolerance: 1e-10 } } };

/** g = u - u^3 / 3: folds at u = 1 and -1, where g = 2/3 and -2/3. */
const cubic = (u: Float64Array, g: number): Float64Array => Float64Array.of(g - u[0]! + u[0]! ** 3 / 3);
const onCubic = { solution: Float64Array.of(-2.5), parameter: -2.5 + 2.5 ** 3 / 3 };

describe("continuation", () => {
  test("goes around a circle, through both folds", () => {
    const branch = continuation(circle, onCircle, { ...exact, points: 90, greatestStep: 0.1 });
    for (const { solution, parameter, residual } of branch.points) {
      expect(residual).toBeLessThanOrEqual(1e-10);
      expectNear(Math.hypot(solution[0]!, parameter), 1, { atol: 1e-9, why: "tolerance of Newton" });
    }
    expect(branch.status).toBe("iteration-limit");
    const folds = branch.folds.map((p) => branch.points[p]!.parameter);
    expect(folds.length).toBeGreaterThanOrEqual(2);
    // a fold is passed within a step s of it, which is s^2 / 2 in the parameter
    expectNear(folds.slice(0, 2), [1, -1], { atol: 0.005, why: "the square of a step of 0.1, halved" });
  });

  test("measures arc length", () => {
    const branch = continuation(
      (u, g) => Float64Array.of(u[0]! ** 2 + g * g - 1),
      {
        solution: Float64Array.of(1),
        parameter: 0,
      },
      { ...exact, points: 40, greatestStep: 0.02 },
    );
    const { solution, parameter, arcLength } = branch.points.at(-1)!;
    const angle = Math.atan2(parameter, solution[0]!);
    expectNear(arcLength, angle, { rtol: 1e-4, why: "a chord of length s is s^2 / 24 shorter than its arc" });
  });

  test("passes an S without a jump, and ends where the range does", () => {
    const branch = continuation(cubic, onCubic, {
      ...exact,
      direction: -1,
      points: 400,
      range: [-3, 3],
      greatestStep: 0.2,
    });
    expect(branch.status).toBe("converged");
    const last = branch.points.at(-1)!;
    expect(last.parameter).toBeLessThan(-3);
    const folds = branch.folds.map((p) => branch.points[p]!);
    expectNear(
      folds.map(({ parameter }) => parameter),
      [-2 / 3, 2 / 3],
      { atol: 0.03, why: "the square of a step" },
    );
    const all = branch.points.map(({ solution }) => solution[0]!);
    expect(all.every((u, p) => p === 0 || u > all[p - 1]!)).toBe(true);
  });

  test("takes shorter steps where they turn, longer ones where they do not", () => {
    const branch = continuation(cubic, onCubic, {
      ...exact,
      direction: -1,
      points: 100,
      range: [-3, 3],
      greatestStep: 0.5,
    });
    const lengths = branch.points.slice(1).map(({ arcLength }, p) => arcLength - branch.points[p]!.arcLength);
    const near = (p: number): boolean => Math.abs(Math.abs(branch.points[p]!.solution[0]!) - 1) < 0.3;
    const shortest = Math.min(...lengths.filter((_, p) => near(p)));
    expect(shortest).toBeLessThan(0.9 * Math.max(...lengths));
  });

  test("goes on from a branch to the same bytes", () => {
    const options = { ...exact, greatestStep: 0.1 };
    const whole = continuation(circle, onCircle, { ...options, points: 30 });
    const half = continuation(circle, onCircle, { ...options, points: 13 });
    const resumed = continuation(circle, onCircle, { ...options, points: 30, from: half });
    expect(resumed).toEqual(whole);
  });

  test("ends when it is told to, with what there is", () => {
    const seen: [BranchPoint, Branch][] = [];
    const branch = continuation(circle, onCircle, {
      ...exact,
      onPoint: (point, soFar) => {
        seen.push([point, soFar]);
        return seen.length < 3;
      },
    });
    expect(branch.status).toBe("aborted");
    expect(branch.points).toEqual(seen.map(([point]) => point));
    expect(seen[2]![1].points.length).toBe(3);
  });

  test("shortens a step into the unknown, and stalls at an end of the world", () => {
    // u = sqrt(1 - g), defined up to g = 1 only
    const branch = continuation(
      (u, g) => Float64Array.of(g > 0.5 ? Number.NaN : u[0]! - g),
      {
        solution: Float64Array.of(0),
        parameter: 0,
      },
      { ...exact, greatestStep: 0.3, leastStep: 1e-3 },
    );
    expect(branch.status).toBe("stalled");
    expect(branch.nextStep).toBeLessThan(1e-3);
    expectNear(branch.points.at(-1)!.parameter, 0.5, { atol: 2e-3, why: "the least step" });
  });

  test("says when there is nothing to begin with", () => {
    const none = continuation((u) => Float64Array.of(u[0]! ** 2 + 1), {
      solution: Float64Array.of(1),
      parameter: 0,
    });
    expect([none.status, none.points.length]).toEqual(["stalled", 0]);
    const broken = continuation(() => Float64Array.of(Number.NaN), {
      solution: Float64Array.of(1),
      parameter: 0,
    });
    expect([broken.status, broken.points.length]).toEqual(["non-finite", 0]);
  });

  test("keeps solutions where they are allowed", () => {
    const positive = (u: Float64Array): Float64Array => u.map((x) => Math.max(0, x));
    const asked: number[] = [];
    const branch = continuation(
      (u, g) => {
        asked.push(u[0]!);
        return Float64Array.of(u[0]! ** 2 - g);
      },
      { solution: Float64Array.of(1), parameter: 1 },
      { ...exact, direction: -1, project: positive, points: 60 },
    );
    for (const { solution } of branch.points) expect(solution[0]).toBeGreaterThanOrEqual(0);
    expect(Math.min(...asked)).toBeGreaterThan(-1e-3); // difference quotients may leave by a little
  });

  test("refuses options that make no sense", () => {
    expect(() => continuation(circle, onCircle, { greatestStep: 0 })).toThrow(/greatestStep .* is 0/);
    expect(() => continuation(circle, onCircle, { points: 0 })).toThrow(/points .* is 0/);
    expect(() => continuation(circle, onCircle, { range: [1, 0] })).toThrow(/must not end before it begins/);
  });
});
