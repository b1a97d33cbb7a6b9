import { describe, expect, it } from "vitest";
import { bandwidthCurve, thumbBandwidth } from "../../src/dynamics/smoothing/bandwidth.js";
import { gradientProjection } from "../../src/dynamics/smoothing/gradient-projection.js";
import { localLinear } from "../../src/dynamics/smoothing/local-linear.js";
import { gridFor, regressionAt, smoothed } from "../../src/dynamics/smoothing/local-regression.js";
import type { Smooth } from "../../src/dynamics/timestep/run-plan.js";
import { timestep } from "../../src/dynamics/timestep/timestep.js";
import { embed, toTangent } from "../../src/lot/embedding.js";
import { hkMetric } from "../../src/lot/metric.js";
import { reference } from "../../src/lot/reference.js";
import type { Tangent } from "../../src/lot/tangent.js";
import { type Measure, measure } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";
import { brownian, normalSample } from "./moving-laws.js";

const ROUNDING = { atol: 1e-11, why: "rounding of small linear equations" };

/** A cloud as the middle of a window with a displacement on it. */
function at(particles: Measure, velocity: Float64Array): [ReturnType<typeof reference>, Tangent] {
  const middle = reference(particles);
  return [middle, { referenceId: middle.id, velocity }];
}

/** x -> (2 + x - y, -1 - x + 3 y): linear with a symmetric matrix, so a gradient. */
const symmetricField = ({ points }: Measure): Float64Array =>
  points.map((_, p) => {
    const [x, y] = [points[p - (p % 2)]!, points[p - (p % 2) + 1]!];
    return p % 2 === 0 ? 2 + x - y : -1 - x + 3 * y;
  });

/** Root mean square of the difference. */
const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, x, p) => sum + (x - b[p]!) ** 2, 0) / a.length);

describe("local linear smoothing", () => {
  it("leaves linear fields as they are, borders and weights included", () => {
    const cloud = measureOfMassive(randomCloud(seededRandom(1), 100, 2));
    const field = symmetricField(cloud);
    const { velocity } = localLinear({ bandwidth: 0.4 })(...at(cloud, field));
    expectNear(velocity, field, { atol: 1e-4, why: "the ridge of 1e-6 where a particle has few neighbours" });
  });

  it("with a very wide kernel is linear regression by masses, and a very narrow one changes nothing", () => {
    const random = seededRandom(2);
    const cloud = measure([0, 1, 2, 4], { dim: 1, weights: [0.1, 0.4, 0.3, 0.2] });
    const field = Float64Array.from({ length: 4 }, () => random.normal());
    const narrow = localLinear({ bandwidth: 0.05 })(...at(cloud, field));
    expectNear(narrow.velocity, field, ROUNDING);
    const mean = (f: (i: number) => number): number =>
      [0, 1, 2, 3].reduce((sum, i) => sum + cloud.weights[i]! * f(i), 0);
    const x = mean((i) => cloud.points[i]!);
    const v = mean((i) => field[i]!);
    const slope =
      mean((i) => (cloud.points[i]! - x) * (field[i]! - v)) / mean((i) => (cloud.points[i]! - x) ** 2);
    const wide = localLinear({ bandwidth: 50 })(...at(cloud, field));
    expectNear(
      wide.velocity,
      cloud.points.map((place) => v + slope * (place - x)),
      {
        rtol: 0.02,
        atol: 0.02,
        why: "the ridge, 1e-6 of b^2 = 2500, beside a variance of 2, and weights that fall by 3e-3",
      },
    );
  });

  it("is linear in the field: leaving a particle out multiplies its error by 1 / (1 - S_ii)", () => {
    const random = seededRandom(3);
    const cloud = normalSample(40, 2, 1, random);
    const values = Float64Array.from({ length: 80 }, () => random.normal());
    const field = { particles: cloud, values, width: 2 };
    const regression = { bandwidth: 0.8, degree: 0 } as const;
    const kept = smoothed(field, regression);
    const without = regressionAt(field, { ...regression, leftOut: 0 }, gridFor(field, 0.8));
    for (const i of [0, 17]) {
      const own = new Float64Array(80);
      own[2 * i] = 1;
      const influence = smoothed({ ...field, values: own }, regression)[2 * i]!;
      expectNear(
        values[2 * i]! - without(i)[0]!,
        (values[2 * i]! - kept[2 * i]!) / (1 - influence),
        ROUNDING,
      );
    }
  });

  it("smooths growth as it does velocity, and keeps singular mass", () => {
    const cloud = measure([0, 1, 2, 3], { dim: 1 });
    const middle = reference(cloud, { metric: hkMetric(1) });
    const singular = measure([9], { dim: 1 });
    const displacement = {
      referenceId: middle.id,
      velocity: Float64Array.of(0, 1, 2, 3),
      growth: Float64Array.of(1, 0, -1, -2),
      singular,
    };
    const result = localLinear({ bandwidth: 2 })(middle, displacement);
    const why = { atol: 1e-5, why: "the ridge of 1e-6" };
    expectNear(result.velocity, displacement.velocity, why);
    expectNear(result.growth!, displacement.growth, why);
    expect(result.singular).toBe(singular);
  });

  it("brings the velocity of Brownian particles nearer to x / (2t) for short windows, and not further off for long ones", () => {
    for (const { duration, atMost } of [
      { duration: 1 / 16, atMost: 0.5 },
      { duration: 1, atMost: 1.05 },
    ]) {
      const random = seededRandom(5);
      const cloud = normalSample(1000, 1, 1, random);
      const [middle] = at(cloud, cloud.points);
      const row = embed(middle, [brownian(cloud, duration, random)]).matrix.data;
      const raw = toTangent(
        middle,
        row.map((value) => value / duration),
      );
      const truth = cloud.points.map((x) => x / 2);
      const smooth = localLinear({ leftOut: Math.sqrt(duration) })(middle, raw);
      expect(distance(smooth.velocity, truth)).toBeLessThan(atMost * distance(raw.velocity, truth));
    }
  });
});

