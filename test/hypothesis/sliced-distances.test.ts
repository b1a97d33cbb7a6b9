import { describe, expect, it } from "vitest";
import { type Measure, measure, oneD, seededRandom, sliced, slicedDistances } from "../../src/index.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud, shifted, uniformCloud } from "../support/random-measures.js";

describe("sliced distances of all pairs", () => {
  it("are those of `sliced`, within what the directions explain", () => {
    const random = seededRandom(1);
    const clouds = [randomCloud(random, 12, 3), randomCloud(random, 20, 3), uniformCloud(random, 7, 3)];
    const found = slicedDistances(clouds, { random: seededRandom(2), directions: 2000 });
    expect(found.directions).toBe(2001); // frames of three
    expect(found.status).toBe("converged");
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < a; b++) {
        const { cost, statistical } = sliced(clouds[a]!, clouds[b]!, {
          random: seededRandom(3),
          directions: 2000,
        });
        expectNear(found.distances.data[3 * a + b]! ** 2, cost, {
          atol: 6 * statistical.standardError,
          why: "four standard errors of a difference of two estimates of one precision: 4 sqrt(2)",
        });
        expect(found.distances.data[3 * b + a]).toBe(found.distances.data[3 * a + b]);
      }
    }
  });

  it("say the same of their precision in any unit of length", () => {
    const random = seededRandom(8);
    const clouds = [randomCloud(random, 9, 2), randomCloud(random, 14, 2), randomCloud(random, 5, 2)];
    const errorAt = (unit: number): number => {
      const scaled = clouds.map((mu) => ({ ...mu, points: mu.points.map((x) => unit * x) }));
      return slicedDistances(scaled, { random: seededRandom(9), directions: 40 }).relativeError;
    };
    const once = errorAt(1);
    expect(once).toBeGreaterThan(0);
    for (const unit of [2 ** 400, 2 ** -300]) {
      expectNear(errorAt(unit), once, {
        rtol: 1e-12,
        why: "powers of two change no digit; sums in another order",
      });
    }
  });

  it("are exact on the line", () => {
    const random = seededRandom(4);
    const clouds = [randomCloud(random, 9, 1), randomCloud(random, 14, 1)];
    const found = slicedDistances(clouds, { random });
    expect([found.directions, found.relativeError]).toEqual([1, 0]);
    expectNear(found.distances.data[1]!, Math.sqrt(oneD(clouds[0]!, clouds[1]!).cost), {
      rtol: 1e-12,
      why: "the same sorted sum, about the means",
    });
  });

  it("of a measure and its shift by m are |m| / sqrt(d), whatever the directions", () => {
    const mu = uniformCloud(seededRandom(5), 11, 4);
    const found = slicedDistances([mu, shifted(mu, [3, 0, 0, 4]), mu], {
      random: seededRandom(6),
      directions: 1,
    });
    const why = "the part of the means is not sampled; rounding of the rest is a root of 1e-16 at most";
    expectNear(found.distances.data[1]!, 5 / 2, { rtol: 1e-12, why });
    expectNear(found.distances.data[2]!, 0, { atol: 1e-7, why });
    expect(found.relativeError).toBe(Number.POSITIVE_INFINITY); // one frame tells nothing of the others
  });

  it("keep the triangle inequality and are of negative type, being those of quantile functions", () => {
    const random = seededRandom(7);
    const clouds: Measure[] = Array.from({ length: 8 }, (_, s) => randomCloud(random, 5 + s, 2));
    const { distances } = slicedDistances(clouds, { random, directions: 30 });
    const d = (a: number, b: number): number => distances.data[8 * a + b]!;
    for (let a = 0; a < 8; a++) {
      for (let b = 0; b < 8; b++)
        for (let c = 0; c < 8; c++) expect(d(a, c)).toBeLessThanOrEqual(d(a, b) + d(b, c) + 1e-12);
    }
    for (let trial = 0; trial < 20; trial++) {
      const c = Array.from({ length: 8 }, () => random.normal());
      const mean = c.reduce((sum, x) => sum + x, 0) / 8;
      let form = 0;
      for (let a = 0; a < 8; a++)
        for (let b = 0; b < 8; b++) form += (c[a]! - mean) * (c[b]! - mean) * d(a, b) ** 2;
      expect(form).toBeLessThan(1e-10);
    }
  });

  it("do not depend on points without mass, end where they are told to, and refuse other masses", () => {
    const a = measure(
      [
        [0, 0],
        [1, 0],
        [9, 9],
      ],
      { weights: [1, 1, 0] },
    );
    const b = measure(
      [
        [0, 0],
        [1, 0],
      ],
      { weights: [1, 1] },
    );
    const found = slicedDistances([a, b], { random: seededRandom(8), onProgress: () => false });
    expect([found.status, found.distances.data[1]]).toEqual(["aborted", 0]);
    const heavy = measure([[0, 0]], { weights: [3] });
    expect(() => slicedDistances([a, heavy], { random: seededRandom(8) })).toThrow("measure 1 has mass 3");
    expect(() => slicedDistances([a, b], { random: seededRandom(8), directions: 0 })).toThrow(
      "directions is 0",
    );
    expect(() => slicedDistances([], { random: seededRandom(8) })).toThrow("there are no measures");
  });
});
