import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOtError } from "../../../src/errors.js";
import { type Measure, measure, normalise } from "../../../src/measure/measure.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { exact } from "../../../src/transport/exact.js";
import { oneD } from "../../../src/transport/one-d.js";
import { maxSliced } from "../../../src/transport/sliced/max-sliced.js";
import { inner, randomDirections, unit } from "../../../src/transport/sliced/orthonormal.js";
import { slice } from "../../../src/transport/sliced/slicing.js";
import { expectNear } from "../../support/expect-near.js";
import { shifted } from "../../support/random-measures.js";
import { cloud, unequal } from "../clouds.js";
import { expectFeasible } from "../expect-optimal.js";
import { pairs, slicingOf } from "./pairs.js";

const seeded = (seed: number) => ({ random: seededRandom(seed) });

/** The largest of 4000 directions of the plane. */
function highestOfCircle(source: Measure, target: Measure): number {
  const clouds = slicingOf(source, target);
  let most = 0;
  for (let s = 0; s < 4000; s++) {
    const angle = (Math.PI * s) / 4000;
    most = Math.max(most, slice(clouds, Float64Array.of(Math.cos(angle), Math.sin(angle))).cost);
  }
  return most;
}

describe("maxSliced: laws", () => {
  it.each([1e-150, 1e-75, 1e75, 1e100])("scales with the points, by %s", (size) => {
    const at = (unit: number) => {
      const scaled = (mu: Measure): Measure => ({ ...mu, points: mu.points.map((value) => unit * value) });
      const grid = (mu: Measure): Measure => ({ ...mu, points: mu.points.map((value) => Math.round(value)) });
      return maxSliced(
        scaled(grid(cloud(2, 9, { dim: 5 }))),
        scaled(grid(cloud(3, 2, { dim: 5 }))),
        seeded(1),
      );
    };
    const { cost, direction, certificate } = at(size);
    expectNear(cost / size / size, at(1).cost, {
      rtol: 1e-3,
      why: "stationary to 1e-4; small costs underflow",
    });
    expectNear(inner(direction, direction), 1, { rtol: 1e-12, why: "a unit vector" });
    expect(certificate.lower).toBeLessThanOrEqual(certificate.upper);
  });

  it("gives unit vectors for clouds so near that squares underflow", () => {
    const target = measure([[1e-162, -2e-162, 2e-162, 0, -1e-162]]);
    const { direction } = maxSliced(measure([[0, 0, 0, 0, 0]]), target, seeded(1));
    expectNear(inner(direction, direction), 1, { rtol: 1e-12, why: "a unit vector" });
  });

  it("does not look at far points without mass", () => {
    const x = 1 + 1e-9;
    const at = (place: number) =>
      measure(
        [
          [1e6, 1e6],
          [place, 1],
          [place, 1 + 1e-6],
        ],
        { weights: [0, 0.5, 0.5] },
      );
    const { cost, certificate } = maxSliced(at(1), at(x), seeded(1));
    expectNear(cost, (x - 1) ** 2, {
      rtol: 1e-5,
      why: "coordinates are centred to 1e-16, the shift is 1e-9",
    });
    expect(cost).toBeLessThanOrEqual(certificate.upper);
  });

  it("finds the direction of a translation", () => {
    const source = cloud(1, 80, { dim: 4, weight: unequal });
    const { cost, direction, certificate } = maxSliced(source, shifted(source, [2, 0, -1, 2]), seeded(1));
    expectNear(cost, 9, { rtol: 1e-12, why: "the squared length, up to rounding" });
    expectNear(Math.abs(inner(direction, Float64Array.of(2, 0, -1, 2))), 3, {
      rtol: 1e-12,
      why: "a unit vector",
    });
    expect(certificate.status).toBe("converged");
    expectNear(certificate.lower, 9, { rtol: 1e-12, why: "W2^2 of a translation" });
  });

  it("finds the axis along which Gaussians differ", () => {
    const source = cloud(2, 5000, { dim: 3 });
    const target = { ...cloud(3, 5000, { dim: 3 }) };
    const axis = unit(Float64Array.of(1, 2, 2))!;
    const points = target.points.slice();
    for (let p = 0; p < points.length; p += 3) {
      const along = 2 * inner(axis, points.subarray(p, p + 3));
      for (let k = 0; k < 3; k++) points[p + k]! += along * axis[k]!;
    }
    const { cost, direction } = maxSliced(source, { ...target, points }, seeded(2));
    expectNear(cost, 4, { atol: 0.3, why: "(3 - 1)^2: 2 (3 - 1) times deviations off by 0.03 and 0.01" });
    expect(Math.abs(inner(direction, axis))).toBeGreaterThan(0.999);
  });

  it("is what oneD gives on the line", () => {
    const source = cloud(4, 30, { dim: 1, weight: unequal });
    const target = cloud(5, 20, { dim: 1, weight: unequal });
    const { direction, ...transport } = maxSliced(source, target, seeded(3));
    expect(transport).toEqual(oneD(source, target));
    expect(direction).toEqual(Float64Array.of(1));
  });

  it("is the highest of all directions of the plane", () => {
    for (let seed = 0; seed < 8; seed++) {
      const source = cloud(seed, 5 + 4 * seed, { weight: unequal });
      const target = cloud(100 + seed, 30, { scale: 1.5, weight: unequal });
      const { cost, certificate } = maxSliced(source, target, seeded(seed));
      expect(certificate.status).toBe("converged");
      // A tolerance of 1e-4 leaves 1e-4 times the slope of a ridge, which is below 1 in these.
      expect(cost).toBeGreaterThan(highestOfCircle(source, target) * (1 - 1e-4));
    }
  });

  it("cannot be raised by turning a little", () => {
    const random = seededRandom(6);
    for (const dim of [3, 6]) {
      const source = cloud(7, 40, { dim, weight: unequal });
      const target = cloud(8, 60, { dim, scale: 2, weight: unequal });
      const { cost, direction } = maxSliced(source, target, seeded(4));
      const clouds = slicingOf(source, target);
      expectNear(slice(clouds, direction).cost, cost, { rtol: 1e-15, why: "the same sum" });
      for (let draw = 0; draw < 200; draw++) {
        const [aside] = randomDirections(1, dim, random);
        const turned = unit(direction.map((value, k) => value + 1e-3 * aside![k]!))!;
        // Twice the tolerance of 1e-4 in the gradient times the angle, and as much for ridges beyond it.
        expect(slice(clouds, turned).cost).toBeLessThan(cost * (1 + 4e-7 + 1e-5));
      }
    }
  });
});

