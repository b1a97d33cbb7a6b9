import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { oneD } from "../../../src/transport/one-d.js";
import { frameBound } from "../../../src/transport/sliced/frame-bound.js";
import { goodFrames } from "../../../src/transport/sliced/good-frames.js";
import { inner, randomDirections } from "../../../src/transport/sliced/orthonormal.js";
import { slice } from "../../../src/transport/sliced/slicing.js";
import { expectNear } from "../../support/expect-near.js";
import { randomCloud } from "../../support/random-measures.js";
import { cloud, moved, unequal } from "../clouds.js";
import { expectDualFeasible } from "../expect-optimal.js";
import { pairs, wholeSlicingOf } from "./pairs.js";

/**
 * x -> 2 x + t is an optimal map. Coordinates are multiples of 2^-10 below 2^13 and there are 2^5 points, so that the
 * optimum, the mean of |x + t|^2, has no rounding.
 */
function dilation(seed: number) {
  const random = seededRandom(seed);
  const far = seed % 2 === 0 ? 0 : 4096;
  const points = Float64Array.from({ length: 96 }, () => Math.round(2048 * random.normal()) / 1024);
  const source = measure(points, { dim: 3 });
  const target = { ...source, points: points.map((value) => 2 * value + far) };
  const optimum = points.reduce((sum, value) => sum + (value + far) ** 2, 0) / 32;
  return { source, target, optimum };
}

describe("directions at right angles", () => {
  it.each([
    [3, 3],
    [5, 40],
    [40, 40],
  ])("%i of dimension %i are orthonormal", (count, dim) => {
    const directions = randomDirections(count, dim, seededRandom(1));
    for (const [k, direction] of directions.entries()) {
      for (const [l, other] of directions.entries()) {
        expectNear(inner(direction, other), k === l ? 1 : 0, {
          atol: 1e-14,
          why: "two passes of Gram and Schmidt",
        });
      }
    }
  });

  it("have no preferred sign or axis", () => {
    const random = seededRandom(2);
    const sums = new Float64Array(6);
    for (let draw = 0; draw < 2000; draw++) {
      const [, , last] = randomDirections(3, 3, random);
      for (let k = 0; k < 3; k++) {
        sums[k]! += last![k]! / 2000;
        sums[3 + k]! += last![k]! ** 2 / 2000;
      }
    }
    expectNear(sums.subarray(0, 3), [0, 0, 0], {
      atol: 0.06,
      why: "4.6 standard errors of 0.577 / sqrt(2000)",
    });
    const third = [1 / 3, 1 / 3, 1 / 3];
    expectNear(sums.subarray(3), third, { atol: 0.03, why: "4.5 standard errors of 0.298 / sqrt(2000)" });
  });
});

