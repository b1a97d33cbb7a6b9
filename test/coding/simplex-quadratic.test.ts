import { describe, expect, it } from "vitest";
import {
  affineMinimiser,
  NO_POINTS,
  unitOf,
  withoutPlaces,
  withPoint,
} from "../../src/coding/affine-minimiser.js";
import type { HullProblem } from "../../src/coding/hull-problem.js";
import { simplexQuadratic } from "../../src/coding/simplex-quadratic.js";
import { matrix } from "../../src/numeric/matrix.js";
import { type Random, seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";

type Point = readonly number[];

const dot = (a: Point, b: Point): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

function problemOf(points: readonly Point[], target: Point): HullProblem {
  const data = Float64Array.from(points.flatMap((a) => points.map((b) => dot(a, b))));
  return {
    gram: matrix(points.length, points.length, data),
    cross: Float64Array.from(points, (a) => dot(a, target)),
    norm: dot(target, target),
  };
}

function randomPoints(random: Random, count: number, dim: number): Point[] {
  return Array.from({ length: count }, () => Array.from({ length: dim }, () => random.normal()));
}

/** The least value over a fine grid of the triangle of three shares. */
function bestOnGrid({ gram, cross, norm }: HullProblem, steps: number): number {
  let best = Infinity;
  for (let a = 0; a <= steps; a++) {
    for (let b = 0; a + b <= steps; b++) {
      const shares = [a / steps, b / steps, (steps - a - b) / steps];
      let value = norm;
      for (let s = 0; s < 3; s++) {
        value -= 2 * shares[s]! * cross[s]!;
        for (let t = 0; t < 3; t++) value += shares[s]! * shares[t]! * gram.data[3 * s + t]!;
      }
      best = Math.min(best, value);
    }
  }
  return best;
}

describe("the nearest point of a hull", () => {
  it("of a triangle is, in closed form, a corner, a point of an edge, or the point itself", () => {
    const corners = [
      [0, 0],
      [1, 0],
      [0, 1],
    ];
    const cases = [
      { target: [-1, -2], shares: [1, 0, 0], value: 5 },
      { target: [0.25, -3], shares: [0.75, 0.25, 0], value: 9 },
      { target: [1, 1], shares: [0, 0.5, 0.5], value: 0.5 },
      { target: [0.2, 0.3], shares: [0.5, 0.2, 0.3], value: 0 },
    ];
    for (const { target, shares, value } of cases) {
      const found = simplexQuadratic(problemOf(corners, target));
      expect(found.certificate.status).toBe("converged");
      expectNear(found.shares, shares, { atol: 1e-12, why: "rounding of a system of three equations" });
      expectNear(found.value, value, { atol: 1e-13, why: "rounding of inner products of size 10" });
    }
  });

  it("has a certificate that brackets the best of a grid, which no grid point beats", () => {
    const random = seededRandom(1);
    for (let trial = 0; trial < 20; trial++) {
      const problem = problemOf(randomPoints(random, 3, 4), randomPoints(random, 1, 4)[0]!);
      const { certificate, value } = simplexQuadratic(problem);
      const best = bestOnGrid(problem, 200);
      expect(certificate.lower).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(certificate.upper);
      expect(certificate.lower).toBeLessThanOrEqual(best);
      // a grid of step 1 / 200 misses the best point by at most a step along each edge
      expectNear(best, value, { atol: 0.02, why: "step of the grid times slope and extent" });
      expect(best).toBeGreaterThanOrEqual(value - 1e-12);
    }
  });

  it("closes the gap where points are many, more than dimensions, repeated, or all on one line", () => {
    const random = seededRandom(2);
    const sets = [
      randomPoints(random, 60, 3),
      randomPoints(random, 40, 100),
      randomPoints(random, 10, 5).flatMap((point) => [point, point]),
      Array.from({ length: 15 }, (_, s) => [s, 2 * s, -s]),
      Array.from({ length: 4 }, () => [1, 1, 1]),
    ];
    for (const points of sets) {
      const dim = points[0]!.length;
      const target = randomPoints(random, 1, dim)[0]!;
      const { shares, value, certificate } = simplexQuadratic(problemOf(points, target));
      expect(certificate.status).toBe("converged");
      expectNear(
        shares.reduce((sum, share) => sum + share, 0),
        1,
        { atol: 1e-12, why: "rounding of a sum" },
      );
      expect(shares.every((share) => share >= 0)).toBe(true);
      expect(certificate.upper - certificate.lower).toBeLessThan(1e-9 * (1 + value));
      const x = target.map((_, k) => points.reduce((sum, point, s) => sum + shares[s]! * point[k]!, 0));
      const r = target.map((b, k) => b - x[k]!);
      expectNear(value, dot(r, r), { atol: 1e-9, why: "cancellation of inner products of size 1000" });
      const beyond = Math.max(...points.map((point) => dot(point, r) - dot(x, r)));
      expect(beyond).toBeLessThan(1e-9); // optimality, from coordinates: no point is beyond the supporting plane
    }
  });

  it("knows when an answer is no answer: shares of a stopped run would not fit in its bracket", () => {
    const points = randomPoints(seededRandom(3), 20, 10);
    const problem = problemOf(points, randomPoints(seededRandom(4), 1, 10)[0]!);
    const { value, certificate } = simplexQuadratic(problem);
    const corner = Math.min(
      ...points.map((_, s) => problem.gram.data[s * 21]! - 2 * problem.cross[s]! + problem.norm),
    );
    expect(corner).toBeGreaterThan(certificate.upper);
    expect(value).toBeLessThanOrEqual(certificate.upper);
  });

  it("leaves out the point that takes no part", () => {
    const points = [
      [0, 0],
      [1, 0],
      [0, 1],
    ];
    for (const without of [0, 1, 2]) {
      const { shares, value } = simplexQuadratic(problemOf(points, points[without]!), { without });
      expect(shares[without]).toBe(0);
      expectNear(value, without === 0 ? 0.5 : 1, { atol: 1e-14, why: "rounding" });
    }
  });

  it("scales: targets and points s times as large have s^2 times the value and the same shares", () => {
    const random = seededRandom(5);
    const points = randomPoints(random, 12, 6);
    const target = randomPoints(random, 1, 6)[0]!;
    const one = simplexQuadratic(problemOf(points, target));
    for (const s of [2 ** -300, 2 ** 300]) {
      const scaled = simplexQuadratic(
        problemOf(
          points.map((point) => point.map((x) => s * x)),
          target.map((x) => s * x),
        ),
      );
      expect(Array.from(scaled.shares)).toEqual(Array.from(one.shares)); // powers of two change no digit
      expect(scaled.value).toBe(s * s * one.value);
    }
  });

  it("refuses what is no problem", () => {
    const empty = { gram: matrix(0, 0), cross: new Float64Array(0), norm: 1 };
    expect(() => simplexQuadratic(empty)).toThrow(/at least one point/);
    expect(() => simplexQuadratic({ ...problemOf([[1], [2]], [0]), cross: Float64Array.of(1) })).toThrow(
      /1 x 1, got 2 x 2/,
    );
    expect(() => simplexQuadratic(problemOf([[Number.NaN]], [0]))).toThrow(/not a finite number/);
    expect(() => simplexQuadratic(problemOf([[1]], [0]), { without: 0 })).toThrow(/at least one point/);
  });
});

describe("the nearest point of an affine hull", () => {
  it("is the same whether points came one by one or some left", () => {
    const points = randomPoints(seededRandom(6), 6, 8);
    const problem = problemOf(points, randomPoints(seededRandom(7), 1, 8)[0]!);
    const unit = unitOf(problem);
    const all = [0, 1, 2, 3, 4, 5].reduce((set, s) => withPoint(problem, unit, set, s)!, NO_POINTS);
    const few = [0, 2, 5].reduce((set, s) => withPoint(problem, unit, set, s)!, NO_POINTS);
    const left = withoutPlaces(problem, unit, all, [1, 3, 4])!;
    expect(left.members).toEqual([0, 2, 5]);
    expectNear(affineMinimiser(left), affineMinimiser(few), { atol: 1e-14, why: "the same operations" });
  });

  it("of dependent points is not asked for", () => {
    const points = [
      [0, 0],
      [1, 0],
      [2, 0],
    ];
    const problem = problemOf(points, [0, 5]);
    const set = [0, 1].reduce((before, s) => withPoint(problem, 10, before, s)!, NO_POINTS);
    expect(withPoint(problem, 10, set, 2)).toBeUndefined();
  });
});