describe("maxSliced: the bracket of W2^2", () => {
  it("holds, with the cost below it, for all masses, ties and repeated points", () => {
    fc.assert(
      fc.property(pairs, fc.nat(1000), ([source, target], seed) => {
        const transport = maxSliced(source, target, {
          ...seeded(seed),
          starts: 2,
          stop: { maxIterations: 30 },
        });
        expectFeasible(source, target, transport);
        const optimum = exact(source, target).certificate;
        const { lower, upper } = transport.certificate;
        expect(lower).toBeLessThanOrEqual(optimum.upper);
        expect(upper).toBeGreaterThanOrEqual(optimum.lower);
        expect(transport.cost).toBeLessThanOrEqual(upper * (1 + 1e-12) + Number.MIN_VALUE);
        expectNear(inner(transport.direction, transport.direction), 1, { atol: 1e-14, why: "a unit vector" });
      }),
      { seed: 8, numRuns: 150 },
    );
  });

  it("has a lower end of at least the cost", () => {
    const source = cloud(9, 70, { dim: 5, weight: unequal });
    const target = cloud(10, 50, { dim: 5, scale: 2, shift: 1, weight: unequal });
    const { cost, certificate } = maxSliced(source, target, seeded(5));
    expect(certificate.lower).toBeGreaterThan(cost);
  });
});

describe("maxSliced: its options", () => {
  const source = cloud(11, 30, { dim: 3 });
  const target = cloud(12, 25, { dim: 3, scale: 2 });

  it("never does worse with more starts of the same stream", () => {
    const costs = [1, 4, 16].map((starts) => maxSliced(source, target, { ...seeded(1), starts }).cost);
    expect(costs[1]).toBeGreaterThanOrEqual(costs[0]!);
    expect(costs[2]).toBeGreaterThanOrEqual(costs[1]!);
  });

  it("says when iterations ran out or were cut short", () => {
    const none = maxSliced(source, target, { ...seeded(1), stop: { maxIterations: 0 } });
    expect(none.certificate).toMatchObject({ status: "iteration-limit", iterations: 0 });
    expect(none.cost).toBeGreaterThan(0);
    let told = 0;
    const onProgress = () => ++told < 3;
    const cut = maxSliced(source, target, { ...seeded(1), stop: { tolerance: 0 }, onProgress });
    expect(cut.certificate).toMatchObject({ status: "aborted", iterations: 3 });
  });

  it("converges at once where there is nothing to find", () => {
    const { cost, certificate } = maxSliced(source, source, seeded(1));
    expect(cost).toBe(0);
    expect(certificate).toMatchObject({ status: "converged", lower: 0, upper: 0 });
    const point = maxSliced(measure([[1, 2]]), measure([[1, 2]]), seeded(1));
    expect(point.cost).toBe(0);
  });

  it.each([0, 1.5, Number.NaN])("refuses %f starts", (starts) => {
    expect(() => maxSliced(source, target, { ...seeded(1), starts })).toThrow(`starts is ${starts}`);
  });

  it("refuses unequal masses and a negative tolerance", () => {
    const caught = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return error;
      }
    };
    const heavier = caught(() => maxSliced(source, normalise(target, 2), seeded(1)));
    expect(isOtError(heavier, "MeasureError")).toBe(true);
    const negative = caught(() => maxSliced(source, target, { ...seeded(1), stop: { tolerance: -1 } }));
    expect(isOtError(negative, "ShapeError")).toBe(true);
  });
});