describe("the bound of a frame", () => {
  it("is the sum of the costs along its directions", () => {
    const source = randomCloud(seededRandom(3), 40, 3);
    const target = moved(randomCloud(seededRandom(4), 30, 3), 2, 1);
    const clouds = wholeSlicingOf(source, target);
    const frame = randomDirections(3, 3, seededRandom(5));
    const { lower } = frameBound(clouds, frame);
    const sum = frame.reduce((total, theta) => total + slice(clouds, theta).cost, 0);
    expectNear(lower, sum, { rtol: 1e-12, why: "the bound takes off rounding of about 1e-13 of the extent" });
  });

  it("has potentials that are feasible, for points without mass too", () => {
    const source = randomCloud(seededRandom(6), 60, 4);
    const target = randomCloud(seededRandom(7), 45, 4);
    const { potentials } = frameBound(
      wholeSlicingOf(source, target),
      randomDirections(4, 4, seededRandom(8)),
    );
    expectDualFeasible(source, target, potentials.f, potentials.g);
  });

  it("is W2^2 for products of measures on the line, along their axes", () => {
    const lines = [1, 2].map((seed) => cloud(seed, 7, { dim: 1 }));
    const others = [3, 4].map((seed) => cloud(seed, 9, { dim: 1, scale: 2, shift: 1 }));
    const product = ([first, second]: typeof lines) =>
      measure(Array.from(first!.points).flatMap((x) => Array.from(second!.points, (y) => [x, y])));
    const [source, target] = [product(lines), product(others)];
    const [axes] = goodFrames(wholeSlicingOf(source, target), 100);
    const optimum = lines.reduce((sum, line, k) => sum + oneD(line, others[k]!).cost, 0);
    expectNear(frameBound(wholeSlicingOf(source, target), axes!).lower, optimum, {
      rtol: 1e-12,
      why: "costs of the axes add up; the bound takes off its rounding",
    });
  });

  it("is |t|^2 for a translation by t, in any frame", () => {
    const source = cloud(9, 500, { dim: 6, weight: unequal });
    const frame = randomDirections(6, 6, seededRandom(10));
    const { lower } = frameBound(wholeSlicingOf(source, moved(source, 1, 3)), frame);
    expectNear(lower, 54, { rtol: 1e-12, why: "six coordinates of 9, minus rounding" });
  });

  it("is never above the optimum, whatever the masses, ties and repeated points", () => {
    fc.assert(
      fc.property(pairs, fc.nat(), ([source, target], seed) => {
        const { dim } = source;
        const clouds = wholeSlicingOf(source, target);
        const count = 1 + (seed % dim);
        const { lower } = frameBound(clouds, randomDirections(count, dim, seededRandom(seed)));
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(exact(source, target).certificate.upper);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("is never above the optimum of a dilation, which every frame gives in full", () => {
    for (let seed = 0; seed < 60; seed++) {
      const { source, target, optimum } = dilation(seed);
      const clouds = wholeSlicingOf(source, target);
      const { lower } = frameBound(clouds, randomDirections(3, 3, seededRandom(seed)));
      expect(lower).toBeLessThanOrEqual(optimum);
      expectNear(lower, optimum, {
        rtol: 1e-9,
        why: "what rounding costs where the offset is 1000 times the extent",
      });
    }
  });

  it("is not above the optimum for directions that are not quite of length 1 or at right angles", () => {
    const { source, target, optimum } = dilation(0);
    const frame = randomDirections(3, 3, seededRandom(11));
    const longer = frame.map((theta) => theta.map((value) => value * (1 + 1e-7)));
    const crooked = [frame[0]!, frame[1]!.map((value, k) => value + 1e-7 * frame[0]![k]!), frame[2]!];
    for (const directions of [longer, crooked]) {
      expect(frameBound(wholeSlicingOf(source, target), directions).lower).toBeLessThanOrEqual(optimum);
    }
  });

  it("understands masses that differ by less than 1e-9 as those of the source", () => {
    const source = cloud(12, 40, { dim: 3 });
    const heavier = { ...source, weights: source.weights.map((w) => w * (1 + 5e-10)) };
    const { lower } = frameBound(
      wholeSlicingOf(source, moved(heavier, 1, 100)),
      randomDirections(3, 3, seededRandom(12)),
    );
    expect(lower).toBeLessThanOrEqual(30_000 * (1 + 1e-13)); // coordinates near 100 are rounded by 1e-14
    expectNear(lower, 30_000, {
      rtol: 1e-11,
      why: "rounding; the difference of the masses would be 2.5e-10 of it",
    });
  });

  it("is never above the optimum of clouds that differ by rounding only", () => {
    for (let seed = 0; seed < 40; seed++) {
      const source = cloud(seed, 12, { dim: 3, shift: seed % 2 === 0 ? 0 : 1e5 });
      const random = seededRandom(seed);
      const target = { ...source, points: source.points.map((value) => value + 1e-14 * random.normal()) };
      const clouds = wholeSlicingOf(source, target);
      for (const frame of [randomDirections(3, 3, random), ...goodFrames(clouds, 100)]) {
        expect(frameBound(clouds, frame).lower).toBeLessThanOrEqual(exact(source, target).certificate.upper);
      }
    }
  });
});

describe("good frames", () => {
  it("are the coordinates that differ most where there are too many", () => {
    const source = cloud(11, 50, { dim: 8 });
    const target = { ...source, points: source.points.map((value, p) => (p % 8 === 5 ? 3 * value : value)) };
    const [axes] = goodFrames(wholeSlicingOf(source, target), 2);
    expect(axes!.length).toBe(2);
    expect(axes![0]!.indexOf(1)).toBe(5);
  });
});