describe("what is left out without a word", () => {
  it("is what particles travel in the window of a jump", () => {
    const start = normalSample(200, 1, 1, seededRandom(6));
    const options = { simulate: brownian, step: 0.25, halfSteps: 2, jump: 1 };
    const seen: number[] = [];
    const watch: Smooth = (_, displacement, travelled) => {
      seen.push(travelled!);
      return displacement;
    };
    const jumpBy = (smooth: Smooth) =>
      timestep(start, { ...options, smooth, random: seededRandom(2) }).particles.points;
    jumpBy(watch);
    expectNear(seen, [Math.sqrt(0.5)], { rtol: 0.15, why: "three standard errors of 200 particles" });
    expect(jumpBy(localLinear())).toEqual(jumpBy(localLinear({ leftOut: seen[0]! })));
    expect(jumpBy(localLinear())).not.toEqual(jumpBy(localLinear({ leftOut: 0 })));
  });
});

describe("the choice of a bandwidth", () => {
  const random = seededRandom(7);
  const cloud = normalSample(400, 2, 1, random);

  it("is wide for a linear field with noise and narrow for one that wiggles without", () => {
    const linear = symmetricField(cloud).map((v) => v + random.normal());
    const wiggling = cloud.points.map((x) => Math.sin(4 * x));
    const bandwidths = [0.1, 0.2, 0.4, 0.8, 1.6];
    const wide = bandwidthCurve({ particles: cloud, values: linear, width: 2 }, { bandwidths });
    const narrow = bandwidthCurve({ particles: cloud, values: wiggling, width: 2 }, { bandwidths });
    expect(wide.bandwidths[wide.best]).toBe(1.6);
    expect(narrow.bandwidths[narrow.best]).toBeLessThanOrEqual(0.2);
  });

  it("tells the variance of independent noise as the error of the best", () => {
    const noisy = symmetricField(cloud).map((v) => v + random.normal());
    const { errors, best } = bandwidthCurve({ particles: cloud, values: noisy, width: 2 });
    expectNear(errors[best]!, 2, { rtol: 0.15, why: "variance of 400 draws, and of the fit" });
  });

  it("is made by particles that carry mass", () => {
    const [one, another] = [measureOfMassive(cloud), symmetricField(cloud)];
    const weights = one.weights.map((w, i) => (i % 2 === 0 ? 0 : 2 * w));
    const half = { particles: { ...one, weights }, values: another, width: 2 };
    const { errors, best } = bandwidthCurve(half, { tests: 200 });
    expect(errors.every((error) => error >= 0)).toBe(true); // 0 / 0 where the 200 without mass were taken
    expect(best).toBeGreaterThanOrEqual(0);
  });

  it("starts from sd n^(-1 / (d + 4))", () => {
    expectNear(thumbBandwidth(measure([-1, 1], { dim: 1 })), 2 ** -0.2, ROUNDING);
  });

  it("refuses bandwidths that are none", () => {
    const field = { particles: cloud, values: cloud.points, width: 2 };
    expect(() => bandwidthCurve(field, { bandwidths: [1, 0] })).toThrow(/bandwidth is 0/);
    expect(() => bandwidthCurve(field, { tests: 0 })).toThrow(/tests is 0/);
    expect(() => localLinear({ bandwidth: -1 })).toThrow(/bandwidth is -1/);
    expect(() => gradientProjection({ bandwidth: 0 })).toThrow(/bandwidth is 0/);
    expect(() => gradientProjection({ ridge: -1 })).toThrow(/ridge is -1/);
  });
});

describe("projection on gradients", () => {
  it("leaves linear fields with a symmetric matrix as they are", () => {
    const cloud = normalSample(200, 2, 1, seededRandom(4));
    const field = symmetricField(cloud);
    const { velocity } = gradientProjection()(...at(cloud, field));
    expectNear(velocity, field, { atol: 1e-6, why: "the ridge of 1e-10 of linear functions" });
  });

  it("takes most of a rotation away, which is no gradient", () => {
    const cloud = normalSample(2000, 2, 1, seededRandom(4));
    const turning = cloud.points.map((_, p) => (p % 2 === 0 ? -cloud.points[p + 1]! : cloud.points[p - 1]!));
    const { velocity } = gradientProjection()(...at(cloud, turning));
    const size = distance(velocity, new Float64Array(velocity.length));
    expect(size).toBeLessThan(0.15); // 1 before; a normal law has none left, 2000 draws of it have some
  });

  it("follows a gradient that is not linear, on the line too", () => {
    for (const dim of [1, 2]) {
      const cloud = normalSample(2000, dim, 1, seededRandom(6));
      const field = cloud.points.map((x) => Math.sin(2 * x));
      const noisy = field.map((v, p) => v + 0.5 * Math.cos(1e4 * (p + 1)));
      const { velocity } = gradientProjection({ bandwidth: 0.4 })(...at(cloud, noisy));
      expect(distance(velocity, field)).toBeLessThan(0.1); // the noise was 0.35
    }
  });
});

/** Without the particles that have no mass: references have none. */
function measureOfMassive(cloud: Measure): Measure {
  const kept = Array.from(cloud.weights.keys()).filter((i) => cloud.weights[i]! > 0);
  return measure(
    kept.map((i) => cloud.points.subarray(i * cloud.dim, (i + 1) * cloud.dim)),
    { weights: kept.map((i) => cloud.weights[i]!) },
  );
}
